"""Writes `Tests/RationaleAttributionTests/Golden/classifiers/`: small exported classifiers that are no photo classifiers of
logits, and what captum says of the scores that go into their final nonlinearity.

Each `NAME.json` holds the inputs, the network's own answer, the scores and, computed in double precision, captum's maps of one
score for each input: gradient, integrated gradients (Gauss-Legendre, 32 steps, zero baseline), DeepLIFT where every nonlinearity
is a module, Grad-CAM where there are places, occlusion of one place at a time.
"""

import torch
from captum import attr
from torch import nn
from torch.export import Dim
from torch.nn import functional as F

import golden

FOLDER = golden.GOLDEN / "RationaleAttributionTests/Golden/classifiers"


class Pictures(nn.Module):
    """A convolution, places, a linear layer: scores before any nonlinearity."""

    def __init__(self, channels=3, classes=4, convolution=nn.Conv2d, pool=nn.AvgPool2d, features=6 * 16):
        super().__init__()
        self.conv = convolution(channels, 6, 3, padding=1)
        self.relu = nn.ReLU()
        self.pool = pool(2)
        self.fc = nn.Linear(features, classes)

    def scores(self, x):
        return self.fc(self.pool(self.relu(self.conv(x))).flatten(1))

    def forward(self, x):
        return self.scores(x)


def ending(function, base=Pictures, **settings):
    """The same network, whose answer a function makes of the scores."""

    class Network(base):
        def forward(self, x):
            return function(self.scores(x))

    return Network(**settings)


class Table(nn.Module):
    def __init__(self):
        super().__init__()
        self.first = nn.Linear(6, 9)
        self.tanh = nn.Tanh()
        self.second = nn.Linear(9, 2)

    def scores(self, x):
        return self.second(self.tanh(self.first(x)))

    def forward(self, x):
        return self.scores(x)


class TwoInputs(Pictures):
    """A picture and a row of a table."""

    def __init__(self):
        super().__init__()
        self.mix = nn.Linear(2, 4)

    def scores(self, x):
        return self.both(x, ROW.to(x.dtype).expand(x.shape[0], 2))

    def both(self, image, row):
        return Pictures.scores(self, image) + self.mix(row)

    def forward(self, image, row):
        return self.both(image, row)


class ChannelsLast(Pictures):
    def scores(self, x):
        return super().scores(x.permute(0, 3, 1, 2))


class Bytes(Pictures):
    def forward(self, x):
        return self.scores(x.float() / 255)


class Several(Pictures):
    def forward(self, x):
        scores = self.scores(x)
        return {"features": self.conv(x).mean((2, 3)), "logits": scores}


class FoldedBatch(Pictures):
    """The batch is folded into another size, which is a number in an archive that was exported for one size."""

    def scores(self, x):
        return self.fc(self.pool(self.relu(self.conv(x))).reshape(x.shape[0] * 6, 16).reshape(x.shape[0], 96))


class Functional(Pictures):
    """Every tutorial's: the nonlinearity is a call in the network's own forward."""

    def __init__(self):
        super().__init__()
        self.bn = nn.BatchNorm2d(6)

    def scores(self, x):
        return self.fc(F.avg_pool2d(F.relu(self.bn(self.conv(x))), 2).flatten(1))


class UnfoldedNorm(Pictures):
    """An evaluation batch norm that no convolution takes up, before something that flattens and transposes."""

    def __init__(self):
        super().__init__()
        self.bn = nn.BatchNorm2d(6)

    def norm(self, y):
        # Spelled out in double precision: PyTorch's own derivative is wrong for one picture in this layout.
        if y.dtype != torch.float64:
            return self.bn(y)
        scale = self.bn.weight / (self.bn.running_var + self.bn.eps).sqrt()
        shift = self.bn.bias - self.bn.running_mean * scale
        return y * scale[:, None, None] + shift[:, None, None]

    def scores(self, x):
        y = self.norm(self.relu(self.conv(x))) * 0.2
        y = y.flatten(2).transpose(1, 2)  # [batch, place, channel]
        y = (y @ y.transpose(1, 2)) @ y
        return self.fc(self.pool(y.transpose(1, 2).reshape(-1, 6, 8, 8)).flatten(1))


