"""Tiny exported networks, each with a pitfall of the format, and what PyTorch says about them.

Writes `NAME.pt2` and `NAME.json` into Tests/RationaleNetworksTests/Golden: the input batch, logits, and, for the sum
over the batch of `logits[:, target]`, the gradient at the input; the activation and gradient at the module `layer`.
"""

import copy
import pathlib
import sys
import warnings

import torch
from torch import nn
from torch.nn import functional

import golden
from random_weights import randomise
from zoo import TextClassifier

warnings.filterwarnings("ignore")
FOLDER = golden.GOLDEN / "RationaleNetworksTests" / "Golden"


class Block(nn.Module):
    """torchvision's basic block: one in-place ReLU at two call sites, and `+=`."""

    def __init__(self, inputs: int, outputs: int, stride: int = 1):
        super().__init__()
        self.conv1 = nn.Conv2d(inputs, outputs, 3, stride, 1, bias=False)
        self.bn1 = nn.BatchNorm2d(outputs)
        self.relu = nn.ReLU(inplace=True)
        self.conv2 = nn.Conv2d(outputs, outputs, 3, 1, 1, bias=False)
        self.bn2 = nn.BatchNorm2d(outputs)
        self.downsample = None
        if stride != 1 or inputs != outputs:
            self.downsample = nn.Sequential(
                nn.Conv2d(inputs, outputs, 1, stride, bias=False), nn.BatchNorm2d(outputs))

    def forward(self, x):
        identity = x if self.downsample is None else self.downsample(x)
        out = self.relu(self.bn1(self.conv1(x)))
        out = self.bn2(self.conv2(out))
        out += identity
        return self.relu(out)


class Residual(nn.Module):
    """A residual network for 32×32 pictures of ten classes."""

    def __init__(self):
        super().__init__()
        self.conv1 = nn.Conv2d(3, 6, 3, 2, 1, bias=False)
        self.bn1 = nn.BatchNorm2d(6)
        self.relu = nn.ReLU(inplace=True)
        self.layer1 = Block(6, 6)
        self.layer2 = Block(6, 8, stride=2)
        self.dropout = nn.Dropout(0.2)
        self.avgpool = nn.AdaptiveAvgPool2d(2)
        self.fc = nn.Linear(32, 10)

    def forward(self, x):
        x = self.relu(self.bn1(self.conv1(x)))
        x = self.layer2(self.layer1(x))
        return self.fc(self.dropout(torch.flatten(self.avgpool(x), 1)))


class Attention(nn.Module):
    """Self-attention in a few nodes, where nn.MultiheadAttention exports thirty."""

    def __init__(self, width: int):
        super().__init__()
        self.qkv = nn.Linear(width, 3 * width)

    def forward(self, x, *_, **__):
        q, k, v = self.qkv(x).chunk(3, dim=2)
        return functional.scaled_dot_product_attention(q, k, v), None


class EncoderBlock(nn.Module):
    def __init__(self, width: int, attention: nn.Module):
        super().__init__()
        self.norm1 = nn.LayerNorm(width)
        self.attention = attention
        self.norm2 = nn.LayerNorm(width)
        self.mlp = nn.Sequential(nn.Linear(width, 2 * width), nn.GELU(), nn.Linear(2 * width, width))

    def forward(self, x):
        y = self.norm1(x)
        x = x + self.attention(y, y, y, need_weights=False)[0]
        return x + self.mlp(self.norm2(x))


class VisionTransformer(nn.Module):
    """Class token and sixteen patches of a 32×32 picture; the class token is read."""

    def __init__(self, width: int = 16):
        super().__init__()
        self.patches = nn.Conv2d(3, width, 8, 8)
        self.class_token = nn.Parameter(torch.zeros(1, 1, width))
        self.positions = nn.Parameter(torch.zeros(1, 17, width))
        self.blocks = nn.Sequential(
            EncoderBlock(width, nn.MultiheadAttention(width, 2, batch_first=True)),
            EncoderBlock(width, Attention(width)))
        self.norm = nn.LayerNorm(width)
        self.head = nn.Linear(width, 10)

    def forward(self, x):
        x = self.patches(x).flatten(2).transpose(1, 2)
        x = torch.cat([self.class_token.expand(x.shape[0], -1, -1), x], dim=1) + self.positions
        return self.head(self.norm(self.blocks(x))[:, 0])


