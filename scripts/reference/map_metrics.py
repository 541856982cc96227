#!/usr/bin/env python3
"""Makes the golden files of the metrics of maps.

    python scripts/reference/map_metrics.py

writes Tests/RationaleMetricsTests/Golden/map-metrics.json: scikit-image's SSIM, torchvision's blur with the kernel of
the published insertion, and plain NumPy loops of the published effective heat ratio, insertion and deletion, written
from their description (aliased states included).
"""

import numpy
import torch
import torchvision_on_cpu  # noqa: F401  must come before torchvision
from skimage.metrics import structural_similarity
from torchvision.transforms import GaussianBlur

import golden

PATH = golden.GOLDEN / "RationaleMetricsTests/Golden/map-metrics.json"
HEIGHT, WIDTH, CLASSES = 12, 10, 3


def similarity(random: numpy.random.Generator) -> list[dict]:
    smooth = numpy.add.outer(numpy.linspace(0, 1, 17), numpy.linspace(0, 1, 23)).round(3) / 2
    noisy = numpy.clip(smooth + random.normal(0, 0.1, smooth.shape), 0, 1).round(3)
    levels = [(picture * 255).astype(numpy.uint8) for picture in (smooth, noisy)]
    signed = [2 * smooth - 1, 1 - 2 * noisy]
    pairs = {
        "eight bits": (levels[0].astype(float), levels[1].astype(float), 255),
        "zero to one": (smooth, noisy, 1),
        "signed": (signed[0], signed[1], 2),
        "constant": (numpy.zeros_like(smooth), noisy, 1),
        "equal": (noisy, noisy, 1),
    }
    cases = []
    for name, (a, b, data_range) in pairs.items():
        for window in (5, 7):
            value = structural_similarity(a, b, win_size=window, data_range=data_range)
            cases.append({"name": name, "window": window, "range": data_range, "value": float(value), "first": a, "second": b})
    first, second = levels
    assert cases[0]["value"] == structural_similarity(first, second, win_size=5, data_range=255)
    return cases


def effective_heat_ratio(heat: numpy.ndarray, region: numpy.ndarray, weighted: bool) -> float:
    heat = numpy.where(heat < 0.1, 0, heat)
    survivors = heat[heat > 0]
    ratios = []
    for level in numpy.linspace(0, 1, 11):
        threshold = min(numpy.quantile(survivors, level), 0.99 * heat.max())
        hot = heat >= threshold
        inside = heat[hot & region].sum() if weighted else (hot & region).sum()
        ratios.append(inside / (hot.sum() + 1e-8))
    return float(numpy.trapezoid(ratios, dx=0.1))


def heat_ratios(random: numpy.random.Generator) -> list[dict]:
    heat = random.random((HEIGHT, WIDTH)).round(4)
    region = numpy.zeros((HEIGHT, WIDTH), bool)
    region[3:8, 2:7] = True
    return [
        {"weighted": weighted, "value": effective_heat_ratio(heat, region, weighted), "heat": heat, "rows": [3, 8], "columns": [2, 7]}
        for weighted in (True, False)
    ]


def aliased_curve(states: list[torch.Tensor], score, chunk: int) -> float:
    """Every state of a chunk is the chunk's last."""
    curve = []
    for start in range(0, len(states), chunk):
        part = states[start : start + chunk]
        curve += [score(part[-1])] * len(part)
    return float(numpy.trapezoid(curve, dx=1 / len(curve)))


def replacement(random: numpy.random.Generator, step: int, sigma: float) -> dict:
    picture = torch.from_numpy(random.normal(size=(1, 3, HEIGHT, WIDTH)).round(3))
    weights = torch.from_numpy(random.normal(0, 0.1, (CLASSES, 3 * HEIGHT * WIDTH)).round(3))
    heat = 255 - random.permutation(HEIGHT * WIDTH)  # from 255 down: a map of eight bits without ties
    order = numpy.argsort(-heat)
    blurred = GaussianBlur(int(2 * sigma - 1), sigma)(picture)

    def score(state: torch.Tensor) -> float:
        return float((weights @ state.reshape(-1)).softmax(0)[1])

    def curve(start: torch.Tensor, end: torch.Tensor) -> float:
        state, states = start.clone(), []
        for begin in range(0, len(order), step):
            places = order[begin : begin + step]
            state = state.clone()
            state[0, :, places // WIDTH, places % WIDTH] = end[0, :, places // WIDTH, places % WIDTH]
            states.append(state)
        return aliased_curve(states, score, 80)

    return {
        "step": step, "sigma": sigma, "picture": picture, "weights": weights, "heat": heat.reshape(HEIGHT, WIDTH),
        "blurred": blurred, "deletion": curve(picture, torch.zeros_like(picture)), "insertion": curve(blurred, picture),
    }


def main() -> None:
    random = numpy.random.default_rng(4)
    golden.write(
        PATH,
        {
            "similarity": {str(index): case for index, case in enumerate(similarity(random))},
            "heatRatios": {str(index): case for index, case in enumerate(heat_ratios(random))},
            "replacement": {"fine": replacement(random, 1, 2), "coarse": replacement(random, 7, 5)},
            "sizes": numpy.unique(numpy.logspace(0, 4.5, 45).astype(int)),
        },
    )


if __name__ == "__main__":
    main()