class Standardised(Pictures):
    """Weight standardisation by a batch norm without running statistics."""

    def scores(self, x):
        weight = self.conv.weight
        flat = F.batch_norm(weight.reshape(1, 6, -1), None, None, training=True, momentum=0.0, eps=1e-6)
        y = F.conv2d(x, flat.reshape_as(weight), self.conv.bias, padding=1)
        return self.fc(self.pool(self.relu(y)).flatten(1))


class Frozen(Pictures):
    def scores(self, x):
        with torch.no_grad():
            y = self.conv(x)
        return self.fc(self.pool(self.relu(y)).flatten(1))

    def differentiable(self, x):
        return Pictures.scores(self, x)


class Autocast(Pictures):
    def scores(self, x):
        y = self.conv(x)
        with torch.autocast("cpu", enabled=False):
            y = self.relu(y.float() if y.dtype != torch.float64 else y)
        return self.fc(self.pool(y).flatten(1))


class Branches(Pictures):
    def scores(self, x):
        y = self.conv(x)
        y = torch.cond(y.sum() > 0, lambda y: y * 1.5, lambda y: -y, (y,))
        return self.fc(self.pool(self.relu(y)).flatten(1))


ROW = torch.tensor([[0.5, -1.25]])


def volume(classes):
    return Pictures(1, classes, nn.Conv3d, nn.AvgPool3d, 6 * 8)


def series(classes):
    return Pictures(2, classes, nn.Conv1d, nn.AvgPool1d, 6 * 8)


def pair(z):
    p = torch.sigmoid(z)
    return torch.cat([1 - p, p], 1)


def networks():
    """Name, network, shape of an input, and what else: scoring; the scores of the answer's classes; the type of the input."""
    picture = [3, 8, 8]
    yield "softmax", ending(lambda s: F.softmax(s, 1)), picture, {"scoring": "softmax"}
    yield "log-softmax", ending(lambda s: F.log_softmax(s, -1)), picture, {"scoring": "softmax"}
    yield "multi-label", ending(torch.sigmoid), picture, {"scoring": "sigmoid"}
    yield "one-logit", Pictures(classes=1), picture, {"scoring": "logit"}
    yield "one-probability", ending(lambda s: torch.sigmoid(s).squeeze(1), classes=1), picture, {"scoring": "logit"}
    yield "pair", ending(pair, classes=1), picture, {"scoring": "logit"}
    yield "regression", Pictures(classes=2), picture, {"scoring": "value", "given": "value"}
    yield "two-inputs", TwoInputs(), picture, {"scoring": "softmax"}
    yield "gray", Pictures(1), [1, 8, 8], {"scoring": "softmax"}
    yield "alpha", Pictures(4), [4, 8, 8], {"scoring": "softmax"}
    yield "channels-last", ChannelsLast(), [8, 8, 3], {"scoring": "softmax"}
    yield "bytes", Bytes(), picture, {"scoring": "softmax", "dtype": torch.uint8}
    yield "half", Pictures(), picture, {"scoring": "softmax", "dtype": torch.float16}
    yield "bfloat16", Pictures(), picture, {"scoring": "softmax", "dtype": torch.bfloat16}
    yield "double", Pictures(), picture, {"scoring": "softmax", "dtype": torch.float64}
    yield "series", series(3), [2, 16], {"scoring": "softmax"}
    yield "volume", volume(3), [1, 4, 4, 4], {"scoring": "softmax"}
    yield "table", Table(), [6], {"scoring": "value", "given": "value"}
    yield "outputs", Several(), picture, {"scoring": "softmax"}
    yield "batch-of-one", FoldedBatch(), picture, {"scoring": "softmax", "batch": 1}
    yield "batch-of-two", FoldedBatch(), picture, {"scoring": "softmax", "batch": 2}
    yield "functional", Functional(), picture, {"scoring": "softmax"}
    yield "unfolded-norm", UnfoldedNorm(), picture, {"scoring": "softmax"}
    yield "standardised", Standardised(), picture, {"scoring": "softmax"}
    yield "frozen", Frozen(), picture, {"scoring": "softmax"}
    yield "autocast", Autocast(), picture, {"scoring": "softmax"}
    yield "branches", Branches(), picture, {"scoring": "softmax"}


def filled(network):
    """Weights and statistics that say something, the same on every machine."""
    generator = torch.Generator().manual_seed(11)
    with torch.no_grad():
        for name, tensor in list(network.named_parameters()) + list(network.named_buffers()):
            if tensor.dtype.is_floating_point:
                drawn = torch.randn(tensor.shape, generator=generator)
                tensor.copy_(drawn.abs() + 0.5 if name.endswith("running_var") else drawn * 0.4)
    for parameter in network.parameters():
        parameter.requires_grad_(False)
    return network.eval()