class Oddities(nn.Module):
    """What exported graphs contain beside layers; every line of `forward` is there for one reason."""

    def __init__(self):
        super().__init__()
        self.conv = nn.Conv2d(2, 4, 3, padding=1)
        self.encoder = nn.Linear(16, 8)
        self.decoder = nn.Linear(8, 16, bias=False)
        self.tied = nn.Linear(16, 8)
        self.tied.weight = self.encoder.weight  # tied: one tensor, two names
        self.across = nn.Parameter(torch.zeros(8, 16).t())  # not contiguous: strides (1, 16)
        self.gain = nn.Parameter(torch.zeros(16))  # float16, widened in forward
        self.token = nn.Parameter(torch.zeros(1, 1, 16))
        self.register_buffer("offset", torch.linspace(-0.5, 0.5, 16))
        self.register_buffer("order", torch.tensor([3, 1, 0, 2]))  # int64
        self.register_buffer("keep", torch.arange(16) % 5 != 0)  # bool
        self.register_buffer("passing", torch.full((1,), 0.25), persistent=False)  # a constant, not a weight
        self.head = nn.Linear(16, 6)

    def forward(self, x):
        batch = x.size(0)
        with torch.no_grad():  # wrap_with_set_grad_enabled
            scale = x.abs().amax(dim=(1, 2, 3), keepdim=True) + 1
        x = x / scale
        x = x.view(batch * 2, x.size(1) // 2, 8, 8)  # _operator.mul
        x = functional.leaky_relu_(self.conv(x), 0.1)
        x = x.view(x.size(0) // 2, 8, 8, 8)
        left, right = x.chunk(2, dim=1)
        first, middle, last = left.split([1, 2, 1], dim=1)
        x = torch.cat([last, first, right, middle], dim=1)
        x = functional.interpolate(x, scale_factor=0.5, mode="bilinear", align_corners=False)
        x = torch.stack(x.unbind(1), dim=1)[:, 1::2]  # [batch, 4, 4, 4]
        x = x[:, self.order].flatten(2) + self.offset  # [batch, 4, 16]
        x = torch.cat([self.token.expand(batch, -1, -1), x], dim=1)
        x = self.decoder(torch.tanh(self.encoder(x))) + torch.sigmoid(self.tied(x)) @ self.across.t()
        x = x.masked_fill(~self.keep, 0.1) * self.gain.float()
        weights = torch.arange(5, device=x.device, dtype=torch.float32) / 5  # a device baked in
        x = torch.einsum("btc,t->btc", x, weights + torch.tensor([0.5, 0.25, 0.0, 0.25, 0.5]))
        # _operator.floordiv, add; a slice with a symbolic end
        extra = torch.full((batch + batch // 2, 1, 16), 0.5, device=x.device)[:batch] * self.passing
        best, _ = torch.cat([x, extra], dim=1).max(dim=1)
        return self.head(functional.layer_norm(best, (16,)))


class Mutation(nn.Module):
    """Writes through views: the base must see what was written to its slice."""

    def __init__(self):
        super().__init__()
        self.conv = nn.Conv2d(3, 4, 3, padding=1)
        self.head = nn.Linear(4 * 64, 5)

    def forward(self, x):
        x = self.conv(x)
        x[:, 0] = x[:, 1] * 2  # copy_ into a view
        half = x[:, 2:]
        half.mul_(0.5).add_(1)
        functional.relu_(x)
        return self.head(x.flatten(1))


class Half(nn.Module):
    """bfloat16 weights behind a float32 input and output, as mixed-precision users export them."""

    def __init__(self, network: nn.Module):
        super().__init__()
        self.network = network.to(torch.bfloat16)

    def forward(self, x):
        return self.network(x.to(torch.bfloat16)).float()


def pictures() -> torch.Tensor:
    """Two pictures: a bright disc on a slope, and a square on stripes. [2, 3, 32, 32], two decimals."""
    y, x = torch.meshgrid(torch.arange(32.0), torch.arange(32.0), indexing="ij")
    disc = ((y - 12) ** 2 + (x - 20) ** 2 < 60).float()
    square = ((y - 20).abs().maximum((x - 9).abs()) < 6).float()
    slope, stripes = (x - y) / 24, torch.sin(x * 0.9 + y * 0.35)
    batch = torch.stack([
        torch.stack([1.6 * disc + 0.5 * slope, 0.9 * disc - slope, -1.2 * disc + 0.3 * slope]),
        torch.stack([0.7 * stripes - square, 1.5 * square - 0.4 * stripes, 0.9 * stripes + 0.6 * square]),
    ])
    noise = torch.randn(batch.shape, generator=torch.Generator().manual_seed(5))
    return ((batch + 0.15 * noise) * 100).round() / 100


def calibration(seed: int) -> torch.Tensor:
    """Pictures to set batch norms by: the two above among variations of them."""
    generator = torch.Generator().manual_seed(seed)
    both = pictures()
    return torch.cat([both, both.flip(3) * 0.8, both.roll(7, 2) + 0.5 * torch.randn(both.shape, generator=generator)])


def cnn() -> nn.Module:
    return randomise(Residual(), calibration(1), seed=1)


def vit() -> nn.Module:
    return randomise(VisionTransformer(), calibration(2), seed=2)


def numbers(*shape: int, seed: int) -> torch.Tensor:
    return (torch.randn(shape, generator=torch.Generator().manual_seed(seed)) * 100).round() / 100


def oddities() -> nn.Module:
    model = randomise(Oddities(), numbers(4, 4, 8, 8, seed=3), seed=3)
    model.gain.data = model.gain.data.half()
    return model


def networks() -> dict:
    """name: (network, input, layer, target)"""
    tokens = torch.randint(0, 40, (2, 24), generator=torch.Generator().manual_seed(4))
    trained, cropped = cnn().train(), pictures()[:, :, 8:24, 8:24].contiguous()
    return {
        "cnn": (cnn(), pictures(), "layer1", 3),
        "vit": (vit(), pictures(), "blocks.0", 3),
        "lstm": (randomise(TextClassifier(40, 5, 12, 8), tokens, seed=4), tokens, "embedding", 3),
        "oddities": (oddities(), numbers(2, 4, 8, 8, seed=6), "encoder", 3),
        "mutation": (randomise(Mutation(), numbers(4, 3, 8, 8, seed=7), seed=7), numbers(2, 3, 8, 8, seed=8), None, 3),
        "decomposed": (randomise(Mutation(), numbers(4, 3, 8, 8, seed=7), seed=7), numbers(2, 3, 8, 8, seed=8), None, 3),
        "train-mode": (trained, cropped, "layer1", 3),
        "bfloat16": (Half(cnn()).eval(), cropped, "network.layer1", 3),
    }


def observe(model: nn.Module, inputs: torch.Tensor, layer: str | None, target: int) -> dict:
    caught = {}

    def catch(_, __, output):
        caught["inner"] = output.clone()
        return caught["inner"].clone()

    if layer:
        model.get_submodule(layer).register_forward_hook(catch)
    if inputs.is_floating_point():
        caught["input"] = inputs = inputs.clone().requires_grad_()
    logits = model(inputs)
    gradients = torch.autograd.grad(logits[:, target].sum(), list(caught.values()))
    found = {"logits": logits, "inner": caught.get("inner")}
    found |= {f"gradient.{key}": gradient for key, gradient in zip(caught, gradients)}
    return {key: value for key, value in found.items() if value is not None}


def export(model: nn.Module, inputs: torch.Tensor, path: pathlib.Path) -> None:
    """Exports with a dynamic batch; leaves out stack traces, which would carry this machine's paths."""
    exported = torch.export.export(model, (inputs,), dynamic_shapes=({0: torch.export.Dim("batch")},))
    if path.stem == "decomposed":  # writing becomes slice_scatter and the functional copy
        exported = exported.run_decompositions()
    for module in exported.graph_module.modules():
        for node in getattr(module, "graph", torch.fx.Graph()).nodes:
            node.meta.pop("stack_trace", None)
    if inputs.numel() > 2000:  # the archive repeats its example; small ones stay, as in any user's file
        exported.example_inputs = None
    path.parent.mkdir(parents=True, exist_ok=True)
    torch.export.save(exported, path)
    size = path.stat().st_size
    print(f"{path.relative_to(golden.GOLDEN)}: {size / 1e3:.0f} kB")
    if size > 130_000:
        raise ValueError(f"{path.name} has {size} bytes, more than 130000")


def main() -> int:
    """Writes all of them, or those that are named."""
    torch.set_num_threads(2)
    for name, (model, inputs, layer, target) in networks().items():
        if sys.argv[1:] and name not in sys.argv[1:]:
            continue
        trains = model.training
        export(model, inputs, FOLDER / f"{name}.pt2")
        found = observe(copy.deepcopy(model).eval(), inputs, layer, target)
        golden.write(FOLDER / f"{name}.json", {
            "network": name, "exportedIn": "train" if trains else "eval", "torch": torch.__version__,
            "layer": layer, "target": target, "input": inputs, **found,
        })
    return 0


if __name__ == "__main__":
    sys.exit(main())
