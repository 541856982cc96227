#!/usr/bin/env python3
"""Makes the golden file of the metrics that ask where a map is hot.

    python scripts/reference/localization.py

writes Tests/RationaleMetricsTests/Golden/localization.json: the pointing game by TorchRay's rule, the content heat map and the
stochastic pointing game as Pillai and Pirsiavash (2021) compute them, written as plain loops from their description. The drawn
form of the last is replaced by its expectation, to which the draws converge.
"""

import numpy
import torch
from torch.nn.functional import interpolate

import golden

PATH = golden.GOLDEN / "RationaleMetricsTests/Golden/localization.json"
EPSILON = 1e-8
CLASSES = 7


def resized(values: torch.Tensor, height: int, width: int) -> torch.Tensor:
    """Bilinear with half-pixel centres."""
    return interpolate(values[None, None], (height, width), mode="bilinear", align_corners=False)[0, 0]


def is_near(region: numpy.ndarray, row: int, column: int, tolerance: int, pixel: tuple[float, float]) -> bool:
    for y, x in numpy.argwhere(region):
        if ((y - row) * pixel[0]) ** 2 + ((x - column) * pixel[1]) ** 2 < tolerance ** 2:
            return True
    return False


def published(cam: torch.Tensor, region: numpy.ndarray, tolerance: int, pixel: tuple[float, float]) -> dict:
    height, width = region.shape
    rectified = cam.double().clamp(min=0)
    parts = resized((rectified / (rectified.sum() + EPSILON) + EPSILON).float(), height, width).double()
    parts = (parts / parts.sum()).numpy()
    index = int(resized(cam, height, width).flatten().argmax())
    hits = numpy.array([[is_near(region, y, x, tolerance, pixel) for x in range(width)] for y in range(height)])
    return {
        "hit": int(hits[index // width, index % width]),
        "content": float(parts[region].sum()),
        "expected": float(parts[hits].sum()),
        "near": int(hits.sum()),
    }


def cases(random: numpy.random.Generator) -> list[dict]:
    found = []
    for index in range(14):
        height, width = (30, 42) if index % 2 else (33, 25)
        cam = random.normal(0.2, 1, (5, 7)).astype(numpy.float32).round(3)
        if index == 3:
            cam = -numpy.abs(cam) * 0  # says nothing
        region = numpy.zeros((height, width), bool)
        boxes = []
        for _ in range(1 + index % 2):
            top, left = int(random.integers(0, height - 8)), int(random.integers(0, width - 8))
            box = [top, top + int(random.integers(1, 8)), left, left + int(random.integers(1, 8))]
            boxes.append(box)
            region[box[0]:box[1], box[2]:box[3]] = True
        tolerance = [0, 1, 5, 15][index % 4] or 3
        pixel = (1.0, 1.0) if index < 8 else (0.75, 2.5)
        answer = published(torch.from_numpy(cam), region, tolerance, pixel)
        found.append(
            {"map": cam, "height": height, "width": width, "boxes": numpy.array(boxes), "tolerance": tolerance,
             "pixelHeight": pixel[0], "pixelWidth": pixel[1], "class": int(random.integers(0, CLASSES)),
             "isDifficult": index in (5, 9), **answer})
    return found


def class_means(found: list[dict]) -> dict:
    hits, misses = numpy.zeros(CLASSES), numpy.zeros(CLASSES)
    for case in found:
        if case["isDifficult"]:
            continue
        if case["hit"]:
            hits[case["class"]] += 1
        else:
            misses[case["class"]] += 1
    accuracies = hits / (hits + misses).clip(min=1)
    return {"allClasses": float(accuracies.mean()), "occurringClasses": float(accuracies[hits + misses > 0].mean())}


def main() -> None:
    found = cases(numpy.random.default_rng(6))
    golden.write(PATH, {"classes": CLASSES, "cases": {str(i): case for i, case in enumerate(found)}, **class_means(found)})


if __name__ == "__main__":
    main()
