"""Times Rationale's superpixels and scikit-image's turn by turn on one thread, and compares their labels.

    pair.py [--rounds 5] [--method slic] [--resolution 1] [--json FILE] PHOTO… -- .build/release/rationale-bench

Each method runs with its three published settings on each photo, which both sides have decoded before. Prints a Markdown
table: medians over photos of the median seconds, the ratio of the two, and how far the labels agree (the adjusted Rand
index of the worst photo, and the number of photos whose labels are equal one by one).
Run it with the Python that has scikit-image: $(scripts/reference/environment).
"""

import os

for _name in ("OMP_NUM_THREADS", "MKL_NUM_THREADS", "OPENBLAS_NUM_THREADS"):
    os.environ[_name] = "1"  # before NumPy is loaded

import argparse
import json
import pathlib
import statistics
import subprocess
import sys
import tempfile
import time
import warnings

import numpy as np
import skimage
from PIL import Image
from skimage import color, filters, segmentation
from sklearn.metrics import adjusted_rand_score

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1] / "peers"))
import timing  # noqa: E402

PEERS = {
    "slic": [
        lambda image, n=n: segmentation.slic(image, n_segments=n, compactness=20, sigma=1) for n in (15, 50, 80)],
    "watershed": [
        lambda image, n=n: segmentation.watershed(filters.sobel(color.rgb2gray(image)), markers=n, compactness=0)
        for n in (15, 50, 80)],
    "quickshift": [
        lambda image, d=d: segmentation.quickshift(image, kernel_size=10, max_dist=d, ratio=1) for d in (20, 15, 10)],
    "felzenszwalb": [
        lambda image, s=s: segmentation.felzenszwalb(image, scale=s, sigma=0.8, min_size=20)
        for s in (1200, 500, 250)],
}
SETTINGS = {
    "slic": ["15 segments", "50 segments", "80 segments"],
    "watershed": ["15 markers", "50 markers", "80 markers"],
    "quickshift": ["distance 20", "distance 15", "distance 10"],
    "felzenszwalb": ["scale 1200", "scale 500", "scale 250"],
}


def ask(program: subprocess.Popen, request: dict) -> dict:
    print(json.dumps(request), file=program.stdin, flush=True)
    line = program.stdout.readline()
    if not line:
        raise SystemExit(f"pair: the program ended at {json.dumps(request)}")
    reply = json.loads(line)
    if "seconds" not in reply:
        raise SystemExit(f"pair: {reply.get('error', reply)}")
    return reply


def measure(program, photo: pathlib.Path, method: str, resolution: int, rounds: int, labels: pathlib.Path) -> dict:
    """Alternates the two sides; the first turn warms up and hands out the labels that are compared."""
    image = np.array(Image.open(photo).convert("RGB"))
    request = {
        "case": "superpixels", "picture": str(photo), "method": method, "resolution": resolution,
        "labels": str(labels)}
    peer = PEERS[method][resolution]
    ours, theirs = [], []
    for turn in range(rounds + 1):
        reply = ask(program, request)
        start = time.perf_counter()
        found = peer(image)
        seconds = time.perf_counter() - start
        if turn > 0:
            ours.append(reply["seconds"])
            theirs.append(seconds)
    expected = np.unique(found, return_inverse=True)[1].ravel()
    actual = np.fromfile(labels, "<i4")
    return {
        "photo": photo.name, "size": list(image.shape[:2]), "ours": statistics.median(ours),
        "theirs": statistics.median(theirs), "index": adjusted_rand_score(expected, actual),
        "isEqual": bool(np.array_equal(expected, actual)), "regions": int(expected.max()) + 1}


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--method", action="append", choices=sorted(PEERS))
    parser.add_argument("--resolution", action="append", type=int, choices=[0, 1, 2])
    parser.add_argument("--json", type=pathlib.Path, metavar="FILE")
    parser.add_argument("photos", nargs="+", type=pathlib.Path, metavar="PHOTO")
    arguments = sys.argv[1:]
    if "--" not in arguments:
        parser.error("the program's path comes last, after --")
    division = arguments.index("--")
    options = parser.parse_args(arguments[:division])
    warnings.simplefilter("ignore")
    about = timing.machine(1)
    program = subprocess.Popen(
        arguments[division + 1:], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, bufsize=1)
    print("| method | setting | Rationale | scikit-image | ratio: median (least – most) | adjusted Rand index: least | "
          "equal label maps |\n|---|---|---|---|---|---|---|", flush=True)
    found = []
    with tempfile.TemporaryDirectory() as folder:
        for method in options.method or list(PEERS):
            for resolution in sorted(options.resolution or [0, 1, 2]):
                results = [
                    measure(program, photo, method, resolution, options.rounds, pathlib.Path(folder) / "labels")
                    for photo in options.photos]
                ratios = [result["theirs"] / result["ours"] for result in results]
                ours, theirs = (
                    timing.milliseconds(statistics.median(result[side] for result in results))
                    for side in ("ours", "theirs"))
                print(f"| {method} | {SETTINGS[method][resolution]} | {ours} | {theirs} | "
                      f"**{statistics.median(ratios):.1f}×** ({min(ratios):.1f} – {max(ratios):.1f}) | "
                      f"{min(result['index'] for result in results):.4f} | "
                      f"{sum(result['isEqual'] for result in results)} of {len(results)} |", flush=True)
                found.append({"method": method, "setting": SETTINGS[method][resolution], "photos": results})
    program.stdin.close()
    program.wait()
    print(f"\n{timing.said(about)}; scikit-image {skimage.__version__}, NumPy {np.__version__}. {len(options.photos)} photos, "
          f"{options.rounds} rounds each, alternating; decoding is not timed.")
    if options.json:
        options.json.write_text(json.dumps({"machine": about, "pairs": found}, indent=1) + "\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
