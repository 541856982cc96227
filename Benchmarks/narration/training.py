"""Times learning to write sentences, and writing them, beside the same network in PyTorch, turn by turn.

    training.py [--rounds 5] [--threads 1] [--core 0] [--case train] [--width 9192] [--json FILE] -- .build/release/rationale-bench

Sizes as published: embedding 256, two recurrent layers of 512, 1500 words, batches of 32 sentences of 10 to 20 words, Adam.
The peers:

- `torch`: the network as its formulas are written, [h1 ; r] joined at every word; logits of all padded steps, masked.
- `torch, r projected once`: what Rationale does, in PyTorch: the product of the join's weights with r once a sentence, logits of
  words only.
- `published procedure`: greedy, one input at a time, all 76 steps of the padded sentence computed anew for each word.
- `torch, states carried`: greedy, one input at a time, a step a word.
- `torch, states carried, a batch`: the same for all inputs at once.
"""

import argparse
import json
import os
import pathlib
import sys
import time

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1] / "peers"))

import torch
import torch.nn.functional as F
from torch import nn

import timing
from pair import Program

WORDS, EMBEDDING, HIDDEN, BATCH, PADDED, LENGTH = 1500, 256, 512, 32, 76, 15


class Narrator(nn.Module):
    def __init__(self, width: int):
        super().__init__()
        self.embedding = nn.Embedding(WORDS, EMBEDDING)
        self.lstm1 = nn.LSTM(EMBEDDING, HIDDEN, batch_first=True)
        self.join = nn.Linear(HIDDEN + width, HIDDEN)
        self.lstm2 = nn.LSTM(HIDDEN, HIDDEN, batch_first=True)
        self.output = nn.Linear(HIDDEN, WORDS)
        self.dropout = nn.Dropout(0.2)

    def joined(self, h1, r, projects: bool):
        if projects:
            own, read = self.join.weight.split([HIDDEN, r.shape[1]], 1)
            return F.linear(h1, own) + F.linear(r, read, self.join.bias).unsqueeze(1)
        return self.join(torch.cat([h1, r.unsqueeze(1).expand(-1, h1.shape[1], -1)], 2))

    def states(self, words, r, projects=False):
        h1, _ = self.lstm1(self.embedding(words))
        h2, _ = self.lstm2(self.joined(self.dropout(h1), r, projects))
        return self.dropout(h2)


def sentences(inputs: int) -> list[tuple[int, list[int]]]:
    """Those of rationale-bench: each closed by word 1."""
    return [
        (n, [2 + (n * 31 + c * 17 + i * 101) % 1498 for i in range(9 + (n * 7 + c * 3) % 11)] + [1])
        for n in range(inputs) for c in range(10)]


class Training:
    def __init__(self, width: int, projects: bool):
        torch.manual_seed(0)
        self.network, self.projects, self.step = Narrator(width), projects, 0
        self.r, self.samples = torch.randn(256, width), sentences(256)
        self.order = torch.randperm(len(self.samples)).tolist()
        self.optimizer = torch.optim.Adam(self.network.parameters(), lr=5e-4)

    def run(self, steps: int) -> float:
        start = time.perf_counter()
        for _ in range(steps):
            chosen = [self.samples[self.order[(self.step * BATCH + k) % len(self.order)]] for k in range(BATCH)]
            self.step += 1
            lengths = torch.tensor([len(words) for _, words in chosen])
            longest = int(lengths.max())
            y = torch.tensor([words + [0] * (longest - len(words)) for _, words in chosen])
            x = torch.cat([torch.zeros(BATCH, 1, dtype=torch.int64), y[:, :-1]], 1)
            mask = torch.arange(longest) < lengths.unsqueeze(1)
            h2 = self.network.states(x, self.r[[n for n, _ in chosen]], self.projects)
            if self.projects:
                p = F.softmax(self.network.output(h2[mask]), 1).gather(1, y[mask].unsqueeze(1)).squeeze(1)
                weight = (1 / lengths).unsqueeze(1).expand(-1, longest)[mask]
                loss = -((p + 1e-8).log() * weight).sum() / BATCH
            else:
                p = F.softmax(self.network.output(h2), 2).gather(2, y.unsqueeze(2)).squeeze(2)
                loss = (-((p + 1e-8).log() * mask).sum(1) / lengths).mean()
            self.optimizer.zero_grad()
            loss.backward()
            self.optimizer.step()
        return time.perf_counter() - start


