"""Losses, maps and gradients of Grad-CAM consistency (GC) and contrastive Grad-CAM consistency (CGC).

Written from the papers: Pillai and Pirsiavash (AAAI 2021); Pillai et al. (CVPR 2022). Gradients of second order
throughout, float64. Writes Tests/RationaleConsistencyTests/Golden/consistency.json.
"""
import golden
import torch
import torch.nn.functional as F
from torch import nn

SIDE, CLASSES, BATCH = 16, 5, 3
MEAN = torch.tensor([0.485, 0.456, 0.406], dtype=torch.float64)
DEVIATION = torch.tensor([0.229, 0.224, 0.225], dtype=torch.float64)
EPSILON = 1e-8


class Small(nn.Module):
    def __init__(self, pool, hidden):
        super().__init__()
        self.conv1 = nn.Conv2d(3, 4, 3, padding=1)
        self.bn = nn.BatchNorm2d(4)
        self.conv2 = nn.Conv2d(4, 6, 3, stride=2, padding=1)
        self.pool = pool
        self.hidden = nn.Linear(6, 6) if hidden else None
        self.fc = nn.Linear(6, CLASSES)

    def forward(self, x):
        x = F.relu(self.bn(self.conv1(x)))
        activation = F.relu(self.conv2(x))
        x = F.adaptive_avg_pool2d(activation, 1) if self.pool == "average" else F.adaptive_max_pool2d(activation, 1)
        x = torch.flatten(x, 1)
        if self.hidden is not None:
            x = F.relu(self.hidden(x))
        return self.fc(x), activation


def pixels(*shape, seed):
    count = 1
    for side in shape:
        count *= side
    return torch.tensor([(n * n * 7 + n * 31 + seed * 101) % 256 for n in range(count)]).reshape(shape)


def input_of(levels):
    """[batch, height, width, 3] of 0 to 255."""
    return ((levels.double() / 255 - MEAN) / DEVIATION).permute(0, 3, 1, 2)


def element_wise(logits, activation, classes):
    score = logits.gather(1, classes.unsqueeze(1)).sum()
    slope = torch.autograd.grad(score, activation, create_graph=True)[0]
    return F.relu((activation * slope).sum(1))


def normalized(maps):
    return maps / (maps.sum((1, 2), keepdim=True) + EPSILON) + EPSILON


def consistency(network, level, detached, weight):
    classes = torch.tensor([1, 4, 2])
    quadrants = [0, 3, 1]
    originals = pixels(BATCH, SIDE, SIDE, 3, seed=1)
    composites = pixels(BATCH, 2 * SIDE, 2 * SIDE, 3, seed=2)
    logits, activation = network(input_of(originals))
    expected = normalized(element_wise(logits, activation, classes))
    composite_logits, composite_activation = network(input_of(composites))
    found = normalized(element_wise(composite_logits, composite_activation, classes))
    maps = (expected.detach().clone(), found.detach().clone())
    if level == "pixel":
        found = F.interpolate(found[:, None], size=(2 * SIDE, 2 * SIDE), mode="bilinear")[:, 0]
        expected = F.interpolate(expected[:, None], size=(SIDE, SIDE), mode="bilinear")[:, 0]
    height, width = expected.shape[1:]
    placed = torch.zeros_like(found)
    for index, quadrant in enumerate(quadrants):
        top, left = quadrant // 2 * height, quadrant % 2 * width
        placed[index, top : top + height, left : left + width] = expected[index]
    if detached:
        placed = placed.detach()
    distance = (found - placed).abs().mean()
    loss = F.cross_entropy(logits, classes) + weight * distance
    return loss, distance, maps


def moved(map_, box, flipped):
    """The crop of a map at its own size: bilinear between centres, edges repeated."""
    side = map_.shape[-1]
    x, y, width, height = box
    steps = (torch.arange(side, dtype=torch.float64) + 0.5) / side
    columns, rows = x + steps * width, y + steps * height
    if flipped:
        columns = columns.flip(0)
    grid = torch.stack(torch.meshgrid(rows, columns, indexing="ij")[::-1], -1) / side * 2 - 1
    return F.grid_sample(map_[None, None], grid[None], mode="bilinear", padding_mode="border", align_corners=False)[0, 0]


def contrastive(network, weight, temperature):
    targets = torch.tensor([1, 4, 2])
    boxes, flips = [(2, 1, 9, 11), (0, 4, 16, 8), (5, 5, 10, 10)], [True, False, True]
    views = [pixels(BATCH, SIDE, SIDE, 3, seed=seed) for seed in (3, 4, 5)]
    (random, _), (whole, whole_a), (part, part_a) = [network(input_of(view)) for view in views]
    predicted = whole.argmax(1)

    def sized(logits, activation):
        maps = element_wise(logits, activation, predicted)
        maps = F.interpolate(maps[:, None], size=(SIDE, SIDE), mode="bilinear")[:, 0]
        return maps / (maps.sum((1, 2), keepdim=True) + EPSILON)

    first, second = sized(whole, whole_a), sized(part, part_a)
    transformed = torch.stack([moved(m, box, flip) for m, box, flip in zip(first, boxes, flips)])
    own, aim = F.normalize(second.flatten(1)), F.normalize(transformed.flatten(1))
    terms = []
    for i in range(BATCH):
        positive = torch.exp(own[i] @ aim[i] / temperature)
        negative = sum(torch.exp(own[i] @ own[j] / temperature) for j in range(BATCH) if j != i)
        terms.append(-torch.log(positive / (positive + negative)))
    contrast = torch.stack(terms).mean()
    naming = sum(F.cross_entropy(logits, targets) for logits in (random, whole, part))
    return naming + weight * contrast, contrast, (first.detach(), second.detach())


def case(pool, hidden, run):
    torch.manual_seed(7)
    network = Small(pool, hidden).double().train()
    weights = {key: value.clone() for key, value in network.state_dict().items() if "tracked" not in key}
    loss, distance, maps = run(network)
    loss.backward()
    return {
        "pool": pool,
        "hidden": hidden,
        "loss": loss.item(),
        "distance": distance.item(),
        "weights": {key: value.float() for key, value in weights.items()},
        "maps": {"expected": maps[0].float(), "found": maps[1].float()},
        "gradients": {key: value.grad.float() for key, value in network.named_parameters()},
        "statistics": {key: value.float() for key, value in network.state_dict().items() if "running" in key},
    }


cases = {
    "gc": case("average", False, lambda n: consistency(n, "map", False, 25)),
    "gc-maximum": case("maximum", False, lambda n: consistency(n, "map", False, 25)),
    "gc-pixel": case("average", False, lambda n: consistency(n, "pixel", False, 25)),
    "gc-detached": case("average", False, lambda n: consistency(n, "map", True, 25)),
    "gc-hidden": case("average", True, lambda n: consistency(n, "map", False, 25)),
    "cgc": case("average", False, lambda n: contrastive(n, 0.5, 0.5)),
    "cgc-hidden": case("average", True, lambda n: contrastive(n, 0.5, 0.01)),
}
golden.write(golden.GOLDEN / "RationaleConsistencyTests/Golden/consistency.json", cases)
for name, entry in cases.items():
    print(name, entry["loss"], entry["distance"])
