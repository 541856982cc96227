"""Golden values of the information bottleneck: every stage of `information_bottleneck.py` on the tiny `cnn`.

Writes Tests/RationaleAttributionTests/Golden/bottleneck-cnn.json. Noise is not in the file: equal seeds draw equal numbers.
"""

import sys

import torch
import torchvision_on_cpu  # noqa: F401

import golden
import information_bottleneck as bottleneck
import tiny_networks

FOLDER = golden.GOLDEN / "RationaleAttributionTests" / "Golden"
TARGET, SEED, ESTIMATION_SEED = 3, 5, 1


def parts(model):
    """The network up to `layer1`, and from there."""

    def head(x):
        return model.layer1(model.relu(model.bn1(model.conv1(x))))

    def tail(features):
        return model.fc(torch.flatten(model.avgpool(model.layer2(features)), 1))

    return head, tail


def main() -> int:
    torch.set_num_threads(1)
    model = tiny_networks.cnn()
    for weight in model.parameters():
        weight.requires_grad_(False)
    head, tail = parts(model)
    x = tiny_networks.pictures()[:1].detach()
    inputs = torch.randn(20, *x.shape[1:], generator=torch.Generator().manual_seed(ESTIMATION_SEED))
    statistics = bottleneck.Statistics(head(inputs))
    features = head(x)

    generator = torch.Generator().manual_seed(SEED)
    capacity, feature_losses = bottleneck.feature_bottleneck(tail, features, statistics, TARGET, generator, beta=1)
    start = bottleneck.bits(capacity, x.shape[-2:])
    prior, critic_losses = bottleneck.generator_mask(head, x, features, capacity, start, generator, epochs=2, groups=3, group=8,
                                                     batch=6)
    share, information, input_losses = bottleneck.input_bottleneck(model, x, prior, TARGET, generator, beta=1, steps=12, samples=4)

    golden.write(FOLDER / "bottleneck-cnn.json", {
        "torch": torch.__version__, "target": TARGET, "seed": SEED, "estimationSeed": ESTIMATION_SEED,
        "mean": statistics.mean, "deviation": statistics.deviation, "activity": statistics.active,
        "capacity": capacity, "featureLosses": torch.tensor(feature_losses), "start": start, "prior": prior,
        "criticLosses": torch.tensor(critic_losses), "share": share, "information": information,
        "inputLosses": torch.tensor(input_losses),
    })
    return 0


if __name__ == "__main__":
    sys.exit(main())
