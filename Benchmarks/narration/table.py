"""The table of InterpNET's paper: InterpNET 0 to 3 and captioning, trained and judged by one command.

    python3 Benchmarks/narration/table.py --data aviary --seeds 3
    python3 Benchmarks/narration/table.py --data CUB_FOLDER --model resnet18 --weights resnet18.safetensors --seeds 3

Of each variant and seed a narrator is trained with a classifier of as many hidden layers on top of the network's pooled
activations (`train narrator --hidden-layers`), and judged on pictures that it did not learn from (`evaluate narrator`).
Prints a table of means over seeds with the half width of the 95 % interval (Student's t), and whether the paper's order holds.
What was judged is not trained again: two processes may share the rows (`--only`), and a third run of the command shows them all.
"""
import argparse
import json
import math
import pathlib
import statistics
import subprocess
import time

VARIANTS = {  # name: hidden layers, mode, the paper's METEOR, BLEU, CIDEr and accuracy on CUB
    "InterpNET 0": (1, "output", (35.0, 55.6, 68.3, 81.3)),
    "InterpNET 1": (1, "interpnet", (36.1, 58.7, 73.5, 81.5)),
    "InterpNET 2": (2, "interpnet", (37.9, 62.3, 82.1, 79.0)),
    "InterpNET 3": (3, "interpnet", (31.7, 47.3, 54.3, 76.7)),
    "captioning": (1, "captioning", (32.2, 48.2, 55.5, 81.3)),
}
CONTRAST = "InterpNET 1 with contrast"
MEASURES = {
    "METEOR": "METEOR (segment-mean)", "BLEU": "BLEU-4 (NLTK)", "CIDEr": "CIDEr", "accuracy": "accuracy",
    "precision": "factual precision", "recall": "factual recall", "identifies": "identifies the species",
}
# Two-sided 95 % quantiles of Student's t, by degrees of freedom.
QUANTILES = {1: 12.706, 2: 4.303, 3: 3.182, 4: 2.776, 5: 2.571, 6: 2.447, 7: 2.365, 8: 2.306, 9: 2.262}


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--program", default=".build/release/rationale")
    parser.add_argument("--data", default="aviary", help="aviary, or a folder with pictures and captions")
    parser.add_argument("--model", help="the network whose activations are x; by default the built-in one")
    parser.add_argument("--weights")
    parser.add_argument("--layer", help="its layers, with commas between them")
    parser.add_argument("--seeds", type=int, default=3)
    parser.add_argument("--pictures", type=int, default=1500, help="scenes of the aviary to learn from")
    parser.add_argument("--epochs", type=int, default=15)
    parser.add_argument("--head-epochs", type=int, default=30)
    parser.add_argument("--hidden", type=int, default=512)
    parser.add_argument("--learning-rate", type=float, default=5e-4)
    parser.add_argument("--count", type=int, default=300, help="pictures to judge by")
    parser.add_argument("--contrast", type=float, help="a further row: InterpNET 1 with this class-discriminative term")
    parser.add_argument("--threads", type=int, default=1)
    parser.add_argument("--only", help="only these rows, with commas between them")
    parser.add_argument("--output", default="rationale-output/narration-table", help="another folder for other settings")
    arguments = parser.parse_args()
    started = time.time()
    names = list(VARIANTS) + ([CONTRAST] if arguments.contrast else [])
    if arguments.only:
        names = [name for name in names if name in arguments.only.split(",")]
    found = {name: [run(arguments, name, seed) for seed in range(arguments.seeds)] for name in names}
    show(found)
    print(f"\n{(time.time() - started) / 60:.0f} minutes")


def run(arguments, name, seed):
    hidden_layers, mode, _ = VARIANTS.get(name, VARIANTS["InterpNET 1"])
    folder = pathlib.Path(arguments.output) / f"{name.replace(' ', '-').lower()}-{seed}"
    judgement = folder / "judgement.json"
    if judgement.exists():
        return json.loads(judgement.read_text())
    network = []
    if arguments.model:
        network += ["--model", arguments.model]
    if arguments.weights:
        network += ["--weights", arguments.weights]
    command = [arguments.program, "train", "narrator", "--data", arguments.data, *network,
               "--hidden-layers", str(hidden_layers), "--mode", mode, "--output", str(folder), "--overwrite", "--quiet",
               "--pictures", str(arguments.pictures), "--epochs", str(arguments.epochs),
               "--head-epochs", str(arguments.head_epochs), "--hidden", str(arguments.hidden),
               "--learning-rate", str(arguments.learning_rate), "--evaluation-count", "200",
               "--seed", str(seed), "--threads", str(arguments.threads), "--no-standardize"]
    if name == CONTRAST:
        command += ["--contrast", str(arguments.contrast)]
    if arguments.layer:
        command += ["--layer", arguments.layer]
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL)
    judged = subprocess.run(
        [arguments.program, "evaluate", "narrator", str(folder / "narrator.safetensors"), "--data", arguments.data, *network,
         "--count", str(arguments.count), "--metric", "meteor,bleu-nltk,cider", "--tested", "1", "--quiet", "--json"],
        check=True, capture_output=True, text=True)
    row = json.loads(judged.stdout)["narrators"][0]
    scores = {score["name"]: score["value"] for score in row["scores"]}
    judgement.write_text(json.dumps(scores))
    print(name, seed, {key: round(scores.get(long, math.nan), 4) for key, long in MEASURES.items()}, flush=True)
    return scores


def show(found):
    names = [key for key, long in MEASURES.items() if long in next(iter(found.values()))[0]]
    print("\n| | " + " | ".join(names) + " | paper: METEOR, BLEU, CIDEr, accuracy |")
    print("|---|" + "--:|" * len(names) + "---|")
    for name, runs in found.items():
        cells = [cell([run[MEASURES[key]] * 100 for run in runs]) for key in names]
        print(f"| {name} | " + " | ".join(cells) + " | " + ", ".join(map(str, VARIANTS.get(name, (0, 0, "–"))[2])) + " |")

    def order(values):
        return sorted(values, key=values.get, reverse=True)

    for place, key in enumerate(("METEOR", "BLEU", "CIDEr")):
        here = order({name: statistics.mean(run[MEASURES[key]] for run in runs)
                      for name, runs in found.items() if name in VARIANTS})
        paper = order({name: VARIANTS[name][2][place] for name in VARIANTS})
        print(f"\nby {key}: {' > '.join(here)}\n   paper: {' > '.join(paper)}")


def cell(values):
    mean = statistics.mean(values)
    if len(values) < 2:
        return f"{mean:.1f}"
    half = QUANTILES.get(len(values) - 1, 1.96) * statistics.stdev(values) / math.sqrt(len(values))
    return f"{mean:.1f} ± {half:.1f}"


main()
