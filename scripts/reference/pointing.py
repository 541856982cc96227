"""PyTorch's numbers on the real photographs: accuracy of three networks, and Grad-CAM's pointing game on ResNet-18.

    pointing.py [--data ../shared/data] [--json FILE]

Every photo is stretched to 224×224 by Pillow's bilinear filter and normalised by torchvision's mean and deviation.

Accuracy: the label among the one or five largest logits.

Pointing game: a box's pixels are the columns ⌊224 xmin / width⌋ … ⌊224 xmax / width⌋ of the original's width, both
included, and rows likewise. Grad-CAM at `layer4` for the *labelled* class (not the predicted one), without ReLU,
enlarged bilinearly to 224×224 (align_corners=False); a hit if its largest pixel (the first in row-major order) is a
box's, with no tolerance. The centre control points at pixel (112, 112). "Small" photos are those whose boxes together
have less than a quarter of the pixels.

--json writes every photo's five classes and point, for comparing one by one.
"""

import argparse
import csv
import json
import os
import pathlib
import sys

import numpy
import torch
import torchvision_on_cpu  # noqa: F401
import torchvision
from PIL import Image
from safetensors.torch import load_file

SIZE = 224
MEAN = torch.tensor([0.485, 0.456, 0.406]).view(3, 1, 1)
DEVIATION = torch.tensor([0.229, 0.224, 0.225]).view(3, 1, 1)


def photos(folder: pathlib.Path) -> dict[str, dict]:
    """By file name: the class and the boxes in pixels (left, top, right, bottom), all included."""
    found: dict[str, dict] = {}
    with open(folder / "boxes.csv", newline="") as lines:
        for row in csv.DictReader(lines):
            photo = found.setdefault(row["file"], {"class": int(row["class"]), "boxes": []})
            width, height = int(row["orig_width"]), int(row["orig_height"])
            photo["boxes"].append((
                int(row["xmin"]) * SIZE // width, int(row["ymin"]) * SIZE // height,
                int(row["xmax"]) * SIZE // width, int(row["ymax"]) * SIZE // height))
    return found


def covered(boxes: list[tuple]) -> float:
    """The share of the photo's pixels inside any box."""
    mask = numpy.zeros((SIZE, SIZE), bool)
    for left, top, right, bottom in boxes:
        mask[top:bottom + 1, left:right + 1] = True
    return float(mask.mean())


def inside(point: tuple[int, int], boxes: list[tuple]) -> bool:
    return any(left <= point[0] <= right and top <= point[1] <= bottom for left, top, right, bottom in boxes)


def load(file: pathlib.Path) -> torch.Tensor:
    picture = Image.open(file).convert("RGB").resize((SIZE, SIZE), Image.BILINEAR)
    values = torch.from_numpy(numpy.array(picture)).permute(2, 0, 1).float() / 255
    return ((values - MEAN) / DEVIATION).unsqueeze(0)


def networks(folder: pathlib.Path) -> dict[str, torch.nn.Module]:
    resnet = torchvision.models.resnet18()
    resnet.load_state_dict(load_file(folder / "resnet18.safetensors"))  # float16 tensors widen as they are copied
    squeezenet = torchvision.models.squeezenet1_1()
    squeezenet.load_state_dict(torch.load(folder / "squeezenet1_1.pth", weights_only=True))
    googlenet = torch.export.load(folder / "bvlc_googlenet.pt2").module()
    return {"resnet18": resnet.eval(), "squeezenet1_1": squeezenet.eval(), "bvlc_googlenet": googlenet}


def grad_cam(model: torch.nn.Module, x: torch.Tensor, target: int) -> tuple[torch.Tensor, tuple[int, int]]:
    """The logits, and the column and row of the map's largest pixel."""
    caught = []
    handle = model.layer4.register_forward_hook(lambda _, __, output: caught.append(output))
    logits = model(x)[0]
    handle.remove()
    gradient, = torch.autograd.grad(logits[target], caught[0])
    map = (gradient.mean((2, 3), keepdim=True) * caught[0]).sum(1, keepdim=True).detach()
    map = torch.nn.functional.interpolate(map, (SIZE, SIZE), mode="bilinear", align_corners=False)
    index = int(map.flatten().argmax())
    return logits.detach(), (index % SIZE, index // SIZE)


def main() -> int:
    shared = pathlib.Path(os.environ.get("RATIONALE_SHARED", pathlib.Path(__file__).resolve().parents[3] / "shared"))
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=pathlib.Path, default=shared / "data")
    parser.add_argument("--json", type=pathlib.Path, metavar="FILE")
    options = parser.parse_args()
    folder = options.data / "imagenet-val-boxes"
    if not folder.is_dir():
        print(f"pointing: no photos at {folder}; say where they are with --data", file=sys.stderr)
        return 66
    torch.set_num_threads(2)
    known, models = photos(folder), networks(options.data / "models")
    for name, photo in known.items():
        x = load(folder / "images" / name)
        logits, photo["point"] = grad_cam(models["resnet18"], x, photo["class"])
        with torch.no_grad():
            others = {key: model(x)[0] for key, model in models.items() if key != "resnet18"}
        photo["top"] = {key: value.topk(5).indices.tolist() for key, value in ({"resnet18": logits} | others).items()}
        photo["covered"] = covered(photo["boxes"])
    everything = list(known.values())
    print("| network | top-1 | top-5 |\n|---|---|---|")
    for key in models:
        first = sum(photo["class"] == photo["top"][key][0] for photo in everything) / len(everything)
        five = sum(photo["class"] in photo["top"][key] for photo in everything) / len(everything)
        print(f"| {key} | {first:.2%} | {five:.2%} |")
    print("\n| photos | number | Grad-CAM | centre |\n|---|---|---|---|")
    for title, chosen in (("all", everything), ("small", [photo for photo in everything if photo["covered"] < 0.25])):
        ours = sum(inside(photo["point"], photo["boxes"]) for photo in chosen)
        centre = sum(inside((SIZE // 2, SIZE // 2), photo["boxes"]) for photo in chosen)
        share, control = ours / len(chosen), centre / len(chosen)
        print(f"| {title} | {len(chosen)} | {ours} = {share:.2%} | {centre} = {control:.2%} |")
    if options.json:
        options.json.write_text(json.dumps(known))
    return 0


if __name__ == "__main__":
    sys.exit(main())
