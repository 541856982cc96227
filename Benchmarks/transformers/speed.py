"""Times explanations of texts beside captum and the package `lime`, turn by turn in one run.

    python speed.py FOLDER [--data ../shared/data/text-classification] [--texts 10] [--rounds 5] [--threads 1]
                    -- .build/release/rationale

FOLDER is a network of networks.py. Both sides explain the same texts, one after the other, with the same settings, on the
same number of threads: integrated gradients with 50 steps (captum's LayerIntegratedGradients, its steps as one batch), LIME
with 1000 samples (LimeTextExplainer, whose classifier function tokenizes and runs batches of 64), and the input bottleneck for
which there is no peer. Our seconds are those that the results carry; reading the network is not counted on either side.
"""

import argparse
import pathlib
import random
import time

import check
import lime.lime_text
import numpy
import torch
import transformers as hf

import timing

if __name__ == "__main__":
    parser = argparse.ArgumentParser()
    parser.add_argument("folder")
    parser.add_argument("--data", default="../shared/data/text-classification")
    parser.add_argument("--texts", type=int, default=10)
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--threads", type=int, default=1)
    parser.add_argument("program")
    arguments = parser.parse_args()
    torch.set_num_threads(arguments.threads)
    folder = arguments.folder
    model = hf.AutoModelForSequenceClassification.from_pretrained(folder).eval()
    tokenizer = hf.AutoTokenizer.from_pretrained(folder)
    table = check.word_embeddings(model)
    lines = (pathlib.Path(arguments.data) / "sst2" / "test.tsv").read_text().splitlines()
    texts = random.Random(0).sample([line.rsplit("\t", 1)[0] for line in lines], arguments.texts)

    def probabilities(variants):
        found = []
        with torch.no_grad():
            for start in range(0, len(variants), 64):
                batch = tokenizer(variants[start:start + 64], truncation=True, padding=True, return_tensors="pt")
                found.append(model(**batch).logits.softmax(1))
        return torch.cat(found).numpy()

    def target_of(text):
        with torch.no_grad():
            return model(**tokenizer(text, truncation=True, return_tensors="pt")).logits.argmax().item()

    def by_captum():
        for text in texts:
            encoded = tokenizer(text, truncation=True, return_tensors="pt")
            ids = encoded.pop("input_ids")
            check.integrated_gradients(model, table, ids, encoded, tokenizer.pad_token_id, target_of(text), 50)

    def by_lime():
        for text in texts:
            explainer = lime.lime_text.LimeTextExplainer(bow=False, random_state=0)
            explainer.explain_instance(
                text, probabilities, labels=[target_of(text)], num_features=1000, num_samples=1000)

    def seconds_of(work):
        start = time.perf_counter()
        work()
        return time.perf_counter() - start

    def ours(method, *options):
        inputs = check.explained(
            arguments.program, folder, texts, "--method", method, "--threads", str(arguments.threads), *options)
        return sum(found["explanations"][0]["seconds"] for found in inputs)

    print(f"{timing.said(timing.machine(arguments.threads))}; torch {torch.__version__}, {pathlib.Path(folder).name}, "
          f"{arguments.texts} sentences of SST-2, seconds for all of them\n")
    print(timing.head(["method", "peer"]))
    for method, peer, options, theirs in (
            ("integrated-gradients", "captum", (), by_captum), ("lime", "lime", (), by_lime)):
        own, other = [], []
        for number in range(arguments.rounds + 1):
            # Who goes first changes; the first round warms both up.
            turn = [lambda: own.append(ours(method, *options)), lambda: other.append(seconds_of(theirs))]
            for part in turn if number % 2 == 0 else reversed(turn):
                part()
        print(timing.row([method, peer], timing.summary(own[1:], other[1:])), flush=True)
    print(f"\ninput-iba: {ours('input-iba') / len(texts):.2f} s a text (no peer reads transformers)")
