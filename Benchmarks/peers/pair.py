"""Times Rationale and its peers turn by turn, in two processes of which one always waits.

    pair.py [--rounds 7] [--case grad-cam] [--network resnet18] [--peer captum] [--precision float32] [--json FILE]
            -- .build/release/rationale-bench

PROGRAM speaks the line protocol of `peer.py`; it gets "peer": "rationale" and, where it is not float32, "precision".
Prints a Markdown table and what was measured on what machine; --json writes every single timing too.
Run it with the Python that has the peers: $(scripts/reference/environment).
"""

import argparse
import json
import os
import pathlib
import subprocess
import sys
import time

import timing

HERE = pathlib.Path(__file__).resolve().parent
REFERENCE = HERE.parents[1] / "scripts" / "reference"
# (case, peer, precision of ours, settings that both get)
PAIRS = [
    ("forward", "torch", "float32", {}),
    ("grad-cam", "captum", "float32", {}),
    ("grad-cam", "pytorch-grad-cam", "float32", {}),
    ("integrated-gradients", "captum", "float32", {"steps": 50, "batch": 10}),
    ("integrated-gradients", "captum", "bfloat16", {"steps": 50, "batch": 10}),
    ("rise", "torch", "float32", {"masks": 200, "batch": 20}),
    ("occlusion", "captum", "float32", {"window": 32, "stride": 16, "batch": 10}),
]
NETWORKS = ["resnet18", "vgg16"]
# Four steps of a training loop; both sides compute in the same precision.
TRAININGS = [
    (f"train-{rule}", peer, precision,
     {"case": "train", "side": 128, "batch": 32, "steps": 4, "rule": rule, "precision": precision})
    for rule in ("adamw", "sgd") for precision in ("float32", "bfloat16") for peer in ("torch", "torch-channels-last")]
# One step of Grad-CAM consistency: pictures of 224 × 224, composites of 448 × 448.
TRAININGS += [
    ("consistency", peer, precision,
     {"side": 224, "batch": 8, "steps": 1, "rule": "sgd", "precision": precision})
    for precision in ("float32", "bfloat16") for peer in ("torch", "torch-channels-last")]
TRAINED = ["resnet18", "small_resnet"]


class Program:
    """A process that answers one line for each line."""

    def __init__(self, command: list[str], environment: dict):
        self.command = command
        self.process = subprocess.Popen(
            command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, bufsize=1, env=environment)

    def ask(self, request: dict) -> dict:
        try:
            print(json.dumps(request), file=self.process.stdin, flush=True)
            line = self.process.stdout.readline()
        except BrokenPipeError:
            line = ""
        if not line:
            raise SystemExit(f"pair: {self.command[0]} ended (status {self.process.wait()}) at {json.dumps(request)}")
        try:
            return json.loads(line)
        except json.JSONDecodeError:
            raise SystemExit(f"pair: {self.command[0]} answered no JSON: {line[:200]!r}")

    def close(self) -> None:
        self.process.stdin.close()
        self.process.wait()


def measure(ours: Program, theirs: Program, pair: tuple, network: str, rounds: int, pause: float) -> dict | None:
    """Alternates who goes first; the pause lets the other's worker threads stop spinning."""
    case, peer, precision, settings = pair
    requests = [
        (ours, {"case": case, "network": network, "peer": "rationale", **settings}
         | ({} if precision == "float32" else {"precision": precision})),
        (theirs, {"case": case, "network": network, "peer": peer, **settings})]
    seconds: dict[int, list[float]] = {0: [], 1: []}
    for turn in range(rounds + 1):
        for side in (0, 1) if turn % 2 == 0 else (1, 0):
            time.sleep(pause)
            program, request = requests[side]
            reply = program.ask(request)
            if "seconds" not in reply:
                print(f"pair: {case} on {network}, {request['peer']}: {reply.get('error', reply)}", file=sys.stderr)
                return None
            if turn > 0:  # the first turn built and warmed up
                seconds[side].append(reply["seconds"])
    return timing.summary(seconds[0], seconds[1])


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--rounds", type=int, default=7)
    parser.add_argument("--case", action="append", choices=sorted({pair[0] for pair in PAIRS + TRAININGS}))
    parser.add_argument("--peer", action="append", choices=sorted({pair[1] for pair in PAIRS + TRAININGS}))
    parser.add_argument("--precision", action="append", choices=["float32", "bfloat16"])
    parser.add_argument("--network", action="append", choices=sorted({*NETWORKS, *TRAINED}))
    parser.add_argument("--threads", type=int, default=2)
    parser.add_argument("--pause", type=float, default=0.3, metavar="SECONDS")
    parser.add_argument("--json", type=pathlib.Path, metavar="FILE")
    parser.add_argument("program", nargs="+", metavar="PROGRAM")
    options = parser.parse_args()
    environment = os.environ | {"OMP_NUM_THREADS": str(options.threads), "MKL_NUM_THREADS": str(options.threads)}
    python = environment | {"PYTHONPATH": str(REFERENCE), "PYTHONWARNINGS": "ignore"}
    ours = Program(options.program, environment)
    theirs = Program([sys.executable, str(HERE / "peer.py")], python)
    chosen = [
        pair for pair in PAIRS + TRAININGS
        if (not options.case or pair[0] in options.case) and (not options.peer or pair[1] in options.peer)
        and (not options.precision or pair[2] in options.precision)]
    about = timing.machine(options.threads) | {"peers": theirs.ask({"case": "hello"})}
    print(timing.head(["method", "network", "peer", "precision"]), flush=True)
    found = []
    for network in options.network or list(dict.fromkeys(NETWORKS + TRAINED)):
        for pair in chosen:
            if network not in (TRAINED if pair in TRAININGS else NETWORKS):
                continue
            result = measure(ours, theirs, pair, network, options.rounds, options.pause)
            if result:
                names = [pair[0], network, pair[1], pair[2]]
                print(timing.row(names, result), flush=True)
                keys = ("case", "network", "peer", "precision")
                found.append(dict(zip(keys, names)) | {"settings": pair[3]} | result)
    ours.close()
    theirs.close()
    versions = ", ".join(f"{name} {number}" for name, number in about["peers"]["versions"].items())
    print(f"\n{timing.said(about)}; "
          f"{versions}. One picture, 3×224×224; for training batches of 32, 3×128×128; for consistency batches of 8, 3×224×224, "
          f"and composites of 3×448×448; random weights; both processes alive, one idle while the other runs, order alternating.")
    if options.json:
        part = options.json.with_suffix(".part")
        part.write_text(json.dumps({"machine": about, "pairs": found}, indent=1) + "\n")
        part.rename(options.json)
    return 0 if found else 65


if __name__ == "__main__":
    sys.exit(main())
