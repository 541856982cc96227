"""Plants a bias in training pictures, has it diagnosed without a hint, mends the data as the diagnosis says, and trains again.

    bias.py --bias background --seeds 100 101 102 --output results.json -- .build/release/rationale

Every seed is a world of a few related species (neighbours differ in one to three attributes). In the training pictures each species is
only ever seen before one kind of land (background) or facing one way (pose); the pictures under test and those that judge have no bias.
Commands of the program do everything; this script only compares the answer with the truth of the scenes:
- background: the regions of the first suspect lie outside the bird (less than half of their pixels on it, by the drawn masks);
- pose: the first suspect is a relation of left and right.
Mending: of every class whose first suspect is such a one, the training pictures are drawn without the bias, as many as before.
"""
import argparse
import json
import math
import os
import pathlib
import shutil
import statistics
import subprocess
import time

import numpy
from PIL import Image, ImageDraw

SIDE = 64


class Experiment:
    def __init__(self, program, folder, bias, seed, options):
        self.program, self.folder, self.bias, self.seed, self.options = program, pathlib.Path(folder), bias, seed, options
        self.folder.mkdir(parents=True)

    def run(self, *arguments, is_json=False):
        result = subprocess.run(
            [self.program, *map(str, arguments)], capture_output=True, text=True, cwd=self.folder,
            env={**os.environ, "OMP_NUM_THREADS": str(self.options.threads)})
        if result.returncode:
            raise RuntimeError(f"{' '.join(map(str, arguments))}: {(result.stderr or result.stdout)[-2000:]}")
        return json.loads(result.stdout) if is_json else result.stdout

    def data(self, name, *more, form="folder"):
        self.run(
            "data", "aviary", "--format", form, "--species-count", self.options.species, "--seed", self.seed, "--side", SIDE,
            "--output", name, "--quiet", *(["--differ-in", self.options.differ_in] if self.options.differ_in else []), *more)

    def training_data(self, name, biased, form="folder"):
        bias = ["--bias", self.bias, "--bias-species", ",".join(biased)] if biased else []
        self.data(name, "--per-species", self.options.pictures, "--train-share", 0.9, *bias, form=form)

    def unbiased(self):
        """Two folders without a common picture: one to diagnose on, one to judge by."""
        self.data("unbiased", "--per-species", self.options.tested + self.options.judged, "--train-share", 0)
        for path in sorted((self.folder / "unbiased").glob("val/*/*.png")):
            number = int(path.stem.rsplit("_", 1)[1])
            part = "tested" if number <= self.options.tested else "judged"
            # Readers want both splits, and use all of these.
            target = self.folder / part / ("train" if number % 2 else "val") / path.parent.name
            target.mkdir(parents=True, exist_ok=True)
            shutil.move(path, target / path.name)

    def train(self, data, name):
        self.run(
            "train", "classifier", "--data", data, "--architecture", "small_resnet", "--side", SIDE, "--steps",
            self.options.steps, "--evaluation-interval", self.options.steps, "--seed", self.seed, "--output", name,
            "--threads", self.options.threads, "--quiet", *([] if self.bias == "background" else ["--no-mirror"]))

    def accuracy(self, name):
        """On the judged pictures: right, of how many."""
        scores = self.run(
            "evaluate", "accuracy", "--model", f"{name}/model.safetensors", "--data", "judged", "--json", is_json=True)
        found = next(score for score in scores_in(scores) if score["name"] == "accuracy")
        return {key: found[key] for key in ("value", "low", "high", "count")}

    def diagnose(self):
        model = ["--model", "first/model.safetensors"]
        threads = ["--threads", self.options.threads]
        self.run(
            "concepts", "discover", *model, "--data", "biased", "--output", "discovered", "--pictures", 40, "--seed", self.seed,
            *self.options.discover.split(), "--random-sets", 0, *threads, "--quiet")
        self.run(
            "train", "concepts", *model, "--concepts", "discovered/concepts.safetensors", "--data", "biased", "--output",
            "reasoning", "--edits", 1, "--epochs", self.options.epochs, "--seed", self.seed, *threads, "--quiet")
        return self.run(
            "concepts", "diagnose", *model, "--data", "tested", "--training", "biased", "--concepts",
            "reasoning/concepts.safetensors", "--pictures", 60, "--seed", self.seed, "--output", "diagnosis", *threads,
            "--json", is_json=True)

    def on_bird(self, suspect):
        """How much of the first concept's regions lies on the bird, over all examples: 0 to 1."""
        inside = total = 0
        for example in suspect["examples"]:
            mask = Image.new("L", (SIDE, SIDE))
            for polygon in example["outlines"][0]:
                points = [(x * SIDE - 0.5, y * SIDE - 0.5) for x, y in zip(polygon[::2], polygon[1::2])]
                ImageDraw.Draw(mask).polygon(points, fill=1)
            truth = Image.open(self.folder / "truth/SegmentationClass" / (pathlib.Path(example["picture"]).stem + ".png"))
            bird = (numpy.array(truth) > 0) & (numpy.array(truth) < 255)
            region = numpy.array(mask) > 0
            inside += int((region & bird).sum())
            total += int(region.sum())
        return inside / total if total else None

    def verdict(self, suspect):
        """What a suspect says: background, bird, left-of or above."""
        if suspect["kind"] != "concept":
            return suspect["kind"], None
        share = self.on_bird(suspect)
        return ("background" if share is not None and share < 0.5 else "bird"), share

    def whole(self):
        start = time.time()
        self.training_data("names", [])
        names = [species["name"] for species in json.loads((self.folder / "names/dataset.json").read_text())["species"]]
        biased = names[:self.options.biased]
        self.training_data("biased", biased)
        self.training_data("truth", biased, form="voc")
        self.unbiased()
        self.train("biased", "first")
        before = self.accuracy("first")
        diagnosis = self.diagnose()
        wanted = {"background": "background", "pose": "left-of"}[self.bias]
        found, firsts = [], {}
        for suspect in diagnosis["suspects"]:
            label = suspect["class"]["label"]
            if not suspect["examples"]:
                continue
            verdict, share = self.verdict(suspect)
            found.append({
                "class": label, "verdict": verdict, "onBird": share, "concepts": suspect["concepts"],
                "explained": [suspect["explained"][key] for key in ("value", "low", "high")],
                "repair": suspect.get("repair"), "sentence": suspect["sentence"]})
            firsts.setdefault(label.replace("_", " "), verdict)
        mended = [name for name in biased if firsts.get(name) == wanted]
        result = {
            "seed": self.seed, "bias": self.bias, "species": names, "biased": biased, "before": before,
            "diagnosed": bool(found) and found[0]["verdict"] == wanted, "mended": mended,
            "trainedOn": diagnosis["trainingPictures"], "errors": diagnosis["errors"], "tested": diagnosis["pictures"],
            "agreement": (diagnosis.get("agreement") or {}).get("value"), "suspects": found,
            "groups": [group["sentence"] for group in diagnosis["groups"][:6]]}
        if mended:
            self.training_data("mended", [name for name in biased if name not in mended])
            self.train("mended", "second")
            result["after"] = self.accuracy("second")
        else:
            result["after"] = before
        result["gain"] = result["after"]["value"] - before["value"]
        result["seconds"] = round(time.time() - start)
        return result


