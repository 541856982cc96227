"""Calls of LibTorch's operators with representative arguments, for `operator_gradients.py`."""

import collections
import itertools
from collections.abc import Callable

import torch

aten = torch.ops.aten

# An operator's arguments for a batch; every float tensor is differentiated, but for those in `Fixed`.
Arguments = list
CASES: dict[str, list[Callable[[int], Arguments]]] = collections.defaultdict(list)


class Fixed:
    def __init__(self, tensor: torch.Tensor):
        self.tensor = tensor


def case(*names: str):
    """Adds a function from a batch size to arguments as a case of these operators (`gelu.default`)."""

    def add(make):
        for name in names:
            CASES[name if "." in name else f"{name}.default"].append(make)
        return make

    return add


def normal(*shape: int) -> torch.Tensor:
    return torch.randn(shape)


def positive(*shape: int) -> torch.Tensor:
    return torch.rand(shape) + 0.5


PICTURES = [(8, 6, 6), (8, 1, 1), (1, 6, 6), (6, 1, 7), (32, 14, 14)]
TOKENS = [(9, 8), (1, 8), (49, 32), (9, 1)]


def each(shapes: list[tuple[int, ...]], *names: str, tensor=normal, then: Callable[..., Arguments] = lambda *_: []):
    """One case per shape: `[tensor(batch, *shape), *then(*shape)]`."""
    for shape in shapes:
        case(*names)(lambda b, shape=shape: [tensor(b, *shape), *then(*shape)])


def elementwise() -> None:
    both = PICTURES[:3] + TOKENS[:2] + [(40, 33)]
    each(both, "relu", "relu6", "sigmoid", "tanh", "silu", "mish", "hardswish", "hardsigmoid", "softplus", "elu",
         "selu", "celu", "leaky_relu", "log_sigmoid", "exp", "expm1", "sin", "cos", "erf", "atan", "neg", "abs",
         "square", "hardtanh")
    each(both, "log", "log2", "log1p", "log10", "sqrt", "rsqrt", "reciprocal", tensor=positive)
    for approximate in ("none", "tanh"):
        each(both, "gelu", then=lambda *_, a=approximate: [])
        for shape in both:
            KEYWORDS["gelu.default"].append({"approximate": approximate})
    each(both, "clamp", then=lambda *_: [-0.5, 0.7])
    each(both, "clamp_min", then=lambda *_: [0.1])
    each(both, "clamp_max", then=lambda *_: [0.1])
    each(both, "pow.Tensor_Scalar", then=lambda *_: [2])
    each(both, "pow.Tensor_Scalar", tensor=positive, then=lambda *_: [0.3])
    each(both, "threshold", then=lambda *_: [0.1, 0.0])
    each(both, "dropout", then=lambda *_: [0.3, False])
    for name in ("add.Tensor", "sub.Tensor", "mul.Tensor", "maximum", "minimum", "atan2"):
        each(both, name, then=lambda *shape: [normal(*shape)])
        case(name)(lambda b: [normal(b, 8, 6, 6), normal(b, 8, 1, 1)])
        case(name)(lambda b: [normal(b, 8, 1, 1), normal(b, 8, 6, 6)])
        case(name)(lambda b: [normal(1, 8, 6, 6), normal(b, 1, 6, 6)])
    for name in ("div.Tensor", "pow.Tensor_Tensor"):
        case(name)(lambda b: [positive(b, 8, 6, 6), positive(b, 8, 1, 1)])
        case(name)(lambda b: [positive(b, 8, 6, 6), positive(b, 8, 6, 6)])
    case("pow.Scalar")(lambda b: [1.7, normal(b, 8, 6, 6)])
    for name in ("add.Tensor", "sub.Tensor", "mul.Tensor", "div.Tensor"):
        case(name)(lambda b: [normal(b, 8, 6, 6), 1.7])
    case("add.Scalar", "sub.Scalar", "mul.Scalar", "div.Scalar")(lambda b: [normal(b, 8, 6, 6), 1.7])
    case("rsub.Scalar")(lambda b: [normal(b, 8, 6, 6), 1.7])
    each(PICTURES, "prelu", then=lambda c, *_: [positive(c)])
    each(PICTURES, "prelu", then=lambda *_: [positive(1)])
    case("prelu")(lambda b: [normal(b, 8), positive(8)])
    case("lerp.Tensor")(lambda b: [normal(b, 8, 6, 6), normal(b, 8, 6, 6), positive(b, 8, 1, 1)])
    case("addcmul")(lambda b: [normal(b, 8, 6, 6), normal(b, 8, 6, 6), normal(8, 1, 1)])
    case("where.self")(lambda b: [Fixed(torch.randn(b, 8, 6, 6) > 0), normal(b, 8, 6, 6), normal(b, 8, 6, 6)])
    case("masked_fill.Scalar")(lambda b: [normal(b, 8, 6, 6), Fixed(torch.randn(b, 1, 6, 6) > 0), -3.0])
    case("glu")(lambda b: [normal(b, 8, 6, 6), 1])
    case("glu")(lambda b: [normal(b, 9, 8), -1])
    case("type_as")(lambda b: [normal(b, 8, 6, 6), Fixed(normal(1))])


