"""Golden attributions from captum and pytorch-grad-cam, each checked against a slow twin written from its definition.

Writes Tests/RationaleAttributionTests/Golden: the tiny networks `cnn.pt2` and `vit.pt2` (tiny_networks.py), the
pictures, and one JSON a family of methods. README.md beside this script says how the peers define each detail.
"""

import copy
import shutil
import sys
import warnings

import numpy
import torch
import torchvision_on_cpu  # noqa: F401
from captum.attr import (
    Deconvolution, DeepLift, DeepLiftShap, GuidedBackprop, InputXGradient, IntegratedGradients, LayerGradCam, NoiseTunnel, Occlusion, Saliency)
from pytorch_grad_cam import GradCAM, GradCAMElementWise, GradCAMPlusPlus, LayerCAM
from pytorch_grad_cam.utils.model_targets import ClassifierOutputTarget
from torch import nn

import golden
import slow
import tiny_networks

warnings.filterwarnings("ignore")
FOLDER = golden.GOLDEN / "RationaleAttributionTests" / "Golden"
TARGETS = [3, 7]
BASELINE = torch.tensor([0.3, -0.2, 0.1]).view(1, 3, 1, 1)
RULES = ["riemann_left", "riemann_right", "riemann_middle", "riemann_trapezoid", "gausslegendre"]


def agree(name: str, peer: torch.Tensor, twin: torch.Tensor, tolerance: float = 2e-6) -> torch.Tensor:
    """The peer's answer, once the twin's is the same up to `tolerance` of the largest value."""
    error = ((peer - twin).abs().max() / twin.abs().max()).item()
    print(f"  {name}: {error:.1e} from its twin")
    if not error < tolerance:
        raise ValueError(f"{name} is not what its definition says: relative difference {error:.2e}")
    return peer.detach()


def write(name: str, document: dict) -> None:
    golden.write(FOLDER / f"{name}.json", {"torch": torch.__version__, "targets": TARGETS, **document})


def gradients(name: str, model: nn.Module, x: torch.Tensor) -> None:
    cases = {"gradient": agree("gradient", Saliency(model).attribute(x, target=TARGETS, abs=False),
                               slow.gradient(model, x, TARGETS))}
    if name == "cnn":
        cases["input-x-gradient"] = agree(
            "input × gradient", InputXGradient(model).attribute(x, target=TARGETS),
            x.detach() * slow.gradient(model, x, TARGETS))
        for key, method, rule in (("guided-backpropagation", GuidedBackprop, slow.Guided),
                                  ("deconvolution", Deconvolution, slow.Deconvolved)):
            cases[key] = agree(key, method(model).attribute(x, target=TARGETS),
                               slow.gradient(slow.with_relu(model, rule), x, TARGETS))
    write(f"gradients-{name}", {"network": name, "cases": cases})


def integrated_gradients(
    name: str, model: nn.Module, x: torch.Tensor, steps: int, rules: list[str], count: int
) -> None:
    """On the first `count` pictures, against the constant baseline of `pictures.json`."""
    x, targets = x[:count], TARGETS[:count]
    baseline, cases = BASELINE.expand_as(x), {}
    for rule in rules:
        values, gap = IntegratedGradients(model).attribute(
            x, baseline, target=targets, n_steps=steps, method=rule, return_convergence_delta=True)
        agree(f"{rule}, {steps} steps", values, slow.integrated_gradients(model, x, baseline, targets, steps, rule))
        cases[rule] = {"values": values.detach(), "gap": gap.float()}
    write(f"integrated-gradients-{name}-{steps}", {"network": name, "steps": steps, "pictures": count, "cases": cases})


def noise(model: nn.Module, x: torch.Tensor, seed: int = 11, samples: int = 5, deviation: float = 0.3) -> None:
    """Every picture on its own, with the same seed: what a batch must give, too."""
    cases = {"smoothgrad": [], "smoothgrad_sq": [], "vargrad": []}
    for index, target in enumerate(TARGETS):
        one = x[index:index + 1].detach()
        generator = torch.Generator().manual_seed(seed)
        noises = [torch.randn(one.shape, generator=generator) for _ in range(samples)]
        twins = slow.noise(model, one, [target], noises, deviation)
        with Patched(NoiseTunnel, "_add_noise_to_input", staticmethod(
                lambda value, stdev, count: value.repeat_interleave(count, 0) + stdev * torch.cat(noises))):
            for key in cases:
                values = NoiseTunnel(Saliency(model)).attribute(
                    one, nt_type=key, nt_samples=samples, stdevs=deviation, target=target, abs=False)
                cases[key].append(agree(f"{key}, picture {index}", values, twins[key], 1e-5))
    write("noise-cnn", {
        "network": "cnn", "seed": seed, "samples": samples, "deviation": deviation,
        "noise": "for each picture: Generator().manual_seed(seed), then randn([1, 3, 32, 32]) for each sample in turn",
        "firstNoise": noises[0].flatten()[:8], "cases": {key: torch.cat(values) for key, values in cases.items()},
    })


