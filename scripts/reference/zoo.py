"""Exports classifiers with random weights, and what PyTorch says about each, for `make zoo-check`.

    zoo.py OUTDIR            every network
    zoo.py OUTDIR NAME...    these
    zoo.py OUTDIR NAME... --remove   deletes what was written for these (run one at a time where disk is short)
    zoo.py --list            the names

The networks of `TORCHVISION` are torchvision's, those of `TIMM` are timm's (`timm.create_model(NAME)`), and `lstm_text`
is written here. For each NAME it writes `NAME.pt2` (torch.export, eval mode, dynamic batch; for exactly one picture for
those of `ONE_PICTURE`) and `NAME.safetensors`:

    input           [batch, 3, size, size] float32, or [batch, 24] int64 tokens; batch is 2, or 1 where that is fixed
    logits          [batch, classes]
    gradient.input  of the sum over the batch of logits[:, target], at the input (pictures only)
    inner           the output of the module named by the metadata's `layer`
    gradient.inner  the same sum's gradient there
    NAME.float64    logits and gradients once more, computed in double precision
    logits.channels_last  of pictures in that memory order
    alone           the largest difference between PyTorch's gradient of the first picture alone, in double precision
                    with frozen weights, and that picture's row in `gradient.input.float64`, relative to the largest
                    value (pictures only)

All answers are rows of a batch of two, also those of a network exported for one picture: LibTorch's batch norm
computes wrong gradients for a single picture in some memory layouts.

The exported program run by PyTorch gives the same bits as these. A run that rounds differently (folded batch norms,
another number of threads) gives the logits to about 1e-5, but not the gradients of a network with ReLU or max pool:
one activation near zero falls on the other side and moves single values by several per cent. Compare such a run in
double precision, where that does not happen.

The safetensors file's metadata has `network`, `layer`, `target`, `batch` ("any" or "1"), `operators` (the distinct ones
of the exported graph), and the versions of `torch`, `torchvision` and `timm`. Outputs that exist are left alone.
"""

import argparse
import copy
import pathlib
import sys
import time
import warnings

import torch
import torchvision_on_cpu  # noqa: F401
import timm
import torchvision
from safetensors.torch import save_file
from torch import nn

from random_weights import randomise

warnings.filterwarnings("ignore")
TARGET = 3

