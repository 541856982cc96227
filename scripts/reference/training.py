"""Golden files of training, for Tests/RationaleTrainingTests.

    python scripts/reference/training.py

`objective.json`: six steps of PyTorch on a small network whose loss holds a gradient of the logits by a layer (second
order) and a map that is warped like its picture. What is drawn for a sample is drawn here once more.
`metrics.json`: scikit-learn's average precision and F1. `best.json`: its accuracy of several guesses.
"""

import math

import numpy
import torch
from sklearn.metrics import average_precision_score, f1_score, precision_score, recall_score, top_k_accuracy_score
from torch import nn
from torch.nn import functional

import golden

FOLDER = golden.GOLDEN / "RationaleTrainingTests/Golden"
SIDE, BATCH, STEPS, SEED = 12, 4, 6, 5
AREA, ASPECT = (0.3, 1.0), (0.75, 4 / 3)


class SplitMix64:
    """The generator of `RationaleCore`, and its recipe for a generator with a purpose."""

    MASK = (1 << 64) - 1

    def __init__(self, seed: int, purpose: str):
        digest = 0xCBF29CE484222325
        for byte in purpose.encode():
            digest = ((digest ^ byte) * 0x100000001B3) & self.MASK
        self.counter = self.mixed((seed + 0x9E3779B97F4A7C15) & self.MASK) ^ digest

    @classmethod
    def mixed(cls, z: int) -> int:
        z = ((z ^ (z >> 30)) * 0xBF58476D1CE4E5B9) & cls.MASK
        z = ((z ^ (z >> 27)) * 0x94D049BB133111EB) & cls.MASK
        return z ^ (z >> 31)

    def next(self) -> int:
        self.counter = (self.counter + 0x9E3779B97F4A7C15) & self.MASK
        return self.mixed(self.counter)

    def unit(self) -> float:
        return (self.next() >> 11) * 2.0**-53

    def index(self, count: int) -> int:
        return (self.next() * count) >> 64


def drawn(number: int) -> tuple[bool, list[float]]:
    """Whether sample `number` is mirrored, and the box (x, y, width, height) that fills its picture."""
    random = SplitMix64(SEED, f"augmentation {number}")
    flipped = random.unit() < 0.5
    right, down = random.index(3) - 1, random.index(3) - 1
    for _ in range(3):
        random.unit()
    for _ in range(10):
        area = SIDE * SIDE * (AREA[0] + (AREA[1] - AREA[0]) * random.unit())
        low, high = math.log(ASPECT[0]), math.log(ASPECT[1])
        aspect = math.exp(low + (high - low) * random.unit())
        width, height = (math.floor(math.sqrt(value) + 0.5) for value in (area * aspect, area / aspect))
        if 1 <= width <= SIDE and 1 <= height <= SIDE:
            y = random.index(SIDE - height + 1)
            x = random.index(SIDE - width + 1)
            return flipped, [x + (right if flipped else -right), y - down, width, height]
    raise ValueError("no box fits: choose other ranges")


def warped(maps: torch.Tensor, changes) -> torch.Tensor:
    """`[batch, channel, height, width]`, by the sampler of PyTorch."""
    height, width = maps.shape[-2:]
    grids = []
    for flipped, (x, y, columns, rows) in changes:
        across = (torch.arange(width, dtype=torch.float64) + 0.5) / width
        across = (x + (1 - across if flipped else across) * columns) / SIDE
        down = (y + (torch.arange(height, dtype=torch.float64) + 0.5) / height * rows) / SIDE
        grid = torch.stack(torch.meshgrid(2 * down - 1, 2 * across - 1, indexing="ij"), dim=-1)
        grids.append(grid.flip(-1))
    grid = torch.stack(grids).to(maps.dtype)
    return functional.grid_sample(maps, grid, mode="bilinear", padding_mode="border", align_corners=False)


class Net(nn.Module):
    def __init__(self):
        super().__init__()
        self.conv1 = nn.Conv2d(3, 4, 3, padding=1)
        self.bn = nn.BatchNorm2d(4)
        self.conv2 = nn.Conv2d(4, 6, 3, stride=2, padding=1)
        self.fc = nn.Linear(6, 3)

    def forward(self, x):
        activation = functional.relu(self.conv2(functional.relu(self.bn(self.conv1(x)))))
        return self.fc(activation.mean([2, 3])), activation


