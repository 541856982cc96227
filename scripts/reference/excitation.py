#!/usr/bin/env python3
"""Makes the golden file of excitation backprop.

    python scripts/reference/excitation.py

writes Tests/RationaleAttributionTests/Golden/excitation.json: the weights of a small residual network, pictures, and the maps of
excitation backprop and its contrastive form (Zhang et al. 2018, arXiv 1608.00507) at four layers, layer by layer from the formulas
in double precision. Batch norms are never folded here, and half of their scales are negative.
"""

import torch
from torch.nn import functional

import golden

PATH = golden.GOLDEN / "RationaleAttributionTests/Golden/excitation.json"
TARGETS = [1, 3]
SHAPES = {"conv1": (4, 3, 3, 3), "conv2": (4, 4, 3, 3), "conv3": (4, 4, 3, 3), "conv4": (6, 4, 3, 3), "fc": (5, 6)}
NORMS = {"bn1": 4, "bn2": 4, "bn3": 4, "bn4": 6}


def weights() -> dict[str, torch.Tensor]:
    generator = torch.Generator().manual_seed(8)

    def normal(*shape, mean=0.0, deviation=1.0):
        return (mean + deviation * torch.randn(shape, generator=generator)).mul(1000).round().div(1000).double()

    found = {f"{name}.weight": normal(*shape, deviation=0.4) for name, shape in SHAPES.items()}
    found["fc.bias"] = normal(5)
    for name, channels in NORMS.items():
        signs = torch.tensor([1.0, -1.0]).repeat(channels)[:channels].double()
        found |= {
            f"{name}.weight": signs * (normal(channels, mean=1, deviation=0.2)).abs(),
            f"{name}.bias": normal(channels, mean=0.3, deviation=0.3), f"{name}.running_mean": normal(channels, deviation=0.3),
            f"{name}.running_var": normal(channels, mean=1, deviation=0.2).abs(),
        }
    return found


def passed(function, arguments: list[torch.Tensor], p: torch.Tensor) -> list[torch.Tensor]:
    """x ⊙ f*(x, p ⊘ f(x)) of a linear function without negative weights, for each of its arguments."""
    arguments = [argument.clamp(min=0).detach().requires_grad_() for argument in arguments]
    result = function(*arguments)
    ratio = torch.where(result > 1e-20, p / result, torch.zeros_like(p))
    return [x.detach() * g for x, g in zip(arguments, torch.autograd.grad(result, arguments, ratio))]


def maps(w: dict[str, torch.Tensor], x: torch.Tensor, target: int, contrastive: bool) -> dict[str, torch.Tensor]:
    def norm(y, name):
        return functional.batch_norm(
            y, w[f"{name}.running_mean"], w[f"{name}.running_var"], w[f"{name}.weight"], w[f"{name}.bias"])

    def conv(y, name):
        return functional.conv2d(y, w[f"{name}.weight"], padding=1)

    def positive(name):
        return lambda y: functional.conv2d(y, w[f"{name}.weight"].clamp(min=0), padding=1)

    a = norm(conv(x, "conv1"), "bn1").relu()
    stem = functional.max_pool2d(a, 2)
    b = norm(conv(stem, "conv2"), "bn2").relu()
    c = norm(conv(b, "conv3"), "bn3")
    block = (c + stem).relu()
    small = functional.avg_pool2d(block, 2)
    top = norm(conv(small, "conv4"), "bn4").relu()
    features = top.mean([2, 3])

    def at_features(weight):
        p = torch.zeros(1, 5).double()
        p[0, target] = 1
        return passed(lambda y: functional.linear(y, weight.clamp(min=0)), [features], p)[0]

    p = at_features(w["fc.weight"])
    if contrastive:
        p = p - at_features(-w["fc.weight"])
    found = {}
    p = found["top"] = passed(lambda y: y.mean([2, 3]), [top], p)[0]
    p = passed(positive("conv4"), [small], p)[0]
    p = found["block"] = passed(lambda y: functional.avg_pool2d(y, 2), [block], p)[0]
    p_c, p_stem = passed(torch.add, [c, stem], p)
    p = passed(positive("conv2"), [stem], passed(positive("conv3"), [b], p_c)[0])[0] + p_stem
    found["stem"] = p
    leaf = a.detach().requires_grad_()
    found["relu1"] = torch.autograd.grad(functional.max_pool2d(leaf, 2), leaf, p)[0]
    sums = {name: value.sum(1) for name, value in found.items()}
    return {name: value.clamp(min=0) if contrastive else value for name, value in sums.items()}


def main() -> None:
    w = weights()
    x = torch.randn((2, 3, 12, 12), generator=torch.Generator().manual_seed(9)).mul(1000).round().div(1000).double()
    answers = {}
    for name, contrastive in (("excitation-backprop", False), ("contrastive-excitation-backprop", True)):
        single = [maps(w, x[index:index + 1], target, contrastive) for index, target in enumerate(TARGETS)]
        answers[name] = {layer: torch.cat([found[layer] for found in single]) for layer in single[0]}
    golden.write(PATH, {"targets": TARGETS, "input": x, "weights": w, "maps": answers})


if __name__ == "__main__":
    main()