KEYWORDS: dict[str, list[dict]] = collections.defaultdict(list)


def norms() -> None:
    for training in (False, True):
        for shape in PICTURES + [(8,), (8, 9), (8, 3, 4, 5)]:
            channels = shape[0]

            def make(b, shape=shape, c=channels, training=training):
                if training and b * torch.Size(shape[1:]).numel() == 1:
                    b = 3  # training needs more than one value a channel
                return [normal(b, *shape), positive(c), normal(c), Fixed(normal(c)), Fixed(positive(c)), training, 0.1,
                        1e-5, False]

            case("batch_norm")(make)
            case("batch_norm")(lambda b, make=make: (lambda a: [a[0], None, None, *a[3:]])(make(b)))
            case("native_batch_norm")(lambda b, make=make: make(b)[:-1])
            if training:  # the statistics are those of the batch itself
                case("_native_batch_norm_legit.no_stats")(lambda b, make=make: make(b)[:3] + [True, 0.1, 1e-5])
            if not training:
                case("_native_batch_norm_legit_no_training")(lambda b, make=make: make(b)[:5] + [0.1, 1e-5])
    for shape in PICTURES + [(8, 9)]:
        c = shape[0]
        case("instance_norm")(lambda b, shape=shape, c=c: [
            normal(b, *shape) if torch.Size(shape[1:]).numel() > 1 else normal(b, c, 2, 2), positive(c), normal(c),
            None, None, True, 0.1, 1e-5, False])
        case("instance_norm")(lambda b, shape=shape, c=c: [
            normal(b, *shape), positive(c), normal(c), Fixed(normal(c)), Fixed(positive(c)), False, 0.1, 1e-5, False])
        for groups in {1, 2 if c % 2 == 0 else 1, c}:
            if c // groups * torch.Size(shape[1:]).numel() > 1:
                case("group_norm")(
                    lambda b, shape=shape, c=c, groups=groups: [normal(b, *shape), groups, positive(c), normal(c)])
        if c > 1:
            case("native_group_norm")(lambda b, shape=shape, c=c: [
                normal(b, *shape), positive(c), normal(c), b, c, torch.Size(shape[1:]).numel(), 1, 1e-5])
    for shape in TOKENS[:3] + [(7, 7, 16), (3, 200)]:
        case("native_layer_norm")(
            lambda b, shape=shape: [normal(b, *shape), [shape[-1]], positive(shape[-1]), normal(shape[-1]), 1e-5])
        case("layer_norm")(
            lambda b, shape=shape: [normal(b, *shape), [shape[-1]], positive(shape[-1]), normal(shape[-1])])
        case("layer_norm")(lambda b, shape=shape: [normal(b, *shape), [shape[-1]]])
        case("rms_norm")(lambda b, shape=shape: [normal(b, *shape), [shape[-1]], positive(shape[-1])])
    case("layer_norm")(lambda b: [normal(b, 8, 6, 6), [8, 6, 6], positive(8, 6, 6), normal(8, 6, 6)])
    case("linalg_vector_norm")(lambda b: [normal(b, 9, 8), 2, [-1], True])
    case("linalg_vector_norm")(lambda b: [normal(b, 6, 6, 8), 2, [1, 2], True])
    case("norm.ScalarOpt_dim")(lambda b: [normal(b, 9, 8), 2, [-1], True])


