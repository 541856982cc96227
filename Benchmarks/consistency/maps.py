#!/usr/bin/env python3
"""Makes docs/pictures/consistency-maps.jpg: three drawn birds, and where two networks looked.

    PYTHON Benchmarks/consistency/maps.py --rationale .build/release/rationale --output docs/pictures/consistency-maps.jpg \
        rationale-output/consistency/aviary/baseline-0/run/model.safetensors \
        rationale-output/consistency/aviary/GC-0/run/model.safetensors

Each row is a bird; the columns are the picture and the element-wise Grad-CAM of its species by each of the networks, which
`table.py` left behind. Needs Pillow: PYTHON is `$(scripts/reference/environment)`.
"""
import argparse
import json
import pathlib
import subprocess
import tempfile

from PIL import Image

SIDE, GAP = 256, 6


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("models", nargs="+")
    parser.add_argument("--rationale", default=".build/release/rationale")
    parser.add_argument("--output", required=True)
    parser.add_argument("--seed", type=int, default=7, help="of the birds; the networks never saw them")
    parser.add_argument("--birds", type=int, default=3)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as scratch:
        folder = pathlib.Path(scratch)
        subprocess.run(
            [options.rationale, "data", "aviary", "--output", folder / "birds", "--count", str(options.birds),
             "--train-share", "0", "--seed", str(2**63 + options.seed), "--quiet"], check=True, stdout=subprocess.DEVNULL)
        birds = sorted((folder / "birds" / "val").rglob("*.png"))[:options.birds]
        columns = [[Image.open(bird).convert("RGB") for bird in birds]]
        for number, model in enumerate(options.models):
            column = []
            for place, bird in enumerate(birds):
                run = folder / f"run-{number}-{place}"
                found = json.loads(subprocess.run(
                    [options.rationale, "explain", bird, "--model", model, "--method", "grad-cam-elementwise", "--target",
                     bird.parent.name, "--output", run, "--json", "--quiet"], check=True, stdout=subprocess.PIPE).stdout)
                overlay = pathlib.Path(found["inputs"][0]["explanations"][0]["overlay"])
                column.append(Image.open(overlay if overlay.exists() else run / overlay).convert("RGB"))
            columns.append(column)
        sheet = Image.new("RGB", (len(columns) * (SIDE + GAP) - GAP, len(birds) * (SIDE + GAP) - GAP), "white")
        for x, column in enumerate(columns):
            for y, picture in enumerate(column):
                sheet.paste(picture.resize((SIDE, SIDE), Image.LANCZOS), (x * (SIDE + GAP), y * (SIDE + GAP)))
        sheet.save(options.output, quality=88)


if __name__ == "__main__":
    main()
