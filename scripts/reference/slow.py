"""Slow twins: each method once more, straight from its formula, for `attribution.py` to hold the peers against."""

import copy

import numpy
import torch
from torch import nn


def score(model: nn.Module, x: torch.Tensor, targets: list[int]) -> torch.Tensor:
    return model(x)[range(len(targets)), targets]


def gradient(model: nn.Module, x: torch.Tensor, targets: list[int]) -> torch.Tensor:
    x = x.detach().clone().requires_grad_()
    return torch.autograd.grad(score(model, x, targets).sum(), x)[0]


class Guided(torch.autograd.Function):
    """Springenberg et al. (2014), arXiv 1412.6806: what passes back is positive where the input was."""

    @staticmethod
    def forward(context, x):
        context.save_for_backward(x)
        return x.clamp_min(0)

    @staticmethod
    def backward(context, above):
        return above.clamp_min(0) * (context.saved_tensors[0] > 0)


class Deconvolved(torch.autograd.Function):
    """Zeiler, Fergus (2013), arXiv 1311.2901: what passes back is positive, whatever the input was."""

    @staticmethod
    def forward(_, x):
        return x.clamp_min(0)

    @staticmethod
    def backward(_, above):
        return above.clamp_min(0)


class Rescaled(torch.autograd.Function):
    """Shrikumar et al. (2017), arXiv 1704.02685, of a batch whose second half are the references: Δy / Δx."""

    @staticmethod
    def forward(context, x):
        context.save_for_backward(x)
        return x.clamp_min(0)

    @staticmethod
    def backward(context, above):
        x, reference = context.saved_tensors[0].chunk(2)
        difference = x - reference
        slope = torch.where(
            difference == 0, (x > 0).to(x.dtype), (x.clamp_min(0) - reference.clamp_min(0)) / difference)
        return above * torch.cat([slope, slope])


def deep_lift(model: nn.Module, x: torch.Tensor, baseline: torch.Tensor, targets: list[int]) -> torch.Tensor:
    """m ⊙ (x − b) for a network whose only nonlinearities are rectifiers."""
    pair = torch.cat([x.detach(), baseline]).requires_grad_()
    scores = with_relu(model, Rescaled)(pair)[range(len(targets)), targets]
    return torch.autograd.grad(scores.sum(), pair)[0][:len(x)] * (x.detach() - baseline)


def with_relu(model: nn.Module, rule: type) -> nn.Module:
    """A copy with every ReLU module replaced."""

    class Replaced(nn.Module):
        def forward(self, x):
            return rule.apply(x)

    model = copy.deepcopy(model)
    for module in list(model.modules()):
        for name, child in module.named_children():
            if isinstance(child, nn.ReLU):
                setattr(module, name, Replaced())
    return model


def integrated_gradients(model, x, baseline, targets, steps: int, rule: str) -> torch.Tensor:
    """(x − b) ⊙ Σ wₖ ∇f(b + αₖ (x − b)), with captum's αₖ and wₖ; its trapezoid's weights sum to 1 − 1/steps."""
    weights = [1 / steps] * steps
    if rule == "riemann_left":
        alphas = [k / steps for k in range(steps)]
    elif rule == "riemann_right":
        alphas = [(k + 1) / steps for k in range(steps)]
    elif rule == "riemann_middle":
        alphas = [(k + 0.5) / steps for k in range(steps)]
    elif rule == "riemann_trapezoid":
        alphas = [k / (steps - 1) for k in range(steps)]
        weights[0] = weights[-1] = 0.5 / steps
    else:
        nodes, masses = numpy.polynomial.legendre.leggauss(steps)
        alphas, weights = (nodes + 1) / 2, masses / 2
    x = x.detach()
    total = torch.zeros_like(x)
    for alpha, weight in zip(alphas, weights):
        total += float(weight) * gradient(model, baseline + float(alpha) * (x - baseline), targets)
    return total * (x - baseline)


def noise(model, x, targets, noises: list[torch.Tensor], deviation: float) -> dict[str, torch.Tensor]:
    """Mean, mean square and variance (over n, not n − 1) of the gradient at x + deviation · noise."""
    found = torch.stack([gradient(model, x + deviation * sample, targets).double() for sample in noises])
    return {
        "smoothgrad": found.mean(0).float(), "smoothgrad_sq": (found ** 2).mean(0).float(),
        "vargrad": found.var(0, correction=0).float()}