def reductions() -> None:
    each(PICTURES, "mean.dim", "sum.dim_IntList", "amax", "amin", "logsumexp", then=lambda *_: [[2, 3]])
    each(PICTURES, "mean.dim", "sum.dim_IntList", "amax", then=lambda *_: [[2, 3], True])
    each(PICTURES[:1] + TOKENS, "mean.dim", "sum.dim_IntList", "amax", then=lambda *_: [[-2]])
    each([PICTURES[0], TOKENS[0], TOKENS[2]], "var.dim", "std.dim", then=lambda *_: [[-2]])
    each(PICTURES[:1] + TOKENS[:3], "var.correction", "std.correction", "var_mean.correction", "std_mean.correction",
         then=lambda *_: [[-1]])
    each(PICTURES, "mean.default", "sum.default", "max.default", "min.default", "prod.default")
    each(PICTURES, "max.dim", "min.dim", "median.dim", then=lambda *_: [1])
    each(PICTURES[:1] + TOKENS, "softmax.int", "log_softmax.int", "cumsum", "cumprod", "logcumsumexp", "prod.dim_int",
         then=lambda *_: [-1])
    each(PICTURES, "softmax.int", "log_softmax.int", "cumsum", then=lambda *_: [1])
    each(PICTURES, "_softmax", "_log_softmax", then=lambda *_: [-1, False])
    case("topk")(lambda b: [normal(b, 9, 8), 3, -1])
    case("sort")(lambda b: [normal(b, 9, 8), -1])
    case("cdist")(lambda b: [normal(b, 9, 8), normal(b, 5, 8)])
    case("cosine_similarity")(lambda b: [normal(b, 9, 8), normal(b, 9, 8), -1])


