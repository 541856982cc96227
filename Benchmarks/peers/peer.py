"""Times the Python tools for `pair.py`: one JSON line in, one out.

    {"case": "grad-cam", "network": "resnet18", "peer": "captum"}   →   {"seconds": 0.0171}
    {"case": "hello"}                                               →   {"name": …, "versions": {…}}

The first request of a kind builds the network and runs once unmeasured; every request times one run. A request that
cannot be served gives {"error": …}. Networks have random weights; the input is [1, 3, 224, 224] float32.
"""

import json
import os
import platform
import sys
import time

import numpy
import torch
import torchvision_on_cpu  # noqa: F401
import torchvision
from torch.nn import functional
from zoo_networks import SmallResNet

TARGET = 281
LAYERS = {"resnet18": "layer4", "vgg16": "features.29", "small_resnet": "layer3"}  # the last block; the last ReLU before the last pool


def network(name: str, **settings) -> torch.nn.Module:
    torch.manual_seed(0)
    return torchvision.models.get_model(name, weights=None, **settings).eval()


def picture() -> torch.Tensor:
    return torch.randn(1, 3, 224, 224, generator=torch.Generator().manual_seed(1))


def forward(name: str, _: dict):
    model, x = network(name), picture()

    def run():
        with torch.inference_mode():
            return model(x)
    return run


def grad_cam_captum(name: str, _: dict):
    """The map at the picture's size, as captum's own examples make it."""
    from captum.attr import LayerAttribution, LayerGradCam

    model, x = network(name), picture()
    method = LayerGradCam(model, model.get_submodule(LAYERS[name]))
    return lambda: LayerAttribution.interpolate(
        method.attribute(x, target=TARGET, relu_attributions=True), (224, 224), "bilinear")


def grad_cam_pytorch_grad_cam(name: str, _: dict):
    """As its README calls it; the map comes scaled and at the picture's size."""
    from pytorch_grad_cam import GradCAM
    from pytorch_grad_cam.utils.model_targets import ClassifierOutputTarget

    model, x = network(name), picture()
    method = GradCAM(model=model, target_layers=[model.get_submodule(LAYERS[name])])
    return lambda: method(input_tensor=x, targets=[ClassifierOutputTarget(TARGET)])


def integrated_gradients(name: str, request: dict):
    from captum.attr import IntegratedGradients

    model, x = network(name), picture()
    method = IntegratedGradients(model)
    steps, batch = request.get("steps", 50), request.get("batch", 10)
    return lambda: method.attribute(x, target=TARGET, n_steps=steps, internal_batch_size=batch)


def occlusion(name: str, request: dict):
    from captum.attr import Occlusion

    model, x = network(name), picture()
    method = Occlusion(model)
    window, stride, batch = request.get("window", 32), request.get("stride", 16), request.get("batch", 10)

    def run():
        with torch.no_grad():
            return method.attribute(
                x, sliding_window_shapes=(3, window, window), strides=(3, stride, stride), baselines=0, target=TARGET,
                perturbations_per_eval=batch)
    return run