def picture(number: int) -> torch.Tensor:
    channel, row, column = numpy.meshgrid(range(3), range(SIDE), range(SIDE), indexing="ij")
    return torch.from_numpy(numpy.sin(0.9 * number + 1.3 * channel + 0.7 * row + 0.4 * column)).float()


def cam(logits, activation, classes):
    score = logits.gather(1, classes[:, None]).sum()
    slope = torch.autograd.grad(score, activation, create_graph=True)[0]
    found = functional.relu((activation * slope).sum(1))
    return found / (found.sum([1, 2], keepdim=True) + 1e-8)


def objective() -> dict:
    torch.manual_seed(0)
    net = Net()
    starts = {name: parameter.detach().clone() for name, parameter in net.named_parameters()}
    # What Rationale calls groups: another rate, another decay, frozen.
    net.fc.bias.requires_grad_(False)
    optimizer = torch.optim.SGD(
        [
            {"params": [*net.conv1.parameters(), *net.conv2.parameters()]},
            {"params": [net.fc.weight], "lr": 0.1},
            {"params": [net.bn.weight, net.bn.bias], "weight_decay": 0.0},
        ],
        lr=0.05, momentum=0.9, weight_decay=0.01,
    )
    losses = []
    for step in range(STEPS):
        numbers = range(step * BATCH, (step + 1) * BATCH)
        changes = [drawn(number) for number in numbers]
        pictures = torch.stack([picture(number) for number in numbers])
        classes = torch.tensor([number % 3 for number in numbers])
        logits, activation = net(pictures)
        expected = warped(cam(logits, activation, classes)[:, None], changes)[:, 0]
        found = cam(*net(warped(pictures, changes)), classes)
        loss = functional.cross_entropy(logits, classes) + 5 * (found - expected).abs().mean()
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
        losses.append(loss.item())
    first = warped(picture(0)[None], [drawn(0)])[0]
    return {
        "torch": torch.__version__,
        "starts": starts,
        "ends": {name: parameter.detach() for name, parameter in net.named_parameters()},
        "statistics": {"bn.running_mean": net.bn.running_mean, "bn.running_var": net.bn.running_var},
        "losses": losses,
        "boxes": [drawn(number)[1] for number in range(STEPS * BATCH)],
        "flips": [drawn(number)[0] for number in range(STEPS * BATCH)],
        "warped": first,
    }


def metrics() -> dict:
    random = numpy.random.default_rng(0)
    # Few distinct scores, so that many are equal; the last class is never true.
    scores = random.integers(-6, 7, (40, 5)) / 4
    targets = (random.random((40, 5)) < [0.5, 0.2, 0.1, 0.7, 0]).astype(int)
    decisions = (scores > 0).astype(int)
    kinds = {"precision": precision_score, "recall": recall_score, "F1": f1_score}
    values = {}
    for name, score in kinds.items():
        values[name] = float(score(targets, decisions, average="micro", zero_division=0))
        values[f"{name} per class"] = float(score(targets, decisions, average="macro", zero_division=0))
    precisions = [float(average_precision_score(targets[:, label], scores[:, label])) for label in range(4)]
    values["mAP"] = sum(precisions) / 4
    return {
        "scores": scores.tolist(),
        "targets": targets.tolist(),
        "precisions": precisions,
        "f1": f1_score(targets, decisions, average=None, zero_division=0).tolist(),
        "values": values,
    }


def best() -> dict:
    random = numpy.random.default_rng(1)
    scores = random.normal(size=(30, 9)).round(3)
    labels = random.integers(0, 9, 30)
    values = {str(k): float(top_k_accuracy_score(labels, scores, k=k, labels=range(9))) for k in (1, 5)}
    return {"scores": scores.tolist(), "labels": labels.tolist(), "values": values}


if __name__ == "__main__":
    golden.write(FOLDER / "best.json", best())
    golden.write(FOLDER / "objective.json", objective())
    golden.write(FOLDER / "metrics.json", metrics())
