"""Exports classifiers with random weights, and what PyTorch says about each, for `make zoo-check`.

    zoo.py OUTDIR            every network
    zoo.py OUTDIR NAME...    these
    zoo.py OUTDIR NAME... --remove   deletes what was written for these (run one at a time where disk is short)
    zoo.py --list            the names

For each NAME it writes `NAME.pt2` (torch.export, dynamic batch, eval mode) and `NAME.safetensors`:

    input           [2, 3, size, size] float32, or [2, 24] int64 tokens
    logits          [2, classes]
    gradient.input  of the sum over the batch of logits[:, target], at the input (pictures only)
    inner           the output of the module named by the metadata's `layer`
    gradient.inner  the same sum's gradient there
    NAME.float64    logits and gradients once more, computed in double precision

The exported program run by PyTorch gives the same bits as these. A run that rounds differently (folded batch norms,
another number of threads) gives the logits to about 1e-5, but not the gradients of a network with ReLU or max pool:
one activation near zero falls on the other side and moves single values by several per cent. Compare such a run in
double precision, where that does not happen.

The safetensors file's metadata has `network`, `layer`, `target`, `torch` and `torchvision`. Outputs that exist are left
alone.
"""

import argparse
import copy
import pathlib
import sys
import time
import warnings

import torch
import torchvision_on_cpu  # noqa: F401
import torchvision
from safetensors.torch import save_file
from torch import nn

from random_weights import randomise

warnings.filterwarnings("ignore")
TARGET = 3

# The layer whose activation is compared: late enough to be interesting, and of every kind (block, activation, pool).
LAYERS = {
    "alexnet": "features.11",
    "vgg16_bn": "features.42",
    "resnet50": "layer3",
    "resnext50_32x4d": "layer4",
    "wide_resnet50_2": "layer2",
    "squeezenet1_1": "features.12",
    "densenet121": "features.denseblock3",
    "googlenet": "inception4e",
    "inception_v3": "Mixed_6e",
    "mobilenet_v2": "features.17",
    "mobilenet_v3_large": "features.15",
    "shufflenet_v2_x1_0": "stage4",
    "mnasnet1_0": "layers.12",
    "efficientnet_b0": "features.7",
    "efficientnet_v2_s": "features.6",
    "regnet_y_400mf": "trunk_output.block3",
    "convnext_tiny": "features.5",
    "vit_b_16": "encoder.layers.encoder_layer_8",
    "swin_t": "features.5",
    "maxvit_t": "blocks.2",
    "lstm_text": "embedding",
}
ARGUMENTS = {
    # As torchvision builds them for its published weights: the input is re-normalised channel by channel.
    "googlenet": {"transform_input": True, "aux_logits": False, "init_weights": False},
    "inception_v3": {"transform_input": True, "aux_logits": False, "init_weights": False},
}


class TextClassifier(nn.Module):
    """Embedding → two bidirectional LSTM layers → linear on the last state of both directions."""

    def __init__(self, words: int = 500, classes: int = 5, width: int = 48, states: int = 64):
        super().__init__()
        self.embedding = nn.Embedding(words, width)
        self.lstm = nn.LSTM(width, states, num_layers=2, bidirectional=True, batch_first=True, dropout=0.1)
        self.head = nn.Linear(2 * states, classes)

    def forward(self, tokens: torch.Tensor) -> torch.Tensor:
        states, _ = self.lstm(self.embedding(tokens))
        forward, backward = states.chunk(2, dim=2)
        return self.head(torch.cat([forward[:, -1], backward[:, 0]], dim=1))


def make(name: str, seed: int) -> tuple[nn.Module, torch.Tensor]:
    """The network in eval mode and a batch of two inputs."""
    generator = torch.Generator().manual_seed(seed)
    torch.manual_seed(seed)
    if name == "lstm_text":
        tokens = torch.randint(0, 500, (8, 24), generator=generator)
        return randomise(TextClassifier(), tokens, seed), tokens[:2].clone()
    size = 299 if name == "inception_v3" else 224
    model = torchvision.models.get_model(name, weights=None, **ARGUMENTS.get(name, {}))
    batch = torch.randn(6, 3, size, size, generator=generator)
    # Smooth pictures of different contrast, so that the two rows of logits differ visibly.
    batch = nn.functional.avg_pool2d(batch, 9, stride=1, padding=4) * 4 + 0.3 * batch
    return randomise(model, batch, seed), batch[:2].clone()


