"""Clusters, factors, concept vectors and Student's t of scikit-learn and SciPy.

Rows are float32; everything is computed from them in float64. Writes Tests/RationaleConceptsTests/Golden/*.json.
"""
import warnings

import golden
import numpy
import torch
from scipy import stats
from sklearn import cluster, decomposition, linear_model

FOLDER = golden.GOLDEN / "RationaleConceptsTests/Golden"
warnings.filterwarnings("ignore")


def tensor(values):
    return torch.tensor(numpy.asarray(values), dtype=torch.float64)


def rows(kind):
    random = numpy.random.default_rng(4)
    if kind == "blobs":  # four groups, well apart, of unequal size
        centres = random.uniform(-4, 4, (4, 5))
        parts = [centre + 0.4 * random.standard_normal((size, 5)) for centre, size in zip(centres, (25, 18, 12, 7))]
        data = numpy.concatenate(parts)
    elif kind == "rough":  # no groups at all
        data = random.uniform(0, 1, (80, 3))
    else:  # two arcs and some stray points
        angles = random.uniform(0, numpy.pi, 60)
        first = numpy.stack([numpy.cos(angles[:30]), numpy.sin(angles[:30])], 1)
        second = numpy.stack([1 - numpy.cos(angles[30:]), 0.4 - numpy.sin(angles[30:])], 1)
        data = numpy.concatenate([first, second, random.uniform(-3, 3, (6, 2))]) + 0.05 * random.standard_normal((66, 2))
    return random.permutation(data).astype(numpy.float32)


def clusters(kind):
    data = rows(kind)
    x = data.astype(numpy.float64)
    start = x[:6].copy()
    fitted = cluster.KMeans(6, init=start, n_init=1, max_iter=300, tol=1e-4).fit(x)
    # Two centres far away lose all their rows at once.
    far = numpy.concatenate([x[:3], x[3:5] + 100])
    relocated = cluster.KMeans(5, init=far, n_init=1, max_iter=300, tol=0).fit(x)
    early = cluster.KMeans(6, init=start, n_init=1, max_iter=2, tol=0).fit(x)
    affinity = cluster.AffinityPropagation(damping=0.5, max_iter=200, convergence_iter=15, random_state=0).fit(x)
    bandwidth = cluster.estimate_bandwidth(x, quantile=0.3)
    shift = cluster.MeanShift(bandwidth=bandwidth).fit(x)
    # With the usual ten starts, k-means stays in a worse optimum on `rough`; with fifty, every seed finds the same.
    spectral = cluster.SpectralClustering(3, gamma=1, n_init=50, random_state=0).fit(x)
    radius = {"blobs": 1.0, "rough": 0.2, "arcs": 0.3}[kind]
    dense = {str(size): cluster.DBSCAN(eps=radius, min_samples=size).fit(x).labels_.tolist() for size in (4, 8)}

    def of(model):
        return {"labels": model.labels_.tolist(), "centres": tensor(model.cluster_centers_), "inertia": model.inertia_}

    return {
        "rows": torch.tensor(data),
        "kmeans": of(fitted),
        "relocated": of(relocated),
        "early": of(early),
        "affinity": {"labels": affinity.labels_.tolist(), "centres": tensor(affinity.cluster_centers_)},
        "bandwidth": bandwidth,
        "shift": {"labels": shift.labels_.tolist(), "centres": tensor(shift.cluster_centers_)},
        "spectral": spectral.labels_.tolist(),
        "radius": radius,
        "dense": dense,
    }


def factors():
    random = numpy.random.default_rng(5)
    data = (random.uniform(0, 1, (14, 4)) @ random.uniform(0, 1, (4, 9)) + 0.1 * random.uniform(0, 1, (14, 9)))
    data = data.astype(numpy.float32)
    more = random.uniform(0, 1, (5, 9)).astype(numpy.float32)
    x = data.astype(numpy.float64)
    start_u, start_w = random.uniform(0.1, 1, (14, 3)), random.uniform(0.1, 1, (3, 9))
    found = {}
    for solver in ("mu", "cd"):
        for name, start in (("custom", "custom"), ("nndsvd", "nndsvda" if solver == "mu" else "nndsvd")):
            model = decomposition.NMF(3, init=start, solver=solver, max_iter=40, tol=1e-4, random_state=0)
            given = {"W": start_u.copy(), "H": start_w.copy()} if start == "custom" else {}
            u = model.fit_transform(x, **given)
            found[f"{solver}-{name}"] = {
                "u": tensor(u), "w": tensor(model.components_), "error": model.reconstruction_err_,
                "iterations": model.n_iter_, "transformed": tensor(model.transform(more.astype(numpy.float64))),
            }
    return {"rows": torch.tensor(data), "more": torch.tensor(more), "u": tensor(start_u), "w": tensor(start_w),
            "cases": found}


