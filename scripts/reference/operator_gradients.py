"""Finds the operators of LibTorch whose gradients are wrong for some memory layouts.

    operator_gradients.py                     a table of what is wrong; exit status 1 where anything is
    operator_gradients.py --all               every operator with its largest error
    operator_gradients.py --only batch_norm   one of them (any part of a name)
    operator_gradients.py --covers OPERATORS  which of these operators (a file, one a line) have no case here

Every case calls an operator on tensors of the same values in different layouts, at batch 1 and batch 2, and sends back
gradients in the same layouts. Results and gradients in float32 are compared with those in float64 of plain contiguous
tensors, which in turn are compared with a difference quotient. Wrong is what differs by more than `TOLERANCE` of the
largest value, and by ten times more than the same values in float32 and contiguous: norms of equal values are rounding
noise in any layout.

The other arguments are contiguous, or oddly laid out, or frozen (contiguous and not differentiated, as the weights of a
network that is explained: the engine takes other paths then).

The layouts of the first argument and of the incoming gradient:

    contiguous   strides as torch.empty gives them
    channels     the channels next to each other (channels-last, for any rank)
    channels, batch inside     the same with the batch inside of the channels; at batch 1 "channels-last" by PyTorch's
                               test, with a batch stride of 1
    channels, batch gap        a part of a channels-last tensor with twice as many channels
    transposed   the last two dimensions exchanged in memory
    batch inside the batch exchanged in memory with the dimension after it; at batch 1 "contiguous" by PyTorch's test
    batch gap    a part of a tensor with twice as many channels; at batch 1 "contiguous" by PyTorch's test
    stepped      every second element of the last dimension
    offset       contiguous, one element into its storage
    row          one value per row, read again and again (stride 0): what the mean over positions sends back
    one          one value for all (stride 0): what a sum sends back
"""

import argparse
import collections
import itertools
import sys
from collections.abc import Callable, Iterator

import torch

from operator_cases import CASES, KEYWORDS, Fixed, add_all

aten = torch.ops.aten
TOLERANCE = 1e-3
# Operators of which equal values make noise, or a free choice.
OF_DIFFERENT_VALUES = ("norm", "var", "std", "median")


# MARK: layouts

def like(values: torch.Tensor, order: list[int]) -> torch.Tensor:
    """The same values with the dimensions in another order in memory."""
    back = [order.index(axis) for axis in range(len(order))]
    return torch.empty([values.shape[axis] for axis in order], dtype=values.dtype).permute(back).copy_(values)


def within(values: torch.Tensor, axis: int) -> torch.Tensor:
    """The same values as the first half of a tensor that is twice as long along an axis."""
    shape = list(values.shape)
    shape[axis] *= 2
    return torch.full(shape, 7.0, dtype=values.dtype).narrow(axis, 0, values.shape[axis]).copy_(values)


def stepped(values: torch.Tensor) -> torch.Tensor:
    shape = [*values.shape[:-1], 2 * values.shape[-1]]
    return torch.full(shape, 7.0, dtype=values.dtype)[..., ::2].copy_(values)


def layouts(values: torch.Tensor) -> Iterator[tuple[str, torch.Tensor]]:
    axes = list(range(values.ndim))
    yield "contiguous", values
    if values.ndim >= 3:
        yield "channels", like(values, [0, *axes[2:], 1])
        yield "channels, batch inside", like(values, [*axes[2:], 1, 0])
        back = [0, values.ndim - 1, *axes[1:-1]]
        yield "channels, batch gap", within(values.permute([0, *axes[2:], 1]), values.ndim - 1).permute(back)
    if values.ndim >= 2:
        yield "transposed", like(values, [*axes[:-2], axes[-1], axes[-2]])
        yield "batch inside", like(values, [1, 0, *axes[2:]])
        yield "batch gap", within(values, 1)
    if values.ndim >= 1:
        yield "stepped", stepped(values)
        yield "offset", torch.empty(values.numel() + 1)[1:].view(values.shape).copy_(values)
    if values.ndim >= 3:
        yield "row", values.flatten(2)[..., 0].reshape(*values.shape[:2], *[1] * (values.ndim - 2)).expand_as(values)
    yield "one", values.flatten()[0].expand(values.shape)


def plain(tensor: torch.Tensor) -> torch.Tensor:
    """A float64 copy with the strides of a new tensor (`contiguous()` keeps odd strides of dimensions of size 1)."""
    if not tensor.is_floating_point():
        return tensor
    return torch.empty(tensor.shape, dtype=torch.float64).copy_(tensor)


