"""Writes the golden file of LIME for texts: `Tests/RationaleAttributionTests/Golden/lime.json`.

Fixed perturbations of a text of nine words, what a black box says of each, how close each is, and scikit-learn's Ridge on
them: the weights with every word at penalty 1, and those of LIME's procedure for four words (a first fit at penalty 0.01
chooses them, a second one at 1 weighs them), as the authors' program `lime` has it.
"""

import numpy
import sklearn
from sklearn.linear_model import Ridge

import golden

WORDS, SAMPLES, CHOSEN, WIDTH = 9, 60, 4, 25.0


def perturbations():
    """Which words are kept, the whole text first; drawn by Park and Miller's generator."""
    state = 1
    rows = [[1] * WORDS]
    for _ in range(SAMPLES - 1):
        row = []
        for _ in range(WORDS):
            state = state * 48271 % 2147483647
            row.append(1 if state / 2147483647 < 0.6 else 0)
        rows.append(row)
    return numpy.array(rows, dtype=float)


def main():
    x = perturbations()
    effects = numpy.array([0.3, -0.1, 0.0, 0.25, 0.02, -0.3, 0.0, 0.1, 0.05])
    y = 1 / (1 + numpy.exp(-(x @ effects * 4 - 0.5 + x[:, 0] * x[:, 3])))
    # The cosine distance to the whole text, in hundredths, and the root of the kernel, as the program takes it.
    cosine = x.sum(1) / numpy.sqrt(numpy.maximum(x.sum(1), 1e-12)) / numpy.sqrt(WORDS)
    distance = 100 * (1 - cosine)
    closeness = numpy.sqrt(numpy.exp(-(distance**2) / WIDTH**2))
    everything = Ridge(alpha=1).fit(x, y, sample_weight=closeness).coef_
    first = Ridge(alpha=0.01).fit(x, y, sample_weight=closeness).coef_
    chosen = sorted(numpy.argsort(-numpy.abs(first))[:CHOSEN])
    few = numpy.zeros(WORDS)
    few[chosen] = Ridge(alpha=1).fit(x[:, chosen], y, sample_weight=closeness).coef_
    golden.write(
        golden.GOLDEN / "RationaleAttributionTests/Golden/lime.json",
        {
            "scikit-learn": sklearn.__version__,
            "rows": x,
            "values": y,
            "closeness": closeness,
            "everything": everything,
            "first": first,
            "few": few,
        },
    )


if __name__ == "__main__":
    main()