def observe(model: nn.Module, inputs: torch.Tensor, layer: str) -> dict[str, torch.Tensor]:
    """Logits, the activation at `layer`, and the gradients of the target at the layer and at the input."""
    caught = {}

    def catch(_, __, output):
        caught["inner"] = output.clone()
        return caught["inner"].clone()  # what follows may work in place

    handle = model.get_submodule(layer).register_forward_hook(catch)
    differentiable = inputs.is_floating_point()
    inputs = inputs.clone().requires_grad_(differentiable)
    logits = model(inputs)
    handle.remove()
    sources = [caught["inner"]] + ([inputs] if differentiable else [])
    gradients = torch.autograd.grad(logits[:, TARGET].sum(), sources)
    found = {"input": inputs, "logits": logits, "inner": caught["inner"], "gradient.inner": gradients[0]}
    if differentiable:
        found["gradient.input"] = gradients[1]
    return {key: value.detach().clone(memory_format=torch.contiguous_format) for key, value in found.items()}


def export(name: str, folder: pathlib.Path) -> str:
    program, values = folder / f"{name}.pt2", folder / f"{name}.safetensors"
    if program.exists() and values.exists():
        return "there"
    model, inputs = make(name, seed=list(LAYERS).index(name))
    found = observe(model, inputs, LAYERS[name])
    exported = torch.export.export(model, (inputs,), dynamic_shapes=({0: torch.export.Dim("batch")},))
    with torch.no_grad():
        torch.testing.assert_close(exported.module()(inputs), found["logits"], rtol=0, atol=0)
    wide = inputs.double() if inputs.is_floating_point() else inputs
    double = observe(copy.deepcopy(model).double(), wide, LAYERS[name])
    found |= {f"{key}.float64": double[key] for key in double if key not in ("input", "inner")}
    metadata = {
        "network": name, "layer": LAYERS[name], "target": str(TARGET),
        "torch": torch.__version__, "torchvision": torchvision.__version__,
    }
    # Each under a name of its own until it is whole; the archive's suffix is checked by torch.
    part = folder / f"{name}.part.pt2", folder / f"{name}.part.safetensors"
    try:
        torch.export.save(exported, part[0])
        save_file(found, part[1], metadata)
        part[1].rename(values)
        part[0].rename(program)
    finally:
        for file in part:
            file.unlink(missing_ok=True)
    size = lambda key: f"{found[key].abs().max():.3g}" if key in found else "–"  # noqa: E731
    spread = (found["logits"][0] - found["logits"][1]).abs().max()
    return (f"{program.stat().st_size / 1e6:.0f} MB, logits ≤ {size('logits')}, rows differ by {spread:.3g}, "
            f"gradients ≤ {size('gradient.input')} at the input, {size('gradient.inner')} inside")


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", nargs="?", type=pathlib.Path, metavar="OUTDIR")
    parser.add_argument("names", nargs="*", metavar="NAME")
    parser.add_argument("--remove", action="store_true", help="delete the files of these networks instead")
    parser.add_argument("--list", action="store_true", help="print the names and exit")
    options = parser.parse_args()
    if options.list or options.folder is None:
        print("\n".join(LAYERS))
        return 0
    unknown = [name for name in options.names if name not in LAYERS]
    if unknown:
        print(f"zoo: no network {', '.join(unknown)}; there are {', '.join(LAYERS)}", file=sys.stderr)
        return 64
    names = options.names or list(LAYERS)
    if options.remove:
        for name in names:
            for suffix in (".pt2", ".safetensors"):
                (options.folder / f"{name}{suffix}").unlink(missing_ok=True)
        return 0
    torch.set_num_threads(2)
    options.folder.mkdir(parents=True, exist_ok=True)
    for name in names:
        began = time.monotonic()
        said = export(name, options.folder)
        print(f"{name:20} {time.monotonic() - began:5.1f} s  {said}", flush=True)
    return 0


if __name__ == "__main__":
    sys.exit(main())