class Writing:
    """Writes `LENGTH` words about each input; no end is ever chosen."""

    def __init__(self, width: int, kind: str):
        torch.manual_seed(0)
        self.network, self.kind, self.r = Narrator(width).eval(), kind, torch.randn(256, width)

    @torch.no_grad()
    def run(self, inputs: int) -> float:
        start = time.perf_counter()
        rows = [self.r[:inputs]] if self.kind == "batch" else [self.r[n:n + 1] for n in range(inputs)]
        for r in rows:
            words = torch.zeros(len(r), PADDED, dtype=torch.int64)
            state = (None, None)
            for place in range(LENGTH):
                if self.kind == "published":
                    logits = self.network.output(self.network.states(words, r))[:, place]
                else:
                    h1, first = self.network.lstm1(self.network.embedding(words[:, place:place + 1]), state[0])
                    h2, second = self.network.lstm2(self.network.joined(h1, r, False), state[1])
                    state, logits = (first, second), self.network.output(h2[:, 0])
                words[:, place + 1] = logits.argmax(1)
        return time.perf_counter() - start


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--threads", type=int, default=1)
    parser.add_argument("--core", type=int, metavar="NUMBER", help="keep both processes on this core")
    parser.add_argument("--case", action="append", choices=["train", "write"])
    parser.add_argument("--width", action="append", type=int, help="of r(x); default: 9192 and 306")
    parser.add_argument("--steps", type=int, default=10, help="of a timed training")
    parser.add_argument("--json", type=pathlib.Path, metavar="FILE")
    parser.add_argument("program", nargs="+", metavar="PROGRAM")
    options = parser.parse_args()
    if options.core is not None:
        os.sched_setaffinity(0, {options.core})
    torch.set_num_threads(options.threads)
    ours = Program(options.program, os.environ | {"OMP_NUM_THREADS": str(options.threads)})
    about, found = timing.machine(options.threads), []
    print(timing.head(["case", "width of r", "peer"]), flush=True)

    def compare(case: str, width: int, peer: str, request: dict, run, count: int, scale: float) -> None:
        """`scale`: the peer does that part of the work."""
        mine, theirs = [], []
        for turn in range(options.rounds + 1):
            def own() -> None:
                reply = ours.ask(request)
                if "seconds" not in reply:
                    raise SystemExit(f"training: {reply}")
                mine.append(reply["seconds"])

            for side in (0, 1) if turn % 2 == 0 else (1, 0):
                own() if side == 0 else theirs.append(run(count) / scale)
        result = timing.summary(mine[1:], theirs[1:])  # the first turn warms up
        print(timing.row([case, str(width), peer], result), flush=True)
        found.append({"case": case, "width": width, "peer": peer} | result)

    for width in options.width or [9192, 306]:
        if not options.case or "train" in options.case:
            request = {"case": "narration-train", "width": width, "batch": BATCH, "steps": options.steps}
            for peer, projects in [("torch", False), ("torch, r projected once", True)]:
                training = Training(width, projects)
                compare(f"{options.steps} steps of training", width, peer, request, training.run, options.steps, 1)
        if not options.case or "write" in options.case:
            request = {"case": "narration-write", "width": width, "rows": 256}
            kinds = [("published", "published procedure", 2), ("carried", "torch, states carried", 16),
                     ("batch", "torch, states carried, a batch", 256)]
            for kind, peer, inputs in kinds:
                writing = Writing(width, kind)
                compare("256 sentences of 15 words", width, peer, request, writing.run, inputs, inputs / 256)
    ours.close()
    print(f"\n{timing.said(about)}; torch {torch.__version__}. Peers that write one input at a time are timed on 2 (published) or 16 "
          f"inputs, and counted for 256.")
    if options.json:
        options.json.write_text(json.dumps({"machine": about, "rows": found}, indent=1) + "\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
