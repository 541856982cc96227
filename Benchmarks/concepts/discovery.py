"""Times the discovery of one class's concepts beside the same steps in Python, in turn, each as often as asked.

    discovery.py --data ants-bees --photos ants-bees/train/ants --name ants=ant --label ant --index 310 --weights resnet18.safetensors
        [--rounds 3] [--threads 1] [--json FILE] -- .build/release/rationale

The steps are those published (VRX, Ge et al. 2021, after ACE): SLIC at 15, 50 and 80 superpixels, those inside the better half of Grad-CAM,
none that nearly equals a coarser one, each alone on grey and enlarged, ResNet-18 up to its last layer with positions, means over positions, and
25 clusters by k-means++ with ten starts. Python has scikit-image, PyTorch and scikit-learn, and is timed without its imports and without
decoding. Rationale is timed with loading, decoding and writing the model, but without the page, which Python does not make; once exactly, and once
with one forward pass for each photo (`--features context`).
"""
import argparse
import json
import os
import pathlib
import statistics
import subprocess
import sys
import tempfile
import time

THREADS = next((sys.argv[i + 1] for i, flag in enumerate(sys.argv) if flag == "--threads"), "1")
for _name in ("OMP_NUM_THREADS", "MKL_NUM_THREADS", "OPENBLAS_NUM_THREADS"):
    os.environ[_name] = THREADS  # before NumPy is loaded

import numpy as np
import torch
from PIL import Image
from safetensors.torch import load_file
from skimage.segmentation import slic
from sklearn.cluster import KMeans
from sklearn.metrics import adjusted_rand_score

ROOT = pathlib.Path(__file__).resolve().parents[2]
sys.path += [str(ROOT / "Benchmarks" / "peers"), str(ROOT / "scripts" / "reference")]
import timing  # noqa: E402
import torchvision_on_cpu  # noqa: E402, F401
import torchvision  # noqa: E402

SIDE, GREY = 224, 117
MEAN = torch.tensor([0.485, 0.456, 0.406]).view(3, 1, 1)
DEVIATION = torch.tensor([0.229, 0.224, 0.225]).view(3, 1, 1)


def network(weights):
    model = torchvision.models.resnet18()
    model.load_state_dict(load_file(weights))
    return model.eval()


def decoded(path):
    """As ImageNet's preprocessing has it: the shorter side to 256, the middle 224."""
    image = Image.open(path).convert("RGB")
    scale = 256 / min(image.size)
    image = image.resize([round(side * scale) for side in image.size], Image.Resampling.BILINEAR)
    left, top = (image.width - SIDE) // 2, (image.height - SIDE) // 2
    return np.array(image.crop((left, top, left + SIDE, top + SIDE)))


def tensor(images):
    return torch.stack([(torch.from_numpy(image).permute(2, 0, 1) / 255 - MEAN) / DEVIATION for image in images])


def planes(model, x):
    x = model.maxpool(model.relu(model.bn1(model.conv1(x))))
    return model.layer4(model.layer3(model.layer2(model.layer1(x))))


def kept(model, image, index):
    """The better half of Grad-CAM."""
    output = planes(model, tensor([image])).detach().requires_grad_()
    model.fc(output.mean((2, 3)))[0, index].backward()
    weights = output.grad.mean((2, 3), keepdim=True)
    cam = torch.nn.functional.interpolate(
        (weights * output).sum(1, keepdim=True).relu(), size=(SIDE, SIDE), mode="bilinear", align_corners=False)[0, 0]
    return (cam > cam.quantile(0.5)).numpy()


def regions(image, inside):
    found = []
    for count in (15, 50, 80):
        labels = slic(image, n_segments=count, compactness=20, sigma=1)
        coarser = list(found)
        for label in np.unique(labels):
            mask = labels == label
            if mask.mean() <= 0.001 or not inside[mask].all():
                continue
            if all((mask & other).sum() <= 0.5 * (mask | other).sum() for other in coarser):
                found.append(mask)
    return found


def patch(image, mask):
    rows, columns = np.where(mask)
    alone = np.where(mask[..., None], image, GREY).astype(np.uint8)
    part = alone[rows.min():rows.max() + 1, columns.min():columns.max() + 1]
    return np.array(Image.fromarray(part).resize((SIDE, SIDE), Image.Resampling.BICUBIC))