# MARK: right forms of wrong operators

def over_channels(vector: torch.Tensor, x: torch.Tensor) -> torch.Tensor:
    """`[channel]` as `[1, channel, 1, …]`, to multiply `x` with."""
    return vector.reshape([1, -1] + [1] * (x.ndim - 2))


def batch_norm_in_evaluation(x, weight, bias, mean, variance, _training, _momentum, epsilon, _cudnn):
    scale = (variance + epsilon).rsqrt() if weight is None else weight * (variance + epsilon).rsqrt()
    shift = -mean * scale if bias is None else bias - mean * scale
    return x * over_channels(scale, x) + over_channels(shift, x)


def batch_norm_in_training(x, weight, bias, _mean, _variance, _training, _momentum, epsilon, _cudnn):
    axes = [0, *range(2, x.ndim)]
    variance, mean = torch.var_mean(x, axes, correction=0, keepdim=True)
    y = (x - mean) * (variance + epsilon).rsqrt()
    y = y if weight is None else y * over_channels(weight, x)
    return y if bias is None else y + over_channels(bias, x)


def instance_norm_by_group_norm(x, weight, bias, _mean, _variance, _input_statistics, _momentum, epsilon, _cudnn):
    return torch.group_norm(x, x.shape[1], weight, bias, epsilon)


def group_norm_of_contiguous(x, weight, bias, batch, channels, positions, groups, epsilon):
    x, weight, bias = x.contiguous(), weight.contiguous(), bias.contiguous()
    return aten.native_group_norm(x, weight, bias, batch, channels, positions, groups, epsilon)[0]


RIGHT_FORMS = {
    "batch_norm.default in evaluation, x * scale + shift": batch_norm_in_evaluation,
    "batch_norm.default in training, by var_mean": batch_norm_in_training,
    "instance_norm.default by group_norm": instance_norm_by_group_norm,
    "native_group_norm.default of contiguous": group_norm_of_contiguous,
}


def right_forms() -> None:
    """The same cases for the forms that are to be used instead."""
    for name in RIGHT_FORMS:
        for make in CASES[name.split()[0]]:
            flag = make(2)[5]
            if ("training" in name and flag is False) or ("evaluation" in name and flag is True):
                continue
            if "instance" in name and flag is False:
                continue
            CASES[name].append(make)


# MARK: comparing

def mapped(arguments, change: Callable[[torch.Tensor, int], torch.Tensor], keep: bool = False):
    """Arguments with each tensor replaced; `Fixed` tensors are numbered -1, and stay `Fixed` if asked for."""
    counter = itertools.count()

    def visit(argument):
        if isinstance(argument, Fixed):
            changed = change(argument.tensor, -1)
            return Fixed(changed) if keep else changed
        if isinstance(argument, torch.Tensor):
            return change(argument, next(counter) if argument.is_floating_point() else -1)
        if isinstance(argument, list):
            return [visit(element) for element in argument]
        return argument

    return [visit(argument) for argument in arguments]


def run(operation, arguments, keywords, gradients_as) -> tuple[list[torch.Tensor], list[torch.Tensor]]:
    """Results, and gradients of `Σ g · result` at every tensor that is differentiated.

    `arguments` hold leaves; `gradients_as` makes the incoming gradients from results.
    """
    leaves: list[torch.Tensor] = []

    def collect(tensor, _):
        if tensor.requires_grad:
            leaves.append(tensor)
        return tensor

    mapped(arguments, collect)
    results = operation(*arguments, **keywords)
    results = [results] if isinstance(results, torch.Tensor) else list(results)
    results = [result for result in results if isinstance(result, torch.Tensor) and result.requires_grad]
    results = [torch.view_as_real(result) * 1 if result.is_complex() else result for result in results]
    gradients = torch.autograd.grad(results, leaves, gradients_as(results), allow_unused=True)
    return results, [torch.zeros_like(x) if g is None else g for x, g in zip(leaves, gradients)]


def leaf(tensor: torch.Tensor, number: int, last: int) -> torch.Tensor:
    """A tensor that is differentiated if its number is not above the last one."""
    return tensor.detach().requires_grad_() if 0 <= number <= last else tensor


