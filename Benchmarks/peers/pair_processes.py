"""Times whole processes turn by turn: `rationale explain PHOTO` against the Python script for the same overlay.

    pair_processes.py [--rounds 7] [--photo FILE] [--json FILE] -- .build/release/rationale

Without --photo it draws one (1200×900). The ResNet-18 weights are random, written once for both.
"""

import argparse
import json
import os
import pathlib
import subprocess
import sys
import tempfile
import time

import timing

HERE = pathlib.Path(__file__).resolve().parent
REFERENCE = HERE.parents[1] / "scripts" / "reference"


def write_weights(path: pathlib.Path) -> None:
    sys.path.insert(0, str(REFERENCE))
    import torch
    import torchvision_on_cpu  # noqa: F401
    import torchvision
    from safetensors.torch import save_file

    torch.manual_seed(0)
    save_file(torchvision.models.resnet18().state_dict(), path)


def draw_photo(path: pathlib.Path) -> None:
    import numpy
    from PIL import Image

    y, x = numpy.mgrid[0:900, 0:1200]
    picture = numpy.stack([
        128 + 90 * numpy.sin(x / 70) * numpy.cos(y / 50), 255 * (((x - 700) ** 2 + (y - 400) ** 2) < 200 ** 2),
        (x + y) / 2100 * 255], axis=2)
    noise = numpy.random.default_rng(0).normal(0, 8, picture.shape)
    Image.fromarray((picture + noise).clip(0, 255).astype("uint8")).save(path, quality=90)


def run(command: list[str], environment: dict) -> float:
    began = time.perf_counter()
    done = subprocess.run(command, env=environment, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
    seconds = time.perf_counter() - began
    if done.returncode != 0:
        raise SystemExit(f"pair_processes: {' '.join(command)} ended with {done.returncode}\n{done.stderr[-2000:]}")
    return seconds


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--rounds", type=int, default=7)
    parser.add_argument("--photo", type=pathlib.Path)
    parser.add_argument("--threads", type=int, default=2)
    parser.add_argument("--json", type=pathlib.Path, metavar="FILE")
    parser.add_argument("program", nargs="+", metavar="RATIONALE")
    options = parser.parse_args()
    environment = os.environ | {"OMP_NUM_THREADS": str(options.threads), "MKL_NUM_THREADS": str(options.threads)}
    about = timing.machine(options.threads)
    with tempfile.TemporaryDirectory() as name:
        folder = pathlib.Path(name)
        weights, photo = folder / "resnet18.safetensors", options.photo or folder / "photo.jpg"
        write_weights(weights)
        if options.photo is None:
            draw_photo(photo)
        ours = [*options.program, "explain", str(photo), "--model", "resnet18", "--weights", str(weights),
                "--method", "grad-cam", "--output"]
        theirs = [sys.executable, str(HERE / "explain.py"), str(photo), str(weights)]
        python = environment | {"PYTHONPATH": str(REFERENCE), "PYTHONWARNINGS": "ignore"}
        seconds: dict[str, list[float]] = {"ours": [], "theirs": []}
        for turn in range(options.rounds + 1):
            for side in ("ours", "theirs") if turn % 2 == 0 else ("theirs", "ours"):
                if side == "ours":
                    took = run([*ours, str(folder / f"run-{turn}")], environment)
                else:
                    took = run([*theirs, str(folder / f"overlay-{turn}.png")], python)
                if turn > 0:  # the first turn filled the file cache
                    seconds[side].append(took)
        found = timing.summary(seconds["ours"], seconds["theirs"])
    print(timing.head(["process"]))
    print(timing.row(["Grad-CAM overlay of one photo, ResNet-18"], found))
    print(f"\n{timing.said(about)}. "
          f"Whole processes, files cached, order alternating; the peer is `Benchmarks/peers/explain.py`.")
    if options.json:
        part = options.json.with_suffix(".part")
        part.write_text(json.dumps({"machine": about, "process": found}, indent=1) + "\n")
        part.rename(options.json)
    return 0


if __name__ == "__main__":
    sys.exit(main())