def scores_in(value):
    """All scores anywhere in an answer."""
    if isinstance(value, dict):
        if "name" in value and "value" in value:
            yield value
        for inner in value.values():
            yield from scores_in(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from scores_in(inner)


def wilson(hits, count):
    z, share = 1.959963984540054, hits / count
    middle, half = share + z * z / (2 * count), z * math.sqrt(share * (1 - share) / count + z * z / (4 * count * count))
    whole = 1 + z * z / count
    return [share, max(0, (middle - half) / whole), min(1, (middle + half) / whole)]


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--bias", choices=["background", "pose"], required=True)
    parser.add_argument("--seeds", type=int, nargs="+", required=True)
    parser.add_argument("--output", required=True, help="The results, as JSON; seeds that are there already are not run again.")
    parser.add_argument("--work", default="bias-work", help="Where data and networks are written.")
    parser.add_argument("--keep", action="store_true", help="Keep data and networks.")
    parser.add_argument("--species", type=int, default=4)
    parser.add_argument("--differ-in", help="The only attribute in which the species differ; families of one to three by default.")
    parser.add_argument("--biased", type=int, default=4, help="How many of the species have the bias.")
    parser.add_argument("--pictures", type=int, default=150, help="Pictures of each species to train on, a tenth set aside.")
    parser.add_argument("--tested", type=int, default=60, help="Unbiased pictures of each species to diagnose on.")
    parser.add_argument("--judged", type=int, default=100, help="Unbiased pictures of each species to judge by.")
    parser.add_argument("--steps", type=int, default=200)
    parser.add_argument("--epochs", type=int, default=15, help="Of the reasoning network.")
    parser.add_argument("--threads", type=int, default=1)
    parser.add_argument(
        "--discover",
        default="--layer layer1,layer2 --features context --filter none --clusters 25 --resolutions 8,25,50 --max-area 0.4 "
        "--min-pictures 0.5 --min-regions 20 --limit 8 --probes 16", help="How concepts are discovered.")
    parser.add_argument("program", nargs=1)
    options = parser.parse_args()
    output = pathlib.Path(options.output)
    results = json.loads(output.read_text())["results"] if output.exists() else []
    program = os.path.abspath(options.program[0])
    for seed in options.seeds:
        if any(result["seed"] == seed and result["bias"] == options.bias for result in results):
            continue
        folder = pathlib.Path(options.work) / f"{options.bias}-{seed}"
        shutil.rmtree(folder, ignore_errors=True)
        result = Experiment(program, folder, options.bias, seed, options).whole()
        results.append(result)
        if not options.keep:
            shutil.rmtree(folder)
        own = [one for one in results if one["bias"] == options.bias]
        gains = [one["gain"] for one in own]
        summary = {
            "diagnosed": wilson(sum(one["diagnosed"] for one in own), len(own)), "seeds": len(own),
            "gain": statistics.mean(gains),
            "gainError": statistics.stdev(gains) / math.sqrt(len(gains)) if len(gains) > 1 else None,
            "gainedTenPoints": sum(gain >= 0.1 for gain in gains)}
        options_used = {key: value for key, value in vars(options).items() if key not in ("program", "work", "output", "seeds", "keep")}
        output.write_text(json.dumps({"options": options_used, "summary": summary, "results": results}, indent=1) + "\n")
        print(
            f"{options.bias} {seed}: {'diagnosed' if result['diagnosed'] else 'missed'}, first "
            f"{result['suspects'][0]['verdict'] if result['suspects'] else None}, mended {len(result['mended'])} of "
            f"{options.biased}, {result['before']['value']:.3f} -> {result['after']['value']:.3f}, {result['seconds']} s", flush=True)


if __name__ == "__main__":
    main()