def vectors():
    random = numpy.random.default_rng(6)
    concept = (random.standard_normal((30, 12)) + numpy.linspace(0, 1.2, 12)).astype(numpy.float32)
    other = random.standard_normal((30, 12)).astype(numpy.float32)
    x = numpy.concatenate([concept, other]).astype(numpy.float64)
    y = numpy.array([1] * 30 + [0] * 30)
    # In the order of the rows, so that every step is known.
    order = random.permutation(60)
    steps = linear_model.SGDClassifier(alpha=0.01, max_iter=7, tol=None, shuffle=False).fit(x[order], y[order])
    stopped = linear_model.SGDClassifier(alpha=0.01, max_iter=1000, tol=1e-3, shuffle=False).fit(x[order], y[order])
    published = [linear_model.SGDClassifier(alpha=0.01, max_iter=1000, tol=1e-3, random_state=seed).fit(x, y).coef_[0]
                 for seed in range(20)]
    # The mean of the losses plus α/2 ‖w‖², as the classifier above has it.
    exact = linear_model.LogisticRegression(C=1 / (0.01 * 60), tol=1e-12, max_iter=10_000).fit(x, y)
    return {
        "concept": torch.tensor(concept), "other": torch.tensor(other), "order": order.tolist(),
        "steps": {"direction": tensor(steps.coef_[0]), "intercept": steps.intercept_[0], "epochs": 7},
        "stopped": {"direction": tensor(stopped.coef_[0]), "intercept": stopped.intercept_[0],
                    "epochs": int(stopped.n_iter_)},
        "published": tensor(published),
        "exact": {"direction": tensor(exact.coef_[0]), "intercept": exact.intercept_[0], "epochs": 0},
    }


def students():
    random = numpy.random.default_rng(7)
    degrees = [1, 2, 3, 4.5, 10, 19, 29, 100, 1000, 1e6]
    points = [-30.0, -4.0, -1.3, -0.2, 0.0, 1e-3, 0.7, 2.0, 6.0]
    shares = [1e-6, 0.005, 0.025, 0.3, 0.5, 0.9, 0.975, 0.9999]
    tests = []
    for count in (2, 5, 20):
        a, b = random.standard_normal(count) + 0.4, random.standard_normal(count)
        paired, welch, one = stats.ttest_rel(a, b), stats.ttest_ind(a, b, equal_var=False), stats.ttest_1samp(a, 0.2)
        tests.append({
            "a": a.tolist(), "b": b.tolist(),
            **{name: {"t": found.statistic, "degrees": float(found.df), "p": found.pvalue,
                      "low": found.confidence_interval(0.95).low, "high": found.confidence_interval(0.95).high}
               for name, found in (("paired", paired), ("welch", welch), ("one", one))},
        })
    p = random.uniform(0, 0.2, 9) ** 2
    return {
        "degrees": degrees, "points": points, "shares": shares,
        "cumulative": [[float(stats.t.cdf(t, v)) for t in points] for v in degrees],
        "quantile": [[float(stats.t.ppf(q, v)) for q in shares] for v in degrees],
        "tests": tests,
        "probabilities": p.tolist(),
        "benjaminiHochberg": stats.false_discovery_control(p).tolist(),
        "incompleteBeta": [[a, b, x, float(stats.beta.cdf(x, a, b))]
                           for a in (0.5, 2, 30) for b in (0.5, 3, 400) for x in (0.01, 0.3, 0.9)],
    }


golden.write(FOLDER / "clusters.json", {kind: clusters(kind) for kind in ("blobs", "rough", "arcs")})
golden.write(FOLDER / "factors.json", factors())
golden.write(FOLDER / "vectors.json", vectors())
golden.write(FOLDER / "students.json", students())