def export(name, network, inputs, batch):
    arguments = tuple(x[:batch] if batch else x for x in inputs)
    shapes = None if batch else tuple({0: Dim("batch", min=1, max=64)} for _ in arguments)
    program = torch.export.export(network, arguments, dynamic_shapes=shapes)
    torch.export.save(program, FOLDER / f"{name}.pt2")


class Scores(nn.Module):
    """What goes into the final nonlinearity, and of one logit z the scores -z and z."""

    def __init__(self, network, scoring, divisor):
        super().__init__()
        self.network = network
        self.scoring = scoring
        self.divisor = divisor

    def forward(self, x):
        x = x / self.divisor
        scores = getattr(self.network, "differentiable", self.network.scores)(x)
        return torch.cat([-scores, scores], 1) if self.scoring == "logit" else scores


def each(function, x, targets):
    """One input after the other, so that no batch is mixed."""
    return torch.cat([function(x[i : i + 1], target) for i, target in enumerate(targets)]).detach()


def maps(network, scores, x, targets, name):
    gradient, path = attr.Saliency(scores), attr.IntegratedGradients(scores)
    found = {
        "gradient": each(lambda x, t: gradient.attribute(x, target=t, abs=False), x, targets),
        "integrated-gradients": each(lambda x, t: path.attribute(x, target=t, n_steps=32), x, targets),
    }
    modules = name not in ("functional", "unfolded-norm", "frozen", "standardised", "autocast", "branches")
    if modules:
        lift = attr.DeepLift(scores)
        found["deep-lift"] = each(lambda x, t: lift.attribute(x, target=t), x, targets)
    if hasattr(network, "conv") and modules:
        cam = attr.LayerGradCam(scores, network.relu)
        found["grad-cam"] = each(lambda x, t: cam.attribute(x, target=t, relu_attributions=True), x, targets)
    if name == "unfolded-norm":  # its scores are so large that one place changes them by little more than their rounding
        return found
    with torch.no_grad():
        occlusion = attr.FeatureAblation(scores)
        shape = x.shape[1:]
        if name == "channels-last":
            places = torch.arange(shape[0] * shape[1]).reshape(1, shape[0], shape[1], 1).expand(1, *shape)
        elif len(shape) <= 2:  # every element of a row or a series is a place of its own
            places = torch.arange(shape.numel()).reshape(1, *shape)
        else:
            inner = shape[1:]
            places = torch.arange(inner.numel()).reshape(1, 1, *inner).expand(1, *shape)
        found["occlusion"] = each(lambda x, t: occlusion.attribute(x, target=t, feature_mask=places), x, targets)
    return found


def main():
    FOLDER.mkdir(parents=True, exist_ok=True)
    for name, network, shape, what in networks():
        network = filled(network)
        dtype = what.get("dtype", torch.float32)
        generator = torch.Generator().manual_seed(5)
        drawn = torch.randn([2, *shape], generator=generator)
        if dtype == torch.uint8:
            x = (drawn * 60 + 128).clamp(0, 255).to(torch.uint8)
        else:
            if dtype.is_floating_point and dtype != torch.float32:
                network = network.to(dtype)
            x = drawn.to(dtype)
        others = (ROW.expand(2, 2).contiguous(),) if name == "two-inputs" else ()
        export(name, network, (x, *others), what.get("batch"))
        with torch.no_grad():
            answer = network(x, *others)
        answer = answer["logits"] if isinstance(answer, dict) else answer
        network = network.double()
        exact = x.double()
        scores = Scores(network, what["scoring"], 255 if dtype == torch.uint8 else 1)
        values = scores(exact).detach()
        targets = [0, values.shape[1] - 1]
        document = {
            "torch": torch.__version__,
            "scoring": what["scoring"],
            "given": what.get("given"),
            "targets": targets,
            "input": x.double() if dtype == torch.uint8 else x.float(),
            "answer": answer.float(),
            "scores": values.float(),
        }
        for method, found in maps(network, scores, exact.clone().requires_grad_(), targets, name).items():
            document[method] = found.float()
        golden.write(FOLDER / f"{name}.json", document)


if __name__ == "__main__":
    main()