def convolutions() -> None:
    for shape, out, kernel, stride, padding, dilation, groups in [
        ((8, 6, 6), 4, 3, 1, 1, 1, 1), ((8, 6, 6), 4, 1, 1, 0, 1, 1), ((8, 6, 6), 8, 3, 1, 1, 1, 8),
        ((8, 7, 7), 8, 3, 2, 1, 1, 2), ((8, 7, 7), 4, 3, 1, 2, 2, 1), ((1, 6, 6), 3, 3, 1, 1, 1, 1),
        ((8, 1, 1), 4, 1, 1, 0, 1, 1), ((8, 6, 6), 1, 1, 1, 0, 1, 1), ((32, 14, 14), 64, 3, 1, 1, 1, 1),
        ((64, 14, 14), 32, 1, 1, 0, 1, 1), ((64, 14, 14), 64, 7, 1, 3, 1, 64), ((3, 32, 32), 16, 4, 4, 0, 1, 1),
        ((16, 14, 14), 32, 2, 2, 0, 1, 1), ((64, 14, 14), 64, 3, 2, 1, 1, 4), ((16, 6, 6), 16, 6, 1, 0, 1, 16),
    ]:
        def make(b, *, weight=None, shape=shape, out=out, kernel=kernel, groups=groups):
            return [normal(b, *shape), normal(out, shape[0] // groups, kernel, kernel), normal(out)]

        settings = [[stride] * 2, [padding] * 2, [dilation] * 2, groups]
        case("conv2d")(lambda b, make=make, s=settings: make(b) + s)
        case("convolution")(lambda b, make=make, s=settings: make(b) + s[:3] + [False, [0, 0], s[3]])
        case("conv2d")(lambda b, make=make, s=settings: make(b)[:2] + [None] + s)
    case("conv2d.padding")(lambda b: [normal(b, 8, 6, 6), normal(4, 8, 3, 3), normal(4), [1, 1], "same"])
    case("conv2d.padding")(lambda b: [normal(b, 8, 6, 6), normal(4, 8, 2, 2), normal(4), [1, 1], "same"])
    for groups in (1, 2, 8):
        case("conv1d")(lambda b, g=groups: [normal(b, 8, 9), normal(8, 8 // g, 3), normal(8), [1], [1], [1], g])
        case("conv3d")(lambda b, g=groups: [
            normal(b, 8, 4, 5, 6), normal(8, 8 // g, 3, 3, 3), normal(8), [1] * 3, [1] * 3, [1] * 3, g])
        case("conv_transpose2d.input")(lambda b, g=groups: [
            normal(b, 8, 6, 6), normal(8, 8 // g, 2, 2), normal(8), [2, 2], [0, 0], [0, 0], g, [1, 1]])
    case("conv1d")(lambda b: [normal(b, 1, 9), normal(1, 1, 3), None, [1], [1]])  # ECA's
    case("conv_transpose1d")(lambda b: [normal(b, 8, 9), normal(8, 4, 2), normal(4), [2]])
    case("conv_transpose2d.input")(
        lambda b: [normal(b, 16, 14, 14), normal(16, 8, 3, 3), normal(8), [2, 2], [1, 1], [1, 1]])


def pooling() -> None:
    for shape in PICTURES:
        if min(shape[1:]) >= 6:
            case("max_pool2d")(lambda b, s=shape: [normal(b, *s), [3, 3], [2, 2], [1, 1]])
            case("max_pool2d")(lambda b, s=shape: [normal(b, *s), [2, 2], [2, 2]])
            case("max_pool2d_with_indices")(lambda b, s=shape: [normal(b, *s), [3, 3], [2, 2], [1, 1]])
            case("avg_pool2d")(lambda b, s=shape: [normal(b, *s), [3, 3], [1, 1], [1, 1], False, False])
            case("avg_pool2d")(lambda b, s=shape: [normal(b, *s), [2, 2], [2, 2], [0, 0], True])
            for size in ([1, 1], [2, 3], [7, 7]):
                case("adaptive_avg_pool2d", "adaptive_max_pool2d", "_adaptive_avg_pool2d")(
                    lambda b, s=shape, size=size: [normal(b, *s), size])
        else:
            case("adaptive_avg_pool2d", "adaptive_max_pool2d")(lambda b, s=shape: [normal(b, *s), [1, 1]])
    case("max_pool1d", "avg_pool1d")(lambda b: [normal(b, 8, 9), [3], [2], [1]])
    case("adaptive_avg_pool1d", "adaptive_max_pool1d")(lambda b: [normal(b, 8, 9), [1]])
    case("adaptive_avg_pool1d")(lambda b: [normal(b, 8, 9), [4]])
    case("max_pool3d", "avg_pool3d")(lambda b: [normal(b, 8, 4, 6, 6), [2, 2, 2], [2, 2, 2]])
    case("adaptive_avg_pool3d")(lambda b: [normal(b, 8, 4, 6, 6), [1, 1, 1]])


def resizing() -> None:
    for shape in [(8, 6, 6), (1, 6, 6), (32, 14, 14), (8, 1, 1)]:
        for size in ([9, 11], [3, 4], [1, 1]):
            for corners in (False, True):
                case("upsample_bilinear2d", "upsample_bicubic2d")(
                    lambda b, s=shape, size=size, c=corners: [normal(b, *s), size, c])
                case("upsample_bilinear2d.vec", "upsample_bicubic2d.vec")(
                    lambda b, s=shape, size=size, c=corners: [normal(b, *s), size, c, None])
            case("_upsample_bilinear2d_aa", "_upsample_bicubic2d_aa")(
                lambda b, s=shape, size=size: [normal(b, *s), size, False])
            case("upsample_nearest2d", "_upsample_nearest_exact2d")(lambda b, s=shape, size=size: [normal(b, *s), size])
            case("upsample_nearest2d.vec")(lambda b, s=shape, size=size: [normal(b, *s), size, None])
    case("upsample_linear1d")(lambda b: [normal(b, 8, 9), [5], False])
    case("upsample_nearest1d")(lambda b: [normal(b, 8, 9), [18]])
    case("upsample_nearest3d")(lambda b: [normal(b, 8, 3, 4, 5), [6, 8, 10]])
    case("upsample_trilinear3d")(lambda b: [normal(b, 8, 3, 4, 5), [6, 8, 10], False])
    for mode, padding, corners in itertools.product((0, 1, 2), (0, 1, 2), (False, True)):
        # Points off the grid's lines: the gradient jumps there.
        case("grid_sampler", "grid_sampler_2d")(lambda b, m=mode, p=padding, c=corners: [
            normal(b, 8, 6, 6), normal(b, 5, 4, 2) * 0.7, m, p, c])
    case("affine_grid_generator")(lambda b: [normal(b, 2, 3), [b, 3, 5, 6], False])
    case("pixel_shuffle")(lambda b: [normal(b, 8, 6, 6), 2])
    case("pixel_unshuffle")(lambda b: [normal(b, 8, 6, 6), 2])
    case("channel_shuffle")(lambda b: [normal(b, 8, 6, 6), 2])
    case("im2col")(lambda b: [normal(b, 8, 6, 6), [3, 3], [1, 1], [1, 1], [1, 1]])
    case("im2col")(lambda b: [normal(b, 8, 6, 6), [2, 2], [1, 1], [0, 0], [2, 2]])
    case("col2im")(lambda b: [normal(b, 72, 36), [6, 6], [3, 3], [1, 1], [1, 1], [1, 1]])
    case("col2im")(lambda b: [normal(b, 32, 9), [6, 6], [2, 2], [1, 1], [0, 0], [2, 2]])
    for pad in ([1, 2, 0, 1], [-1, 0, 1, 0]):
        case("constant_pad_nd")(lambda b, p=pad: [normal(b, 8, 6, 6), p, 0.5])
        case("pad")(lambda b, p=pad: [normal(b, 8, 6, 6), p])
    for mode in ("reflect", "replicate", "circular"):
        case("pad")(lambda b, m=mode: [normal(b, 8, 6, 6), [1, 2, 1, 0], m])
    case("reflection_pad2d", "replication_pad2d")(lambda b: [normal(b, 8, 6, 6), [1, 2, 1, 0]])
    case("reflection_pad1d", "replication_pad1d")(lambda b: [normal(b, 8, 6), [1, 2]])


def products() -> None:
    for shape in [(8,), (9, 8), (7, 6, 8), (1, 8), (49, 64)]:
        case("linear")(lambda b, s=shape: [normal(b, *s), normal(5, s[-1]), normal(5)])
        case("linear")(lambda b, s=shape: [normal(b, *s), normal(5, s[-1])])
        case("matmul")(lambda b, s=shape: [normal(b, *s), normal(s[-1], 5)])
    case("linear")(lambda b: [normal(b, 9, 8), normal(1, 8), normal(1)])
    case("matmul")(lambda b: [normal(b, 3, 9, 8), normal(b, 3, 8, 9)])
    case("matmul")(lambda b: [normal(b, 3, 9, 8), normal(b, 1, 8, 9)])
    case("matmul")(lambda b: [normal(9, 8), normal(b, 8, 9)])
    case("matmul")(lambda b: [normal(b, 1, 8), normal(b, 8, 1)])
    case("matmul")(lambda b: [normal(b, 9, 8), normal(8)])
    case("bmm")(lambda b: [normal(b, 9, 8), normal(b, 8, 5)])
    case("bmm")(lambda b: [normal(b * 3, 1, 8), normal(b * 3, 8, 49)])
    case("mm")(lambda b: [normal(b, 8), normal(8, 5)])
    case("addmm")(lambda b: [normal(5), normal(b, 8), normal(8, 5)])
    case("baddbmm")(lambda b: [normal(b, 9, 5), normal(b, 9, 8), normal(b, 8, 5)])
    case("bilinear")(lambda b: [normal(b, 8), normal(b, 6), normal(5, 8, 6), normal(5)])
    case("outer")(lambda b: [normal(8), normal(9)])
    case("dot")(lambda b: [normal(8), normal(8)])
    for equation, left, right in [("bnd,bmd->bnm", (9, 8), (5, 8)), ("bhnd,hnm->bhmd", (3, 9, 8), None),
                                  ("bchw,bkhw->bck", (8, 6, 6), (4, 6, 6))]:
        case("einsum")(lambda b, e=equation, l=left, r=right: [
            e, [normal(b, *l), normal(b, *r) if r else normal(3, 9, 5)]])
    for heads, tokens, width in [(3, 9, 8), (1, 49, 32), (2, 1, 8), (4, 197, 16), (3, 9, 7)]:
        def attention(b, others=None, h=heads, n=tokens, d=width):
            return [normal(b, h, n, d), normal(b, h, others or n, d), normal(b, h, others or n, d)]

        case("scaled_dot_product_attention")(attention)
        case("scaled_dot_product_attention")(lambda b, a=attention: a(b, 5))
        case("scaled_dot_product_attention")(lambda b, a=attention: a(b) + [None, 0.0, True])
        for mask in ((1, 1), (1, heads), None):
            case("scaled_dot_product_attention")(
                lambda b, a=attention, m=mask, h=heads, n=tokens: a(b) + [normal(*(m or (b, h)), n, n)])
            case("scaled_dot_product_attention")(
                lambda b, a=attention, m=mask, h=heads, n=tokens: a(b) + [Fixed(normal(*(m or (b, h)), n, n))])
        case("scaled_dot_product_attention")(
            lambda b, a=attention, n=tokens: a(b) + [Fixed(torch.eye(n, dtype=torch.bool) | (torch.randn(n, n) > 0))])
    case("scaled_dot_product_attention")(lambda b: [normal(b, 9, 8), normal(b, 9, 8), normal(b, 9, 8)])


def recurrent() -> None:
    for bidirectional, layers, batch_first in itertools.product((False, True), (1, 2), (False, True)):
        for kind, gates in (("lstm", 4), ("gru", 3), ("rnn_tanh", 1), ("rnn_relu", 1)):
            def make(b, kind=kind, gates=gates, two=bidirectional, layers=layers, first=batch_first):
                directions = 2 if two else 1
                weights = []
                for layer in range(layers):
                    width = 8 if layer == 0 else 6 * directions
                    for _ in range(directions):
                        weights += [normal(gates * 6, width) * 0.3, normal(gates * 6, 6) * 0.3, normal(gates * 6),
                                    normal(gates * 6)]
                start = torch.zeros(layers * directions, b, 6)
                states = [Fixed(start), Fixed(start)] if kind == "lstm" else Fixed(start)
                shape = (b, 5, 8) if first else (5, b, 8)
                return [normal(*shape), states, weights, True, layers, 0.0, True, two, first]

            case(f"{kind}.input")(make)


def indexing() -> None:
    picture = lambda b: normal(b, 8, 6, 6)  # noqa: E731
    for name, arguments in {
        "view": lambda b: [[b, 8, 36]], "reshape": lambda b: [[b, 288]], "_unsafe_view": lambda b: [[b, 8, 36]],
        "flatten.using_ints": lambda b: [1], "unflatten.int": lambda b: [1, [2, 4]], "unsqueeze": lambda b: [2],
        "squeeze.dim": lambda b: [0], "squeeze.dims": lambda b: [[0, 2]], "squeeze.default": lambda b: [],
        "permute": lambda b: [[0, 2, 3, 1]], "transpose.int": lambda b: [1, 2], "swapaxes": lambda b: [1, 2],
        "movedim.intlist": lambda b: [[1], [3]], "roll": lambda b: [[1, -2], [2, 3]],
        "flip": lambda b: [[2]], "slice.Tensor": lambda b: [2, 1, 6, 2], "select.int": lambda b: [2, 3],
        "narrow": lambda b: [1, 2, 3], "split.Tensor": lambda b: [4, 1], "split_with_sizes": lambda b: [[3, 5], 1],
        "chunk": lambda b: [2, 1], "unbind.int": lambda b: [1], "expand": lambda b: [[3, b, 8, 6, 6]],
        "repeat": lambda b: [[1, 2, 1, 3]], "tile": lambda b: [[1, 2, 1, 3]],
        "repeat_interleave.self_int": lambda b: [2, 1], "unfold": lambda b: [2, 3, 1], "diagonal": lambda b: [0, 2, 3],
        "tril": lambda b: [0], "triu": lambda b: [1], "contiguous": lambda b: [], "clone": lambda b: [],
        "alias": lambda b: [], "detach": lambda b: [], "rot90": lambda b: [1, [2, 3]],
        "index_select": lambda b: [1, torch.tensor([1, 1, 5])],
        "gather": lambda b: [1, torch.randint(0, 8, (b, 3, 6, 6))],
        "index.Tensor": lambda b: [[None, torch.tensor([1, 1, 5])]],
        "to.dtype": lambda b: [torch.float32], "masked_select": lambda b: [torch.ones(6, 6) > 0],
    }.items():
        if name in ("view", "_unsafe_view", "detach", "to.dtype"):
            continue  # no layouts to choose, nothing to differentiate, or nothing done
        case(name)(lambda b, a=arguments: [picture(b), *a(b)])
    case("index.Tensor")(lambda b: [picture(b), [None, None, torch.tensor([[0], [2]]), torch.tensor([[1, 1, 5]])]])
    case("index.Tensor")(lambda b: [normal(169, 3), [torch.randint(0, 169, (49,))]])
    case("index_put")(lambda b: [picture(b), [None, torch.tensor([1, 5])], normal(b, 2, 6, 6)])
    case("index_add")(lambda b: [picture(b), 1, torch.tensor([1, 5]), normal(b, 2, 6, 6)])
    case("scatter.src")(lambda b: [picture(b), 1, torch.stack([torch.randperm(8)[:3] for _ in range(b * 36)], 1).view(
        3, b, 6, 6).transpose(0, 1).contiguous(), normal(b, 3, 6, 6)])
    case("scatter_add")(lambda b: [picture(b), 1, torch.randint(0, 8, (b, 3, 6, 6)), normal(b, 3, 6, 6)])
    case("slice_scatter")(lambda b: [picture(b), normal(b, 3, 6, 6), 1, 2, 5])
    case("select_scatter")(lambda b: [picture(b), normal(b, 6, 6), 1, 2])
    case("diagonal_scatter")(lambda b: [picture(b), normal(b, 8, 6), 0, 2, 3])
    case("take_along_dim")(lambda b: [picture(b), torch.randint(0, 8, (b, 3, 6, 6)), 1])
    for axis in (0, 1, -1):
        case("cat", "stack")(lambda b, axis=axis: [[picture(b), picture(b)], axis])
    case("cat")(lambda b: [[picture(b), normal(b, 3, 6, 6), normal(b, 1, 6, 6)], 1])
    case("embedding")(lambda b: [normal(20, 8), torch.randint(0, 20, (b, 9))])
    case("embedding")(lambda b: [normal(20, 8), torch.randint(4, 20, (b, 9)), 3])  # 3 is padding: no gradient
    case("embedding_bag")(lambda b: [normal(20, 8), torch.randint(0, 20, (b * 9,)), torch.arange(0, b * 9, 9)])
    case("expand_as", "reshape_as", "view_as")(lambda b: [picture(b), Fixed(picture(b))])
    case("fft_rfft2")(lambda b: [normal(b, 8, 6, 6), None, [2, 3], "ortho"])
    case("fft_irfft2")(lambda b: [normal(b, 8, 6, 4), [6, 6], [2, 3], "ortho"])


def add_all() -> None:
    for group in (elementwise, norms, reductions, convolutions, pooling, resizing, products, recurrent, indexing):
        group()
