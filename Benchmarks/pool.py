"""Tables of comparisons whose samples were judged in several runs.

    pool.py RUN/faithfulness.json … [--reference input-iba]

Prints what `rationale evaluate faithfulness` prints of one run: means with 95 % intervals, and differences from a reference
on the samples that both methods have, by a bootstrap over samples. A method that only some runs have is judged by those. Values
of the same network, sample and method in a later file replace those of an earlier one.
"""

import argparse
import json
import random
from pathlib import Path

METRICS = ["insertion", "deletion", "sensitivity-n", "ehr", "ehr-small", "iou", "agreement"]


def interval(values: list[float], resamples: int = 2000) -> tuple[float, float, float]:
    draw = random.Random(0)
    means = sorted(sum(draw.choices(values, k=len(values))) / len(values) for _ in range(resamples))
    return sum(values) / len(values), means[int(0.025 * resamples)], means[int(0.975 * resamples)]


def row(method: str, cells: list[list[float]], form: str) -> str:
    shown = [form.format(*interval(values)) if values else "–" for values in cells]
    return f"| {method} | {max(map(len, cells))} | " + " | ".join(shown) + " |"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("files", nargs="+")
    parser.add_argument("--reference", default="input-iba")
    arguments = parser.parse_args()
    merged: dict[tuple[str, str], dict] = {}
    for file in arguments.files:
        run = json.load(open(file))
        for sample in run["values"]:
            merged.setdefault((run["model"], Path(sample["input"]).name), {}).update(sample["values"])
    samples = list(merged.values())
    print(f"{len(samples)} samples, {len({input for _, input in merged})} different inputs\n")
    methods = sorted({name for sample in samples for name in sample}, key=lambda name: (name != arguments.reference, name))
    metrics = [name for name in METRICS if any(name in found for sample in samples for found in sample.values())]

    def values(method: str, metric: str, less: str | None = None) -> list[float]:
        found = []
        for sample in samples:
            value, other = sample.get(method, {}).get(metric), sample.get(less, {}).get(metric) if less else 0
            if value is not None and other is not None:
                found.append(value - other)
        return found

    head = "| samples | " + " | ".join(metrics) + " |\n|---|--:|" + "--:|" * len(metrics)
    print("| method " + head)
    for method in methods:
        print(row(method, [values(method, name) for name in metrics], "{:.3f} ({:.3f}–{:.3f})"))
    print(f"\n| less {arguments.reference} " + head)
    for method in methods:
        if method != arguments.reference:
            cells = [values(method, name, arguments.reference) for name in metrics]
            print(row(method, cells, "{:+.3f} ({:+.3f} to {:+.3f})"))


if __name__ == "__main__":
    main()
