"""Golden files of the zoo, for Tests/RationaleNetworksTests/Zoo: what torchvision's networks are and compute.

    python scripts/reference/zoo_networks.py [NAME…]

Weights follow a formula that the tests repeat, so that none need to be stored: the networks have 10 classes and see two
pictures of 64×64 (32×32 for CIFAR). They compute in float64: in float32 the kernels of another processor round
differently, and a rectifier within rounding of zero then lets a gradient through or not. A module's line is its path, its class, the mean absolute value of what it returns
(in its last call), and the shapes of its own tensors.
"""
import json
import math
import pathlib
import sys

import torch
import torchvision_on_cpu  # noqa: F401  before torchvision
from torchvision import models
from torchvision.models.resnet import BasicBlock

from zoo_twins import CIFARResNet, CIFARStemResNet, SmallVGG, Xception

GOLDEN = pathlib.Path(__file__).resolve().parents[2] / "Tests/RationaleNetworksTests/Golden/zoo"
PERIOD = 65521


def resnet18_maximum(num_classes=1000):
    network = models.resnet18(num_classes=num_classes)
    network.avgpool = torch.nn.AdaptiveMaxPool2d(1)
    return network


def googlenet(transform_input):
    return lambda num_classes=1000: models.googlenet(
        num_classes=num_classes, aux_logits=False, transform_input=transform_input, init_weights=True)


class SmallResNet(torch.nn.Module):
    """The network that learns the aviary, of torchvision's blocks."""

    def __init__(self, num_classes=50):
        super().__init__()

        def projection(inputs, outputs, stride):
            return torch.nn.Sequential(
                torch.nn.Conv2d(inputs, outputs, 1, stride, bias=False), torch.nn.BatchNorm2d(outputs))

        self.conv1 = torch.nn.Conv2d(3, 32, 8, 4, 2, bias=False)
        self.bn1 = torch.nn.BatchNorm2d(32)
        self.relu = torch.nn.ReLU()
        self.layer1 = BasicBlock(32, 32)
        self.layer2 = BasicBlock(32, 64, 2, projection(32, 64, 2))
        self.layer3 = BasicBlock(64, 128, 1, projection(64, 128, 1))
        self.avgpool = torch.nn.AdaptiveAvgPool2d(1)
        self.fc = torch.nn.Linear(128, num_classes)
        for module in self.modules():
            if isinstance(module, torch.nn.Conv2d):
                torch.nn.init.kaiming_normal_(module.weight, mode="fan_out", nonlinearity="relu")

    def forward(self, x):
        x = self.relu(self.bn1(self.conv1(x)))
        x = self.layer3(self.layer2(self.layer1(x)))
        return self.fc(self.avgpool(x).flatten(1))


NETWORKS = {
    "alexnet": models.alexnet,
    "cifar_resnet20": lambda num_classes=10: CIFARResNet(20, num_classes),
    "cifar_resnet32": lambda num_classes=10: CIFARResNet(32, num_classes),
    "cifar_resnet44": lambda num_classes=10: CIFARResNet(44, num_classes),
    "cifar_resnet56": lambda num_classes=10: CIFARResNet(56, num_classes),
    "cifar_resnet110": lambda num_classes=10: CIFARResNet(110, num_classes),
    "googlenet": googlenet(True),
    "googlenet_plain": googlenet(False),
    "mobilenet_v2": models.mobilenet_v2,
    "resnet8": CIFARStemResNet,
    "resnet18": models.resnet18,
    "resnet18_maximum": resnet18_maximum,
    "resnet34": models.resnet34,
    "resnet50": models.resnet50,
    "resnet101": models.resnet101,
    "small_resnet": SmallResNet,
    "small_vgg": SmallVGG,
    "squeezenet1_1": models.squeezenet1_1,
    "vgg16": models.vgg16,
    "vgg16_bn": models.vgg16_bn,
    "xception": Xception,
}


def table():
    """Numbers between -1 and 1 from Park and Miller's generator."""
    state, numbers = 1, []
    for _ in range(PERIOD):
        state = state * 48271 % 2147483647
        numbers.append(state / 2147483647 * 2 - 1)
    return torch.tensor(numbers, dtype=torch.float32)


TABLE = table()


def numbers(name, shape):
    """A window of the table, repeated; where it begins follows from the name."""
    begin = 0
    for byte in name.encode():
        begin = (begin * 31 + byte) % PERIOD
    count = math.prod(shape)
    return TABLE.repeat((begin + count) // PERIOD + 1)[begin : begin + count].reshape(shape)


def formula(name, shape):
    drawn = numbers(name, shape)
    if len(shape) > 1:
        return drawn * math.sqrt(6 / math.prod(shape[1:]))
    if name.endswith("running_var"):
        return drawn * 0.5 + 1
    return drawn * 0.2 + 1 if name.endswith("weight") else drawn * 0.1


def initial(network):
    """Standard deviation and largest absolute value of some tensors as PyTorch draws them."""
    tensors = {key: value for key, value in network.named_parameters() if value.dim() > 1 and value.numel() >= 4096}
    step = max(1, (len(tensors) - 1) // 3)
    chosen = list(tensors.items())[::step] + list(tensors.items())[-1:]
    return {key: [significant(value.detach().std()), significant(value.detach().abs().max())] for key, value in chosen}


def significant(number, digits=5):
    return float(f"{float(number):.{digits}g}")


def golden(name, make):
    torch.manual_seed(0)
    published = make()
    network = make(num_classes=10).eval()
    state = network.state_dict()
    network.load_state_dict(
        {key: value if key.endswith("num_batches_tracked") else formula(key, list(value.shape))
         for key, value in state.items()})
    network.double()
    means = {}
    for path, module in network.named_modules():
        module.register_forward_hook(
            lambda module, inputs, output, path=path: means.update({path: output.detach().abs().mean()}))
    side = 32 if name.startswith("cifar") else 64
    x = (numbers("input", [2, 3, side, side]) * 2).double().requires_grad_()
    logits = network(x)
    (gradient,) = torch.autograd.grad(logits, x, numbers("seed", [2, 10]).double())
    logits = logits.detach()
    modules = []
    for path, module in network.named_modules():
        if not path:
            continue
        own = {key: value for key, value in module.state_dict().items() if "." not in key}
        shapes = [f"{key}:{'x'.join(map(str, value.shape))}" for key, value in own.items() if value.dim() > 0]
        modules.append(" ".join([path, type(module).__name__, f"{significant(means[path], 9):.9g}"] + shapes))
    return {
        "parameters": sum(value.numel() for value in published.parameters()),
        "initial": initial(published),
        "logits": [significant(value, 12) for value in logits.flatten().tolist()],
        "gradient": [significant(value, 12) for value in gradient.flatten()[::509].tolist()],
        "modules": modules,
    }


def written(document):
    """JSON with a line for each field and for each module."""
    lines = [f"{json.dumps(key)}: {json.dumps(value)}" for key, value in document.items() if key != "modules"]
    modules = ",\n".join(json.dumps(module) for module in document["modules"])
    return "{\n" + ",\n".join(lines) + ',\n"modules": [\n' + modules + "\n]\n}\n"


def main():
    torch.set_num_threads(2)
    GOLDEN.mkdir(parents=True, exist_ok=True)
    for name in sys.argv[1:] or NETWORKS:
        (GOLDEN / f"{name}.json").write_text(written(golden(name, NETWORKS[name])))
        print(name)


if __name__ == "__main__":
    main()