def rise(name: str, request: dict):
    """A batched loop as one would write it with care: masks made by the batch, nothing kept, no gradient."""
    model, x = network(name), picture()
    count, batch, cells, keep = request.get("masks", 200), request.get("batch", 20), 7, 0.5
    size, cell = x.shape[-1], -(-x.shape[-1] // cells)

    def run():
        generator = torch.Generator().manual_seed(2)
        total = torch.zeros(size, size)
        with torch.inference_mode():
            for start in range(0, count, batch):
                here = min(batch, count - start)
                grids = (torch.rand(here, 1, cells, cells, generator=generator) < keep).float()
                wide = functional.interpolate(grids, size=(cells + 1) * cell, mode="bilinear", align_corners=False)
                shifts = torch.randint(0, cell, (here, 2), generator=generator).tolist()
                masks = torch.stack([
                    mask[:, down:down + size, right:right + size] for mask, (down, right) in zip(wide, shifts)])
                scores = model(masks * x).softmax(1)[:, TARGET]
                total += torch.tensordot(scores, masks[:, 0], dims=1)
        return total / (count * keep)
    return run


def training(channels_last: bool):
    """The loop of every tutorial: batches that are there already, normalised, passed through, and a step of the optimiser.

    With channels_last, as PyTorch's tuning guide says: network and batches in that order.
    """
    def prepare(name: str, request: dict):
        torch.manual_seed(0)
        model = (SmallResNet(50) if name == "small_resnet" else network(name, num_classes=50)).train()
        if channels_last:
            model = model.to(memory_format=torch.channels_last)
        rules = {"adamw": lambda p: torch.optim.AdamW(p, lr=1e-3, weight_decay=0),
                 "sgd": lambda p: torch.optim.SGD(p, lr=1e-3, momentum=0.9)}
        optimizer = rules[request.get("rule", "adamw")](model.parameters())
        side, batch = request.get("side", 128), request.get("batch", 32)
        generator = torch.Generator().manual_seed(1)
        pictures = torch.randint(0, 256, (2 * batch, side, side, 3), dtype=torch.uint8, generator=generator)
        classes = torch.arange(2 * batch) % 50
        mean, deviation = torch.tensor([0.485, 0.456, 0.406]), torch.tensor([0.229, 0.224, 0.225])
        reduced = request.get("precision") == "bfloat16"

        def run():
            total = 0.0
            for step in range(request.get("steps", 4)):
                rows = slice(batch * (step % 2), batch * (step % 2 + 1))
                x = ((pictures[rows].float() / 255 - mean) / deviation).permute(0, 3, 1, 2)
                if not channels_last:
                    x = x.contiguous()
                optimizer.zero_grad()
                with torch.autocast("cpu", torch.bfloat16, enabled=reduced):
                    scores = model(x)
                loss = functional.cross_entropy(scores.float(), classes[rows])
                loss.backward()
                optimizer.step()
                total += loss.item()
            return torch.tensor([total])
        return run
    return prepare


def consistency(channels_last: bool):
    """The published step of Grad-CAM consistency: picture and composite passed one after the other, maps by gradients of
    the score with create_graph, L1 to the map of the picture in its quadrant (Pillai and Pirsiavash, AAAI 2021)."""
    def prepare(name: str, request: dict):
        torch.manual_seed(0)
        model = (SmallResNet(50) if name == "small_resnet" else network(name, num_classes=50)).train()
        if channels_last:
            model = model.to(memory_format=torch.channels_last)
        seen = {}
        model.get_submodule(LAYERS[name]).register_forward_hook(lambda _, __, output: seen.update(map=output))
        optimizer = torch.optim.SGD(model.parameters(), lr=1e-3, momentum=0.9)
        side, batch = request.get("side", 224), request.get("batch", 8)
        generator = torch.Generator().manual_seed(1)
        pictures = torch.randint(0, 256, (64, side, side, 3), dtype=torch.uint8, generator=generator)
        mean, deviation = torch.tensor([0.485, 0.456, 0.406]), torch.tensor([0.229, 0.224, 0.225])
        reduced = request.get("precision") == "bfloat16"
        rows = torch.arange(batch)

        def normalized(pixels):
            x = ((pixels.float() / 255 - mean) / deviation).permute(0, 3, 1, 2)
            return x if channels_last else x.contiguous()

        def maps(x, classes):
            with torch.autocast("cpu", torch.bfloat16, enabled=reduced):
                scores = model(x)
            scores = scores.float()
            slope = torch.autograd.grad(scores[rows, classes].sum(), seen["map"], create_graph=True)[0]
            found = functional.relu((seen["map"].float() * slope.float()).sum(1))
            return scores, found / (found.sum((1, 2), keepdim=True) + 1e-8) + 1e-8

        def run():
            total = 0.0
            for _ in range(request.get("steps", 1)):
                own = torch.randint(0, 64, (batch,), generator=generator)
                others = torch.randint(0, 64, (batch, 3), generator=generator)
                quadrants = torch.randint(0, 4, (batch,), generator=generator)
                four = torch.stack([
                    torch.cat([others[i, :q], own[i:i + 1], others[i, q:]]) for i, q in enumerate(quadrants.tolist())])
                composites = pictures[four].view(batch, 2, 2, side, side, 3).permute(0, 1, 3, 2, 4, 5).reshape(
                    batch, 2 * side, 2 * side, 3)
                classes = own % 50
                optimizer.zero_grad()
                scores, alone = maps(normalized(pictures[own]), classes)
                _, among = maps(normalized(composites), classes)
                high, wide = alone.shape[1:]
                expected = torch.zeros_like(among)
                for i, q in enumerate(quadrants.tolist()):
                    expected[i, q // 2 * high:(q // 2 + 1) * high, q % 2 * wide:(q % 2 + 1) * wide] = alone[i]
                loss = functional.cross_entropy(scores, classes) + (among - expected).abs().mean()
                loss.backward()
                optimizer.step()
                total += loss.item()
            return torch.tensor([total])
        return run
    return prepare


CASES = {
    ("forward", "torch"): forward,
    ("grad-cam", "captum"): grad_cam_captum,
    ("grad-cam", "pytorch-grad-cam"): grad_cam_pytorch_grad_cam,
    ("integrated-gradients", "captum"): integrated_gradients,
    ("occlusion", "captum"): occlusion,
    ("rise", "torch"): rise,
    ("train", "torch"): training(channels_last=False),
    ("train", "torch-channels-last"): training(channels_last=True),
    ("consistency", "torch"): consistency(channels_last=False),
    ("consistency", "torch-channels-last"): consistency(channels_last=True),
}


def hello() -> dict:
    from importlib.metadata import version

    packages = ("torch", "torchvision", "captum", "grad-cam", "numpy")
    return {
        "name": "python", "threads": torch.get_num_threads(),
        "versions": {"python": platform.python_version()} | {name: version(name) for name in packages}}


def answer(request: dict, ready: dict) -> dict:
    if request.get("case") == "hello":
        return hello()
    key = json.dumps(request, sort_keys=True)
    if key not in ready:
        make = CASES.get((request.get("case"), request.get("peer")))
        if make is None or request.get("network") not in LAYERS:
            return {"error": f"no case {request.get('case')} of {request.get('peer')} on {request.get('network')}; "
                             f"there are {', '.join(' of '.join(case) for case in CASES)} on {', '.join(LAYERS)}"}
        ready.clear()  # one network in memory at a time
        ready[key] = make(request["network"], request)
        ready[key]()
    began = time.perf_counter()
    result = ready[key]()
    seconds = time.perf_counter() - began
    return {"seconds": seconds, "shape": list(numpy.shape(result.detach() if torch.is_tensor(result) else result))}


def main() -> int:
    torch.set_num_threads(int(os.environ.get("OMP_NUM_THREADS", "2")))
    ready: dict = {}
    replies = os.fdopen(os.dup(1), "w", buffering=1)
    os.dup2(2, 1)  # what libraries print goes to standard error
    for line in sys.stdin:
        if not line.strip():
            continue
        try:
            reply = answer(json.loads(line), ready)
        except Exception as error:  # the driver decides what a failure means
            reply = {"error": f"{type(error).__name__}: {error}"}
        print(json.dumps(reply), file=replies, flush=True)
    return 0


if __name__ == "__main__":
    sys.exit(main())