def occlusion(model, x, targets, window, strides, baseline: float = 0) -> torch.Tensor:
    """Σ over windows of f(x) − f(x without the window), spread over the window, divided by how many windows covered."""
    with torch.no_grad():
        whole, shape = score(model, x, targets), x.shape[1:]
        counts = [-(-(extent - side) // stride) + 1 for extent, side, stride in zip(shape, window, strides)]
        total, covered = torch.zeros_like(x), torch.zeros(shape)
        for index in numpy.ndindex(*counts):
            # The last window of each row is cut by the edge, not moved inside.
            region = tuple(slice(k * stride, k * stride + side) for k, stride, side in zip(index, strides, window))
            without = x.clone()
            without[(slice(None), *region)] = baseline
            total[(slice(None), *region)] += (whole - score(model, without, targets)).view(-1, 1, 1, 1)
            covered[region] += 1
        return total / covered


def activation_and_gradient(model, x, path: str, targets) -> tuple[torch.Tensor, torch.Tensor]:
    caught = []

    def catch(_, __, output):
        caught.append(output.clone())
        return caught[0].clone()

    handle = model.get_submodule(path).register_forward_hook(catch)
    total = score(model, x.detach().clone().requires_grad_(), targets).sum()
    handle.remove()
    return caught[0].detach(), torch.autograd.grad(total, caught[0])[0]


def class_activation_map(method: str, a: torch.Tensor, g: torch.Tensor) -> torch.Tensor:
    """From activation and gradient [batch, channel, height, width] to the map [batch, height, width], nothing cut."""
    if method == "grad-cam":  # Selvaraju et al. (2016), arXiv 1610.02391
        return (g.mean((2, 3), keepdim=True) * a).sum(1)
    if method == "grad-cam-elementwise":
        return (g * a).clamp_min(0).sum(1)
    if method == "grad-cam-plus-plus":  # Chattopadhyay et al. (2017), arXiv 1710.11063, eq. 19
        alpha = g ** 2 / (2 * g ** 2 + a.sum((2, 3), keepdim=True) * g ** 3 + 1e-6)
        return ((alpha * g.clamp_min(0)).sum((2, 3), keepdim=True) * a).sum(1)
    if method == "layer-cam":  # Jiang et al. (2021), doi 10.1109/TIP.2021.3089943
        return (g.clamp_min(0) * a).sum(1)
    raise ValueError(method)


def rise_mask(grid: torch.Tensor, shift: torch.Tensor, size: int) -> torch.Tensor:
    """The grid stretched bilinearly to (cells + 1) · cell pixels, cell = ⌈size / cells⌉, and cut at `shift`."""
    cells, grid = grid.shape[0], grid.double()
    cell = -(-size // cells)
    scale = cells / ((cells + 1) * cell)
    mask = torch.zeros(size, size, dtype=torch.float64)

    def between(pixel):
        """The two grid cells that a pixel lies between and the share of the second; the border is repeated."""
        at = max((pixel + 0.5) * scale - 0.5, 0)
        return int(at), min(int(at) + 1, cells - 1), at - int(at)

    for row in range(size):
        top, bottom, down = between(row + int(shift[0]))
        for column in range(size):
            left, right, across = between(column + int(shift[1]))
            mask[row, column] = (
                (1 - down) * ((1 - across) * grid[top, left] + across * grid[top, right])
                + down * ((1 - across) * grid[bottom, left] + across * grid[bottom, right]))
    return mask


def rise(model, x, targets, masks: torch.Tensor, keep: float, probability: bool) -> torch.Tensor:
    """Σ f(x ⊙ M) M / (N · keep), with f the target's probability (as published) or its logit."""
    model, x = copy.deepcopy(model).double(), x.double()
    total = torch.zeros(x.shape[0], *x.shape[2:], dtype=torch.float64)
    with torch.no_grad():
        for mask in masks:
            output = model(x * mask)
            if probability:
                output = output.softmax(1)
            total += output[range(len(targets)), targets].view(-1, 1, 1) * mask
    return total / (len(masks) * keep)
