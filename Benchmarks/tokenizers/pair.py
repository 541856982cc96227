"""Times Rationale's tokenizer and the package `tokenizers` turn by turn on one thread.

    pair.py [--rounds 5] --texts FILE TOKENIZER… -- .build/release/rationale-tokenizer-bench

FILE has a text in each line (../shared/data/text-classification/agnews/test.csv). Prints a Markdown table: medians of the
seconds for all texts, one by one and as a batch, and the ratio within each pair of turns. Run it with the Python of
$(scripts/reference/environment).
"""

import os

os.environ["TOKENIZERS_PARALLELISM"] = "false"
os.environ["RAYON_NUM_THREADS"] = "1"

import argparse
import json
import pathlib
import statistics
import subprocess
import sys
import tempfile
import time

# The folder of this file has the name of the package.
sys.path[0] = str(pathlib.Path(__file__).resolve().parents[1] / "peers")
import timing  # noqa: E402
from tokenizers import Tokenizer  # noqa: E402


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--texts", type=pathlib.Path, required=True)
    parser.add_argument("tokenizers", nargs="+", type=pathlib.Path)
    arguments = sys.argv[1:]
    if "--" not in arguments:
        parser.error("the program's path comes last, after --")
    division = arguments.index("--")
    options = parser.parse_args(arguments[:division])
    texts = [line for line in options.texts.read_text(encoding="utf-8").split("\n") if line]
    print(timing.said(timing.machine(1)))
    print("\n| tokenizer | texts | Rationale | tokenizers | ratio: median (least – most) |\n|---|---|--:|--:|---|")
    with tempfile.NamedTemporaryFile("w", suffix=".json") as file:
        json.dump(texts, file)
        file.flush()
        for path in options.tokenizers:
            peer = Tokenizer.from_file(str(path))
            peer.no_padding()
            peer.no_truncation()
            program = subprocess.Popen(
                arguments[division + 1:] + [str(path), file.name], stdin=subprocess.PIPE, stdout=subprocess.PIPE,
                text=True, bufsize=1)
            for mode in ("one", "batch"):
                ours, theirs = [], []
                for turn in range(options.rounds + 1):
                    print(mode, file=program.stdin, flush=True)
                    seconds, count = program.stdout.readline().split()
                    start = time.perf_counter()
                    found = [peer.encode(t) for t in texts] if mode == "one" else peer.encode_batch(texts)
                    elapsed = time.perf_counter() - start
                    if sum(map(len, found)) != int(count):
                        raise SystemExit(f"pair: {path.name}: {count} tokens, and {sum(map(len, found))} by the package")
                    if turn > 0:
                        ours.append(float(seconds))
                        theirs.append(elapsed)
                ratios = [b / a for a, b in zip(ours, theirs)]
                name = "one by one" if mode == "one" else "a batch"
                print(f"| {path.stem} | {name} | {statistics.median(ours):.3f} s | {statistics.median(theirs):.3f} s | "
                      f"**{statistics.median(ratios):.1f}×** ({min(ratios):.1f} – {max(ratios):.1f}) |", flush=True)
            program.stdin.close()
            program.wait()
    return 0


sys.exit(main())