def error(found: torch.Tensor, right: torch.Tensor) -> float:
    if found.shape != right.shape:
        return float("inf")
    if right.numel() == 0:
        return 0
    difference = (found.double() - right).abs().max().item() / max(right.abs().max().item(), 1e-2)
    return float("inf") if difference != difference else difference


Finding = collections.namedtuple("Finding", "batch what input others gradient shape error")


def quotient_error(operation, arguments, keywords, incoming, gradients) -> float:
    """How far the float64 gradients are from a difference quotient along a random direction."""
    directions: list[torch.Tensor] = []

    def moved(step):
        numbers = itertools.count()

        def change(tensor, number):
            if number < 0 or not tensor.requires_grad:
                return tensor
            index = next(numbers)
            if index == len(directions):
                directions.append(torch.randn(tensor.shape, dtype=torch.float64))
            return tensor.detach() + step * directions[index]

        with torch.no_grad():
            results = operation(*mapped(arguments, change), **keywords)
        results = [results] if isinstance(results, torch.Tensor) else list(results)
        results = [r for r in results if isinstance(r, torch.Tensor) and (r.is_floating_point() or r.is_complex())]
        results = [torch.view_as_real(result) if result.is_complex() else result for result in results]
        return sum((g * result).sum() for g, result in zip(incoming, results))

    step = 1e-6
    slope = (moved(step) - moved(-step)) / (2 * step)
    expected = sum((g * d).sum() for g, d in zip(gradients, directions))
    scale = sum((g * d).norm() for g, d in zip(gradients, directions)).clamp_min(1e-3)
    return ((slope - expected).abs() / scale).item()


def check(name: str) -> tuple[float, list[Finding], int, dict[str, set[str]]]:
    """The largest error of an operator, what is wrong, the number of comparisons, and what it refuses by message."""
    refused = collections.defaultdict(set)
    if name in RIGHT_FORMS:
        operation = RIGHT_FORMS[name]
    else:
        packet, overload = name.split(".", 1)
        operation = getattr(getattr(aten, packet), overload)
    worst, wrong, count = 0.0, [], 0
    for number, make in enumerate(CASES[name]):
        keywords = (KEYWORDS.get(name) or [{}] * (number + 1))[number]
        for batch in (1, 2):
            torch.manual_seed(number)
            base = make(batch)
            shapes = []
            mapped(base, lambda tensor, _: shapes.append(list(tensor.shape)) or tensor)
            firsts = [(layout, tensor) for layout, tensor in layouts(first_tensor(base))
                      if layout not in ("row", "one") or not any(word in name for word in OF_DIFFERENT_VALUES)]
            for (input_layout, first), others in itertools.product(firsts, ("contiguous", "odd", "frozen")):
                arranged = mapped(base, lambda tensor, index: first if index == 0 else other(tensor, others), keep=True)
                last = 0 if others == "frozen" else 1000
                right = mapped(arranged, lambda tensor, index: leaf(plain(tensor), index, last))
                single = mapped(arranged, lambda tensor, index: leaf(plain(tensor).to(tensor.dtype), index, last))
                arranged = mapped(arranged, lambda tensor, index: leaf(tensor, index, last))
                names = incoming_layouts(operation, single, keywords)
                for gradient_layout in names:
                    generator = torch.Generator().manual_seed(number)

                    def incoming(results):
                        values = [torch.randn(result.shape, generator=generator) for result in results]
                        return [dict(layouts(value)).get(gradient_layout, value) for value in values]

                    sent: list[torch.Tensor] = []

                    def remembered(results):
                        sent.extend(incoming(results))
                        return sent

                    try:
                        results, gradients = run(operation, arranged, keywords, remembered)
                    except RuntimeError as problem:
                        if input_layout == gradient_layout == "contiguous":
                            raise
                        refused[" ".join(str(problem).split())[:120]].add(f"{input_layout} with {gradient_layout}")
                        continue
                    exact = sum(run(operation, right, keywords, lambda _: [plain(g) for g in sent]), [])
                    rounded = sum(run(operation, single, keywords, lambda _: [plain(g).float() for g in sent]), [])
                    if input_layout == gradient_layout == others == "contiguous":
                        slope = quotient_error(operation, right, keywords, [plain(g) for g in sent],
                                               exact[len(results):])
                        if slope > 10 * TOLERANCE:
                            wrong.append(Finding(batch, "float64 against a difference quotient", input_layout, others,
                                                 gradient_layout, shapes[0], slope))
                    labels = ["result"] * len(results) + [f"gradient {i}" for i in range(len(gradients))]
                    for what, found, single_found, expected in zip(labels, results + gradients, rounded, exact):
                        count += 1
                        size = error(found.detach(), expected.detach())
                        usual = error(single_found.detach(), expected.detach())
                        worst = max(worst, size)
                        if usual > 10 * TOLERANCE and input_layout == gradient_layout == "contiguous":
                            wrong.append(Finding(batch, f"{what} in float32, all contiguous", input_layout, others,
                                                 gradient_layout, shapes[0], usual))
                        elif size > max(TOLERANCE, 10 * usual):
                            wrong.append(
                                Finding(batch, what, input_layout, others, gradient_layout, shapes[0], size))
    return worst, wrong, count, refused