def discover(model, images, index):
    """The clusters of one class, and how long each step took."""
    seconds, clock = {}, time.perf_counter

    def timed(name, step):
        start = clock()
        result = step()
        seconds[name] = clock() - start
        return result

    insides = timed("maps", lambda: [kept(model, image, index) for image in images])
    masks = timed("superpixels", lambda: [regions(image, inside) for image, inside in zip(images, insides)])
    patches = timed("patches", lambda: [
        patch(image, mask) for image, found in zip(images, masks) for mask in found])

    def features():
        with torch.inference_mode():
            return np.concatenate([
                planes(model, tensor(patches[start:start + 100])).mean((2, 3)).numpy()
                for start in range(0, len(patches), 100)])

    rows = timed("features", features)
    clusters = timed("clusters", lambda: KMeans(25, n_init=10, random_state=0).fit(rows).labels_)
    return masks, clusters, seconds


def agreement(model, images, masks, clusters):
    """How far the clusters of features in context are those of patches: the adjusted Rand index."""
    rows = []
    with torch.inference_mode():
        for image, found in zip(images, masks):
            plane = planes(model, tensor([image]))[0]  # [channel, 7, 7]
            for mask in found:
                cells = torch.nn.functional.adaptive_avg_pool2d(torch.from_numpy(mask).float()[None], plane.shape[1:])[0]
                rows.append((plane * cells).sum((1, 2)) / cells.sum())
    return adjusted_rand_score(clusters, KMeans(25, n_init=10, random_state=0).fit(torch.stack(rows).numpy()).labels_)


def ours(program, options, folder, *more):
    result = subprocess.run(
        [program, "concepts", "discover", "--model", "resnet18", "--weights", options.weights, "--data", options.data, "--class",
         options.label, *(["--label", options.name] if options.name else []), "--output", folder, "--probes", "0", "--order", "found",
         "--random-sets", "0", "--min-regions", "10", "--limit", "25",
         "--threads", THREADS, "--overwrite", "--quiet", "--json", *options.more.split(), *more], capture_output=True, text=True)
    if result.returncode:
        raise SystemExit(result.stderr or result.stdout)
    return json.loads(result.stdout)["seconds"]


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", required=True, help="A folder with one folder of photos for each class.")
    parser.add_argument("--photos", type=pathlib.Path, required=True, help="The class's own photos.")
    parser.add_argument("--name", help="NAME=LABEL, where the folder has another name than the network has for the class.")
    parser.add_argument("--label", required=True, help="The class, as the network calls it.")
    parser.add_argument("--index", type=int, required=True, help="Its position among the network's classes.")
    parser.add_argument("--weights", required=True)
    parser.add_argument("--count", type=int, default=50)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--threads", default="1")
    parser.add_argument("--more", default="", help="More options for Rationale.")
    parser.add_argument("--json", type=pathlib.Path)
    parser.add_argument("program", nargs=1)
    options = parser.parse_args()
    torch.set_num_threads(int(THREADS))
    model = network(options.weights)
    images = [decoded(path) for path in sorted(options.photos.iterdir())[:options.count]]
    program = os.path.abspath(options.program[0])
    times = {"exact": [], "shared": [], "python": []}
    about = timing.machine(int(THREADS))
    with tempfile.TemporaryDirectory() as folder:
        for _ in range(options.rounds):
            times["exact"].append(ours(program, options, f"{folder}/exact"))
            times["shared"].append(ours(program, options, f"{folder}/shared", "--features", "context"))
            masks, clusters, steps = discover(model, images, options.index)
            times["python"].append(sum(steps.values()))
    count = sum(map(len, masks))
    print(f"{len(images)} photos, {count} regions; {timing.said(about)}")
    print("Python: " + ", ".join(f"{name} {value:.1f} s" for name, value in steps.items()))
    for name in ("exact", "shared"):
        pairs = [theirs / own for theirs, own in zip(times["python"], times[name])]
        print(f"{name}: {statistics.median(times[name]):.1f} s beside {statistics.median(times['python']):.1f} s: "
              f"{statistics.median(pairs):.1f}× ({min(pairs):.1f} – {max(pairs):.1f}), {len(pairs)} rounds")
    print(f"adjusted Rand index of clusters in context with those of patches: {agreement(model, images, masks, clusters):.2f}")
    if options.json:
        options.json.write_text(json.dumps({"machine": about, "seconds": times, "steps": steps, "regions": count}, indent=1) + "\n")


if __name__ == "__main__":
    main()