class OwnRectifiers(nn.Module):
    """A block of the network as captum's DeepLift needs it: each ReLU once, none in place."""

    def __init__(self, block: nn.Module):
        super().__init__()
        self.block, self.first, self.second = block, nn.ReLU(), nn.ReLU()

    def forward(self, x):
        block = self.block
        identity = x if block.downsample is None else block.downsample(x)
        out = self.first(block.bn1(block.conv1(x)))
        return self.second(block.bn2(block.conv2(out)) + identity)


def deep_lift(model: nn.Module, x: torch.Tensor) -> None:
    """Captum refuses rectifiers that are used twice or in place, so it gets a copy without."""
    single = copy.deepcopy(model)
    single.relu, single.layer1, single.layer2 = nn.ReLU(), OwnRectifiers(model.layer1), OwnRectifiers(model.layer2)
    x = x.detach()
    other = torch.tensor([-0.4, 0.1, 0.5]).view(1, 3, 1, 1)
    baselines = [BASELINE.expand_as(x), other.expand_as(x)]
    twins = [slow.deep_lift(model, x, baseline, TARGETS) for baseline in baselines]
    values = agree("DeepLIFT", DeepLift(single).attribute(x, baselines[0], target=TARGETS), twins[0], 1e-5)
    # Captum's sets of baselines are the same for all pictures: one picture at a time.
    shap = torch.cat([
        DeepLiftShap(single).attribute(x[i:i + 1], torch.cat([b[:1] for b in baselines]), target=TARGETS[i])
        for i in range(len(x))])
    agree("DeepLIFT SHAP", shap, sum(twins) / 2, 1e-5)
    write("deep-lift-cnn", {
        "network": "cnn", "baselines": torch.stack([BASELINE.flatten(), other.flatten()]),
        "cases": {"deep-lift": values, "deep-shap": shap.detach()}})


class Patched:
    """Replaces an attribute within a scope."""

    def __init__(self, owner, name, value):
        self.owner, self.name, self.value = owner, name, value

    def __enter__(self):
        self.kept = self.owner.__dict__[self.name]
        setattr(self.owner, self.name, self.value)

    def __exit__(self, *_):
        setattr(self.owner, self.name, self.kept)


def occlusion(model: nn.Module, x: torch.Tensor) -> None:
    cases = {}
    for key, window, strides in (
        ("dividing", (3, 8, 8), (3, 4, 4)), ("overhanging", (3, 8, 8), (3, 5, 5)), ("by-channel", (1, 8, 8), (1, 8, 8)),
    ):
        values = Occlusion(model).attribute(
            x.detach(), sliding_window_shapes=window, strides=strides, baselines=0, target=TARGETS,
            perturbations_per_eval=4)
        agree(f"occlusion {key}", values, slow.occlusion(model, x.detach(), TARGETS, window, strides), 1e-5)
        # A window over all channels gives each channel the same map: one is kept.
        cases[key] = {"window": window, "strides": strides, "values": values[:, :1] if window[0] == 3 else values}
    write("occlusion-cnn", {"network": "cnn", "baseline": 0, "cases": cases})


def class_activation_maps(name: str, model: nn.Module, x: torch.Tensor, layers: list[str], grid: int | None) -> None:
    """Raw maps [2, h, w], before any ReLU of the sum and any scaling. Tokens: first the class, then `grid`² patches."""

    def reshape(tokens):
        return tokens[:, 1:].reshape(tokens.shape[0], grid, grid, -1).permute(0, 3, 1, 2)

    document = {}
    for path in layers:
        layer, cases = model.get_submodule(path), {}
        activation, gradient = slow.activation_and_gradient(model, x, path, TARGETS)
        if grid:
            activation, gradient = reshape(activation), reshape(gradient)
        for key, method in (("grad-cam", GradCAM), ("grad-cam-elementwise", GradCAMElementWise),
                            ("grad-cam-plus-plus", GradCAMPlusPlus), ("layer-cam", LayerCAM)):
            values, scaled = raw(method(model, [layer], reshape if grid else None), x)
            twin = slow.class_activation_map(key, activation, gradient)
            cases[key] = agree(f"{key} at {path}", values, twin, 1e-5)
            if key == "grad-cam":
                cases["grad-cam-scaled"] = scaled
        if not grid:
            # captum's relu_attributions=False is the map above; with it, negative values are cut.
            for relu in (False, True):
                values = LayerGradCam(model, layer).attribute(x, target=TARGETS, relu_attributions=relu)[:, 0]
                twin = slow.class_activation_map("grad-cam", activation, gradient)
                cases[f"captum-relu-{str(relu).lower()}"] = agree(
                    f"captum at {path}, relu {relu}", values, twin.clamp_min(0) if relu else twin)
        document[path] = cases
    write(f"cam-{name}", {"network": name, "tokens": grid is not None, "layers": document})


