"""Masks of COCO's polygons and run lengths, as pycocotools rasterises them: `Tests/RationaleDataTests/Golden/coco_masks.json`.

Polygons are seeded: convex and self-intersecting ones, whole and fractional corners, on ties of the rounding, beyond the
edges, thinner than a pixel, several to a thing. Each mask is given as pycocotools writes it (`counts`), as plain run lengths
that numpy counts in the decoded mask, with area and box.
"""

import json
import math
import pathlib
import random

import numpy
from pycocotools import mask as coco

GOLDEN = pathlib.Path(__file__).resolve().parents[2] / "Tests/RationaleDataTests/Golden/coco_masks.json"


def runs(bits: numpy.ndarray) -> list[int]:
    """Lengths of runs along the columns, the first of zeros."""
    found, value, length = [], 0, 0
    for bit in bits.T.reshape(-1):
        if bit != value:
            found.append(length)
            value, length = bit, 0
        length += 1
    return found + [length]


def described(encoded: dict) -> dict:
    bits = coco.decode(encoded)
    return {
        "counts": encoded["counts"].decode(), "runs": runs(bits), "area": int(coco.area(encoded)),
        "box": [float(value) for value in coco.toBbox(encoded)],
    }


def polygon(dice: random.Random, height: int, width: int, kind: str) -> list[float]:
    corners = dice.randint(3, 9)
    if kind == "convex":
        middle = (dice.uniform(0, width), dice.uniform(0, height))
        radius = dice.uniform(0.4, 0.7 * max(height, width))
        angles = sorted(dice.uniform(0, 2 * math.pi) for _ in range(corners))
        points = [(middle[0] + radius * math.cos(a), middle[1] + radius * math.sin(a)) for a in angles]
    else:
        points = [(dice.uniform(0, width), dice.uniform(0, height)) for _ in range(corners)]
    if kind == "outside":
        points = [(3 * x - width, 3 * y - height) for x, y in points]
    if kind == "thin":
        points = [(x, points[0][1] + 0.3 * (y / height)) for x, y in points]
    digits = {"whole": 0, "ties": 1}.get(kind, 2)
    if kind == "ties":
        points = [(math.floor(x) + dice.choice([0.1, 0.3, 0.5, 0.7, 0.9]), round(y * 2) / 2) for x, y in points]
    if kind == "repeated":
        points = points[:2] + points[1:2] + points[2:] + points[:1]
    return [round(value, digits) for point in points for value in point]


def main() -> None:
    dice = random.Random(4)
    cases = []
    for kind in ["convex", "crossed", "whole", "ties", "outside", "thin", "repeated"]:
        for _ in range(10):
            height, width = dice.randint(1, 40), dice.randint(1, 40)
            polygons = [polygon(dice, height, width, kind) for _ in range(dice.choice([1, 1, 2, 3]))]
            encoded = coco.merge(coco.frPyObjects(polygons, height, width))
            cases.append({"height": height, "width": width, "polygons": polygons, **described(encoded)})
    pixels = []
    for density in [0, 0.02, 0.3, 0.5, 0.98, 1]:
        for _ in range(4):
            height, width = dice.randint(1, 60), dice.randint(1, 60)
            bits = numpy.array([[dice.random() < density for _ in range(width)] for _ in range(height)], numpy.uint8)
            encoded = coco.encode(numpy.asfortranarray(bits))
            # As a crowd is written in the files.
            again = coco.frPyObjects({"size": [height, width], "counts": runs(bits)}, height, width)
            assert again["counts"] == encoded["counts"]
            pixels.append({"height": height, "width": width, **described(encoded)})
    # Long runs need several digits.
    wide = numpy.zeros((3000, 700), numpy.uint8, order="F")
    wide[:, 300:650] = 1
    wide[5, 600] = 0
    pixels.append({"height": 3000, "width": 700, **described(coco.encode(wide))})
    lines = {"polygons": cases, "pixels": pixels}
    text = "{\n" + ",\n".join(
        f'"{name}": [\n' + ",\n".join(json.dumps(case) for case in found) + "\n]" for name, found in lines.items()) + "\n}\n"
    GOLDEN.parent.mkdir(parents=True, exist_ok=True)
    GOLDEN.write_text(text)
    print(f"{GOLDEN.name}: {len(text) / 1e3:.0f} kB")


if __name__ == "__main__":
    main()