def first_tensor(arguments) -> torch.Tensor:
    found: list[torch.Tensor] = []
    mapped(arguments, lambda tensor, index: found.append(tensor) if index == 0 else tensor)
    return found[0]


def other(tensor: torch.Tensor, layout: str) -> torch.Tensor:
    """The arguments after the first, as they are or transposed in memory (vectors: every second element)."""
    if layout != "odd" or not tensor.is_floating_point() or tensor.ndim == 0:
        return tensor
    return stepped(tensor) if tensor.ndim == 1 else like(tensor, list(range(tensor.ndim))[::-1])


def incoming_layouts(operation, arguments, keywords) -> list[str]:
    """The layouts that any of the results can have."""
    names: dict[str, None] = {}

    def look(results):
        for result in results:
            names.update(dict.fromkeys(name for name, _ in layouts(torch.zeros(result.shape))))
        return [torch.zeros(result.shape) for result in results]

    run(operation, arguments, keywords, look)
    return list(names)


def summary(findings: list[Finding]) -> list[str]:
    """One line for each result or gradient that is wrong: when, and by how much."""
    combinations = collections.defaultdict(set)
    for f in findings:
        combinations[f.what, f.batch, f.others, f.input].add(f.gradient)
    grouped = collections.defaultdict(list)
    for (what, batch, others, first), gradients in combinations.items():
        grouped[what, batch, others, tuple(sorted(gradients))].append(first)
    lines = []
    for (what, batch, others, gradients), inputs in sorted(grouped.items()):
        here = [f for f in findings if (f.what, f.batch, f.others) == (what, batch, others) and f.input in inputs]
        shapes = {str(f.shape) for f in here}
        errors = [f.error for f in here]
        lines.append(f"{what}, batch {batch}, others {others}: input {'; '.join(inputs)} | incoming gradient "
                     f"{'; '.join(gradients)} | shapes {' '.join(sorted(shapes))} | "
                     f"{min(errors):.1e} to {max(errors):.1e}")
    return lines


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--all", action="store_true", help="show the operators that are right, too")
    parser.add_argument("--only", metavar="NAME", help="operators whose name has this in it")
    parser.add_argument("--covers", metavar="FILE", help="list the operators of a file that have no case")
    parser.add_argument("--threads", type=int, default=1)
    options = parser.parse_args()
    torch.set_num_threads(options.threads)
    add_all()
    right_forms()
    if options.covers:
        with open(options.covers) as file:
            asked = {line.split()[0] for line in file if line.strip()}
        known = {*CASES, *(name.replace(".", "_.", 1) for name in CASES)}  # relu_ is imported as relu
        print("\n".join(sorted(name for name in asked if name.removeprefix("aten.") not in known)))
        return 0
    names = sorted(name for name in CASES if not options.only or options.only in name)
    bad = total = 0
    for name in names:
        try:
            worst, wrong, count, refused = check(name)
        except Exception as problem:  # an operator that this build lacks, or a case that does not fit it
            print(f"{name}: cannot be called: {' '.join(str(problem).split())[:300]}", flush=True)
            bad += 1
            continue
        total += count
        bad += bool(wrong)
        if wrong or options.all:
            print(f"{name}: largest error {worst:.1e} in {count} comparisons", flush=True)
        for line in summary(wrong):
            print(f"    {line}", flush=True)
        for message, where in refused.items():
            print(f"    refuses {len(where)} combinations of input and incoming gradient: {message}", flush=True)
    print(f"\n{len(names)} operators, {total} comparisons, {bad} operators with faults (torch {torch.__version__})")
    return 1 if bad else 0


if __name__ == "__main__":
    sys.exit(main())