def raw(method, x: torch.Tensor) -> tuple[torch.Tensor, torch.Tensor]:
    """pytorch-grad-cam's map before it is cut at zero, and after it is cut, scaled to 0…1 and resized by OpenCV."""
    kept, compute = [], method.get_cam_image

    def keep(*arguments, **named):
        kept.append(torch.from_numpy(numpy.ascontiguousarray(compute(*arguments, **named))))
        return kept[-1].numpy()

    method.get_cam_image = keep
    scaled = method(x, [ClassifierOutputTarget(target) for target in TARGETS])
    return kept[0], torch.from_numpy(scaled)


def rise(model: nn.Module, x: torch.Tensor, seed: int = 17, masks: int = 8, cells: int = 7, keep: float = 0.5) -> None:
    """No peer: Petsiuk, Das, Saenko (2018), arXiv 1806.07421, as a loop in double precision over recorded masks."""
    generator = torch.Generator().manual_seed(seed)
    size = -(-x.shape[-1] // cells)
    grids, shifts = [], []
    for _ in range(masks):
        grids.append((torch.rand((cells, cells), generator=generator) < keep).int())
        shifts.append(torch.randint(0, size, (2,), generator=generator))
    grids, shifts = torch.stack(grids), torch.stack(shifts)
    shown = torch.stack([slow.rise_mask(grid, shift, x.shape[-1]) for grid, shift in zip(grids, shifts)])
    cases = {
        key: slow.rise(model, x.detach(), TARGETS, shown, keep, probability)
        for key, probability in (("probability", True), ("logit", False))}
    # The recorded masks again, by torch's own bilinear resize.
    resized = nn.functional.interpolate(
        grids[:, None].double(), size=(cells + 1) * size, mode="bilinear", align_corners=False)[:, 0]
    for mask, picture, (down, right) in zip(shown, resized, shifts.tolist()):
        agree("RISE mask", picture[down:down + x.shape[-1], right:right + x.shape[-1]], mask)
    write("rise-cnn", {
        "network": "cnn", "seed": seed, "masks": masks, "cells": cells, "keep": keep,
        "draws": "one generator: for each mask rand([7, 7]) < keep, then randint(0, cell, [2]) = (down, right)",
        "grids": grids, "shifts": shifts, "firstMask": shown[0].float(),
        "cases": {key: value.float() for key, value in cases.items()},
    })


def margin(model: nn.Module, x: torch.Tensor) -> float:
    """The smallest |input| of a ReLU: a run that rounds by less than this has the same gradients."""
    found = []
    handles = [module.register_forward_pre_hook(lambda _, inputs: found.append(inputs[0].abs().min().item()))
               for module in model.modules() if isinstance(module, nn.ReLU)]
    model(x)
    for handle in handles:
        handle.remove()
    return min(found)


def main() -> int:
    torch.set_num_threads(2)
    FOLDER.mkdir(parents=True, exist_ok=True)
    cnn, vit, x = tiny_networks.cnn(), tiny_networks.vit(), tiny_networks.pictures().requires_grad_()
    for name in ("cnn", "vit"):
        shutil.copyfile(tiny_networks.FOLDER / f"{name}.pt2", FOLDER / f"{name}.pt2")
    write("pictures", {
        "input": x, "baseline": BASELINE.flatten(), "logits": {"cnn": cnn(x), "vit": vit(x)},
        "reluMargin": margin(cnn, x),
    })
    gradients("cnn", cnn, x)
    gradients("vit", vit, x)
    integrated_gradients("cnn", cnn, x, 7, RULES, 1)
    integrated_gradients("cnn", cnn, x, 50, RULES, 1)
    integrated_gradients("vit", vit, x, 50, ["gausslegendre"], 2)
    noise(cnn, x)
    deep_lift(cnn, x)
    occlusion(cnn, x)
    class_activation_maps("cnn", cnn, x, ["layer1", "layer2"], None)
    class_activation_maps("vit", vit, x, ["blocks.0", "blocks.1.norm1"], 4)
    rise(cnn, x)
    return 0


if __name__ == "__main__":
    sys.exit(main())
