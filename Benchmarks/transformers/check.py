"""Compares `rationale` with the user's own pipeline: probabilities, tokens, integrated gradients.

    python check.py NETS [--data ../shared/data/text-classification] [--texts 1000] [--explained 20] [--only bert]
                    [--json FILE] -- .build/release/rationale

NETS is what networks.py wrote. For each network the script prints the largest difference of a probability from
`transformers.pipeline("text-classification")` over the texts (SST-2, AG News, IMDb reviews, which are longer than the
networks and are cut), and the largest difference of a token's integrated gradient from captum's LayerIntegratedGradients,
absolute and relative to the largest value of its text.
"""

import argparse
import csv
import datetime
import json
import os
import pathlib
import subprocess
import sys
import tempfile
import warnings

warnings.filterwarnings("ignore")
os.environ.setdefault("TOKENIZERS_PARALLELISM", "false")

import captum.attr
import torch
import transformers as hf

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1] / "peers"))
import timing

hf.logging.set_verbosity_error()


def some_texts(data, count):
    data = pathlib.Path(data)
    sst2 = [line.rsplit("\t", 1)[0] for line in (data / "sst2" / "test.tsv").read_text().splitlines()]
    with open(data / "agnews" / "test.csv", newline="") as file:
        news = [f"{row[1]} {row[2]}" for row in csv.reader(file) if row[0].isdigit()]
    with open(data / "imdb_sample" / "texts.csv", newline="") as file:
        reviews = [row["text"] for row in csv.DictReader(file)]
    parts = (sst2[:count * 4 // 10], news[:count * 4 // 10], reviews)
    texts = parts[0] + parts[1] + parts[2]
    return [text for text in dict.fromkeys(texts) if text.strip()][:count]


def explained(program, folder, texts, *options):
    """The document of `rationale explain` of some texts, in their order."""
    with tempfile.TemporaryDirectory() as scratch:
        file = pathlib.Path(scratch) / "texts.jsonl"
        file.write_text("".join(json.dumps({"text": text}) + "\n" for text in texts))
        command = [program, "explain", str(file), "--model", str(folder), "--output", f"{scratch}/run", "--json", "--quiet",
                   *options]
        done = subprocess.run(command, capture_output=True, text=True)
        if done.returncode != 0:
            raise SystemExit(f"{' '.join(command)}\nended with {done.returncode}: {done.stderr[-2000:]}{done.stdout[-500:]}")
        return json.loads(done.stdout)["inputs"]


def probabilities(folder, texts, program):
    pipe = hf.pipeline("text-classification", model=str(folder), tokenizer=str(folder), top_k=None, truncation=True)
    theirs = [{part["label"]: part["score"] for part in found} for found in pipe(texts, batch_size=16)]
    inputs = explained(program, folder, texts, "--method", "random", "--top-k", "100")
    largest, agree = 0.0, 0
    for own, found in zip(theirs, inputs):
        ours = {prediction["label"]: prediction["probability"] for prediction in found["predictions"]}
        assert ours.keys() == own.keys(), (ours, own)
        largest = max([largest] + [abs(ours[label] - own[label]) for label in own])
        agree += max(ours, key=ours.get) == max(own, key=own.get)
    return largest, agree


def word_embeddings(model):
    return next(module for name, module in model.named_modules() if name.endswith("word_embeddings"))


def gradients(folder, texts, program, steps=50):
    model = hf.AutoModelForSequenceClassification.from_pretrained(folder).eval()
    tokenizer = hf.AutoTokenizer.from_pretrained(folder)
    table = word_embeddings(model)
    baseline = table.weight[tokenizer.pad_token_id]
    assert baseline.abs().max() == 0, "the vector of padding is not zero"
    inputs = explained(
        program, folder, texts, "--method", "integrated-gradients", "--units", "tokens", "--steps", str(steps))
    absolute, relative = 0.0, 0.0
    for text, found in zip(texts, inputs):
        encoded = tokenizer(text, truncation=True, return_tensors="pt")
        ids = encoded.pop("input_ids")
        finding = found["explanations"][0]
        assert len(finding["tokens"]) == ids.shape[1], (finding["tokens"], tokenizer.convert_ids_to_tokens(ids[0]))
        values = integrated_gradients(
            model, table, ids, encoded, tokenizer.pad_token_id, finding["target"]["index"], steps)
        theirs = values.sum(-1)[0].tolist()
        difference = max(abs(a - b) for a, b in zip(finding["values"], theirs))
        absolute = max(absolute, difference)
        relative = max(relative, difference / max(map(abs, theirs)))
    return absolute, relative


def integrated_gradients(model, table, ids, rest, padding, target, steps):
    """By captum, whose steps are one batch: the other inputs must have as many rows."""

    def scores(ids):
        return model(input_ids=ids, **{name: value.expand(len(ids), -1) for name, value in rest.items()}).logits

    method = captum.attr.LayerIntegratedGradients(scores, table)
    return method.attribute(ids, baselines=torch.full_like(ids, padding), target=target, n_steps=steps)


if __name__ == "__main__":
    parser = argparse.ArgumentParser()
    parser.add_argument("nets")
    parser.add_argument("--data", default="../shared/data/text-classification")
    parser.add_argument("--texts", type=int, default=1000)
    parser.add_argument("--explained", type=int, default=20)
    parser.add_argument("--only", default="")
    parser.add_argument("--json")
    parser.add_argument("program")
    arguments = parser.parse_args()
    texts = some_texts(arguments.data, arguments.texts)
    folders = sorted(path.parent for path in pathlib.Path(arguments.nets).glob("*/model.pt2"))
    chosen = [folder for folder in folders if not arguments.only or folder.name in arguments.only.split(",")]
    print(f"{timing.said(timing.machine(torch.get_num_threads()))}; torch {torch.__version__}, transformers "
          f"{hf.__version__}, captum {captum.__version__}\n")
    print("| network | texts | same class | largest difference of a probability | texts explained | of a token's integrated "
          "gradient | relative to the text's largest |\n|---|---|---|---|---|---|---|")
    results = []
    for folder in chosen:
        largest, agree = probabilities(folder, texts, arguments.program)
        # Every sixth text is one of SST-2, then of the news.
        part = texts[:: max(1, len(texts) * 8 // 10 // arguments.explained)][:arguments.explained]
        absolute, relative = gradients(folder, part, arguments.program)
        print(f"| {folder.name} | {len(texts)} | {agree} | {largest:.1e} | {len(part)} | {absolute:.1e} | {relative:.1e} |",
              flush=True)
        results.append(dict(network=folder.name, texts=len(texts), same=agree, probability=largest, gradient=absolute,
                            relative=relative))
    if arguments.json:
        pathlib.Path(arguments.json).write_text(json.dumps(
            dict(date=datetime.date.today().isoformat(), machine=timing.machine(torch.get_num_threads()), results=results)))
