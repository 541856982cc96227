"""Times concept vectors and clusters beside scikit-learn's, turn by turn: the median of a few runs each.

    concepts.py [--rounds 5] -- .build/release/rationale-bench

Concept vectors: as many rows of a concept as of others, a third of them held out. Clusters: k-means with 25 clusters and one or ten starts.
Rows are drawn anew on each side, rectified normal numbers in single precision: no groups, which is k-means' longest case.
"""
import argparse
import json
import os
import statistics
import subprocess
import time

import numpy
from sklearn.cluster import KMeans
from sklearn.linear_model import SGDClassifier
from sklearn.model_selection import train_test_split


def ours(program, request):
    program.stdin.write(json.dumps(request) + "\n")
    program.stdin.flush()
    answer = json.loads(program.stdout.readline())
    if "seconds" not in answer:
        raise SystemExit(answer)
    return answer["seconds"]


def draw(rows, width, seed):
    return numpy.maximum(0, numpy.random.default_rng(seed).standard_normal((rows, width), dtype=numpy.float32))


def linear(concept, others):
    """As tcav does: split, fit, accuracy."""
    x = numpy.concatenate([concept, others])
    y = numpy.array([1] * len(concept) + [0] * len(others))
    train, test, own, tested = train_test_split(x, y, test_size=0.33, stratify=y, random_state=0)
    SGDClassifier(alpha=0.01, max_iter=1000, tol=1e-3, random_state=0).fit(train, own).score(test, tested)


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("program", nargs="+")
    arguments = parser.parse_args()
    program = subprocess.Popen(arguments.program, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)

    def timed(work):
        start = time.perf_counter()
        work()
        return time.perf_counter() - start

    def row(name, sides):
        times = {side: [] for side in sides}
        for _ in range(arguments.rounds):
            for side, measure in sides.items():
                times[side].append(measure())
        medians = {side: statistics.median(values) for side, values in times.items()}
        first = next(iter(medians.values()))
        print(f"| {name} | " + " | ".join(
            f"{side} {value * 1e3:.1f} ms ({value / first:.1f}×)" for side, value in medians.items()) + " |", flush=True)

    print(f"threads: {os.environ.get('OMP_NUM_THREADS', 'as many as cores')}, load {os.getloadavg()[0]:.1f}")
    for rows, width in ((50, 2048), (50, 204_800), (200, 2048), (500, 512)):
        concept, others = draw(rows, width, 1) + 0.05, draw(rows, width, 2)

        def request(method, rows=rows, width=width):
            return {"case": "concept-vector", "method": method, "rows": rows, "width": width}

        row(f"vector, 2 × {rows} rows of {width}", {
            "fast": lambda: ours(program, request("fast")),
            "linear": lambda: ours(program, request("linear")),
            "exact": lambda: ours(program, request("exact")),
            "scikit-learn's SGD": lambda: timed(lambda: linear(concept, others)),
        })
    for rows, width in ((1000, 2048), (10_000, 2048)):
        data = draw(rows, width, 1)
        row(f"25 clusters, {rows} rows of {width}, ten starts", {
            "k-means": lambda: ours(program, {"case": "clustering", "rows": rows, "width": width}),
            "scikit-learn's": lambda: timed(lambda: KMeans(25, n_init=10, random_state=0).fit(data)),
        })
    program.stdin.close()


main()
