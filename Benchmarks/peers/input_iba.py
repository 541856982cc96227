"""Times the input bottleneck beside the published program, stage by stage, turn by turn.

    input_iba.py [--network resnet18] [--rounds 3] [--json FILE] -- .build/release/rationale-bench

The peer is scripts/reference/information_bottleneck.py used as the authors' program uses a network: hooks at the layer, so
every pass runs the whole classifier, with weights that record gradients. Its formulas are those of the published ones.

Stages are timed by few steps and counted as often as published: 10 steps of the feature bottleneck, 20 epochs of the
adversary, 60 steps of the input bottleneck. Of our default a search is timed whole: most photos need two or three.
"""

import argparse
import json
import os
import pathlib
import sys
import time

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[2] / "scripts" / "reference"))

import torch
import torchvision_on_cpu  # noqa: F401
import torchvision

import information_bottleneck as bottleneck
import timing
from pair import Program

LAYERS = {"resnet18": "layer2", "vgg16": "features.17"}
# Published steps of a stage, and how many of them are timed.
STAGES = {"feature": (10, 2), "adversary": (20, 1), "input": (60, 2)}
TARGET = 281


class Original:
    """A classifier with hooks at a layer, as the published program has it."""

    def __init__(self, name: str):
        torch.manual_seed(0)
        self.model = getattr(torchvision.models, name)().eval()
        self.layer = self.model.get_submodule(LAYERS[name])
        self.x = torch.randn(1, 3, 224, 224, generator=torch.Generator().manual_seed(1))
        self.features = self.head(self.x).detach()
        self.statistics = bottleneck.Statistics(torch.cat([self.features, 2 * self.features, 0 * self.features]))

    def head(self, x):
        """The whole classifier runs; the hook keeps the layer's output, rectified as what follows in place makes it."""
        kept = []
        handle = self.layer.register_forward_hook(lambda *call: kept.append(call[2].relu()))
        self.model(x)
        handle.remove()
        return kept[0]

    def tail(self, features):
        handle = self.layer.register_forward_hook(lambda *_: features)
        logits = self.model(self.x.expand(len(features), -1, -1, -1))
        handle.remove()
        return logits

    def run(self, stage: str, steps: int) -> float:
        generator = torch.Generator().manual_seed(0)
        start = time.perf_counter()
        if stage == "feature":
            bottleneck.feature_bottleneck(self.tail, self.features, self.statistics, TARGET, generator, steps=steps)
        elif stage == "adversary":
            bottleneck.generator_mask(
                self.head, self.x, self.features, torch.rand_like(self.features), torch.zeros(1, 224, 224), generator,
                epochs=steps)
        else:
            bottleneck.input_bottleneck(self.model, self.x, torch.full((1,), 0.5), TARGET, generator, steps=steps)
        return time.perf_counter() - start


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--network", action="append", choices=sorted(LAYERS))
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--threads", type=int, default=2)
    parser.add_argument("--json", type=pathlib.Path, metavar="FILE")
    parser.add_argument("program", nargs="+", metavar="PROGRAM")
    options = parser.parse_args()
    torch.set_num_threads(options.threads)
    ours = Program(options.program, os.environ | {"OMP_NUM_THREADS": str(options.threads)})
    about, found = timing.machine(options.threads), []

    def asked(case: str, network: str, steps: int | None = None) -> float:
        return ours.ask({"case": case, "network": network} | ({"steps": steps} if steps else {}))["seconds"]

    print(timing.head(["stage", "network"]), flush=True)

    def show(stage: str, network: str, mine: list[float], theirs: list[float]) -> None:
        result = timing.summary(mine, theirs)
        print(timing.row([stage, network], result), flush=True)
        found.append({"stage": stage, "network": network} | result)

    for network in options.network or LAYERS:
        original = Original(network)
        totals = [[0.0] * options.rounds, [0.0] * options.rounds]
        for stage, (published, timed) in STAGES.items():
            seconds = [[], []]
            for _ in range(options.rounds):
                time.sleep(0.3)
                seconds[0].append(asked(f"input-iba-{stage}", network, timed) * published / timed)
                time.sleep(0.3)
                seconds[1].append(original.run(stage, timed) * published / timed)
            show(stage, network, *seconds)
            totals = [[a + b for a, b in zip(total, more)] for total, more in zip(totals, seconds)]
        show("all, as published", network, *totals)
        searches = [asked("input-iba", network) for _ in range(options.rounds)]
        for count in (2, 3):
            show(f"our default, {count} searches", network, [count * seconds for seconds in searches], totals[1])
    ours.close()
    print(f"\n{timing.said(about)}; torch {torch.__version__}, torchvision {torchvision.__version__}. One picture, "
          f"3×224×224, random weights; stages at their published numbers of steps.")
    if options.json:
        options.json.write_text(json.dumps({"machine": about, "stages": found}, indent=1) + "\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