# The layer whose activation is compared: late enough to be interesting, and of every kind (block, activation, pool).
TORCHVISION = {
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
}
TIMM = {
    # windows, pyramids and hybrids
    "swin_tiny_patch4_window7_224": "layers.2",
    "swinv2_tiny_window8_256": "layers.2",
    "swinv2_cr_tiny_224": "stages.2",
    "mobilevit_xxs": "stages.3",
    "mobilevitv2_050": "stages.3",
    "mvitv2_tiny": "norm",
    "pit_ti_distilled_224": "patch_embed",
    "pvt_v2_b0": "stages.2",
    "xcit_nano_12_p16_224": "blocks.8",
    "coatnet_nano_rw_224": "stages.2",
    "coat_lite_tiny": "patch_embed4",
    "crossvit_9_240": "patch_embed.1",
    "gcvit_xxtiny": "stages.2",
    "maxxvit_rmlp_nano_rw_256": "stages.2",
    "nest_tiny": "levels.1",
    "tnt_s_patch16_224": "norm",
    "twins_svt_small": "pos_block.2",
    "twins_pcpvt_small": "pos_block.2",
    "visformer_tiny": "stage2",
    "volo_d1_224": "network.2",
    "focalnet_tiny_srf": "layers.2",
    "davit_tiny": "stages.2",
    "hiera_tiny_224": "blocks.9",
    "tiny_vit_5m_224": "stages.2",
    "nextvit_small": "stages.2",
    "caformer_s18": "stages.2",
    "vitamin_small_224": "blocks.9",
    # plain vision transformers
    "beit_base_patch16_224": "blocks.8",
    "beitv2_base_patch16_224": "blocks.8",
    "deit_tiny_distilled_patch16_224": "blocks.8",
    "deit3_small_patch16_224": "blocks.8",
    "cait_xxs24_224": "blocks.20",
    "vit_tiny_patch16_224": "blocks.8",
    "vit_small_patch14_reg4_dinov2": "blocks.8",
    "vit_wee_patch16_reg1_gap_256": "blocks.10",
    "vit_relpos_small_patch16_224": "blocks.8",
    "eva02_tiny_patch14_224": "blocks.8",
    "convit_tiny": "blocks.8",
    # small and mobile
    "efficientvit_b0": "stages.2",
    "efficientvit_m0": "stages.1",
    "levit_128s": "stages.1",
    "edgenext_xx_small": "stages.2",
    "fastvit_t8": "stages.2",
    "efficientformer_l1": "stages.2",
    "efficientformerv2_s0": "stages.2",
    "repvit_m0_9": "stages.2",
    "swiftformer_xs": "stages.2",
    "shvit_s1": "stages.1",
    "starnet_s1": "stages.2",
    "mobileone_s0": "stages.2",
    "mobilenetv4_conv_small": "blocks.3",
    "mobilenetv4_hybrid_medium": "blocks.3",
    "ghostnet_050": "blocks.7",
    "tinynet_e": "blocks.5",
    "lcnet_050": "blocks.4",
    "fbnetc_100": "blocks.5",
    "rexnet_100": "features.12",
    # attention in convolutional networks
    "lambda_resnet26t": "stages.2",
    "halonet26t": "stages.2",
    "botnet26t_256": "stages.2",
    "skresnet18": "layer3",
    "resnest14d": "layer3",
    "ecaresnet26t": "layer3",
    "ese_vovnet19b_dw": "stages.2",
    # perceptrons, recurrent, pooling and gated blocks
    "mixer_s16_224": "blocks.5",
    "resmlp_12_224": "blocks.8",
    "gmlp_ti16_224": "blocks.20",
    "sequencer2d_s": "stages.2",
    "poolformer_s12": "stages.2",
    "convmixer_768_32": "blocks.24",
    "mambaout_femto": "stages.2",
    # convolutional
    "dm_nfnet_f0": "stages.2",
    "eca_nfnet_l0": "stages.2",
    "resnetv2_50x1_bit": "stages.2",
    "resnetv2_50d_gn": "stages.2",
    "convnextv2_atto": "stages.2",
    "inception_next_atto": "stages.2",
    "inception_resnet_v2": "repeat_1",
    "hrnet_w18_small": "final_layer",
    "repvgg_a0": "stages.2",
    "selecsls42b": "head.1",
    "hgnetv2_b0": "stages.2",
    "cspresnet50": "stages.2",
    "cspdarknet53": "stages.3",
    "dla34": "level4",
    "dpn48b": "features.conv5_bn_ac",
    "xception41": "blocks.10",
    "regnety_002": "s3",
    "res2net50_14w_8s": "layer3",
    "rdnet_tiny": "dense_stages.5",
    "csatv2": "stages.2",
    "vgg11": "features.19",
}
# Exported without `dynamic_shapes`, as tutorials do: for exactly one picture.
ONE_PICTURE = {"resnet18": "layer3", "deit_tiny_patch16_224": "blocks.8", "coatnet_pico_rw_224": "stages.2"}
LAYERS = TORCHVISION | {"lstm_text": "embedding"} | TIMM | ONE_PICTURE
ARGUMENTS = {
    # As torchvision builds them for its published weights: the input is re-normalised channel by channel.
    "googlenet": {"transform_input": True, "aux_logits": False, "init_weights": False},
    "inception_v3": {"transform_input": True, "aux_logits": False, "init_weights": False},
    # Made for features of large pictures.
    "vit_small_patch14_reg4_dinov2": {"num_classes": 1000, "img_size": 224},
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
    if name in TIMM or not hasattr(torchvision.models, name):
        model = timm.create_model(name, pretrained=False, **ARGUMENTS.get(name, {}))
        size = ARGUMENTS.get(name, {}).get("img_size") or model.pretrained_cfg["input_size"][-1]
    else:
        model = torchvision.models.get_model(name, weights=None, **ARGUMENTS.get(name, {}))
        size = 299 if name == "inception_v3" else 224
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


def exported_program(model: nn.Module, inputs: torch.Tensor, name: str) -> tuple[torch.export.ExportedProgram, str]:
    """The program for any batch, or for one input, and which of the two."""
    if name in ONE_PICTURE:
        return torch.export.export(model, (inputs[:1],)), "1"
    return torch.export.export(model, (inputs,), dynamic_shapes=({0: torch.export.Dim("batch")},)), "any"


def operators(program: torch.export.ExportedProgram) -> set[str]:
    """The distinct operators of a program, those of its subgraphs included."""
    graphs = [module for module in program.graph_module.modules() if isinstance(module, torch.fx.GraphModule)]
    targets = {node.target for graph in graphs for node in graph.graph.nodes if node.op == "call_function"}
    return {str(target) if isinstance(target, torch._ops.OpOverload) else target.__name__ for target in targets}


def relative(found: torch.Tensor, right: torch.Tensor) -> float:
    return ((found - right).abs().max() / right.abs().max()).item()


def export(name: str, folder: pathlib.Path) -> str:
    program, values = folder / f"{name}.pt2", folder / f"{name}.safetensors"
    if program.exists() and values.exists():
        return "there"
    layer = LAYERS[name]
    model, inputs = make(name, seed=list(LAYERS).index(name))
    found = observe(model, inputs, layer)
    exported, batch = exported_program(model, inputs, name)
    rows = inputs if batch == "any" else inputs[:1]
    # With gradients switched off, PyTorch's transformers would run a fused kernel that rounds differently.
    torch.testing.assert_close(exported.module()(rows), model(rows), rtol=0, atol=0)
    wide = inputs.double() if inputs.is_floating_point() else inputs
    precise = copy.deepcopy(model).double()
    double = observe(precise, wide, layer)
    found |= {f"{key}.float64": double[key] for key in double if key not in ("input", "inner")}
    # Prepared networks keep pictures channels last, in which PyTorch's own kernels round otherwise.
    if inputs.dim() == 4:
        ordered = copy.deepcopy(model)
        for parameter in ordered.parameters():
            if parameter.dim() == 4:  # Module.to() refuses networks that have other convolutions, too
                parameter.data = parameter.data.contiguous(memory_format=torch.channels_last)
        with torch.no_grad():
            found["logits.channels_last"] = ordered(inputs.to(memory_format=torch.channels_last)).contiguous()
    if batch == "1":
        found = {key: value[: value.shape[0] // 2].clone() for key, value in found.items()}
    said = ""
    if "gradient.input" in found:
        # With frozen weights, as in an explanation: the engine takes other paths then.
        alone = observe(precise.requires_grad_(False), wide[:1], layer)["gradient.input"]
        found["alone"] = torch.tensor(relative(alone, double["gradient.input"][:1]))
        said = f", {found['alone']:.1e} wrong for one picture"
    metadata = {
        "network": name, "layer": layer, "target": str(TARGET), "batch": batch,
        "operators": " ".join(sorted(operators(exported))),
        "torch": torch.__version__, "torchvision": torchvision.__version__, "timm": timm.__version__,
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
    spread = (double["logits"][0] - double["logits"][1]).abs().max()
    return (f"{program.stat().st_size / 1e6:.0f} MB, batch {batch}, logits ≤ {size('logits')}, "
            f"rows differ by {spread:.3g}, gradients ≤ {size('gradient.input')} at the input, "
            f"{size('gradient.inner')} inside{said}")


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
        print(f"{name:32} {time.monotonic() - began:5.1f} s  {said}", flush=True)
    return 0


if __name__ == "__main__":
    sys.exit(main())
