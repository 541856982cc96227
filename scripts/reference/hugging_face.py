"""Writes the golden files of exported Hugging Face classifiers: `Tests/RationaleNetworksTests/Golden/transformers/`.

FAMILY/             a tiny random classifier of three classes as `save_pretrained` leaves it (config.json, tokenizer.json), with
                    model.pt2 beside it; of one layer, so that the archive is small. bert, roberta and deberta-v2.
FAMILY.json         of some texts: the tokenizer's ids, tokens and words, the probabilities of the text-classification
                    pipeline, and the integrated gradient of each token (captum's LayerIntegratedGradients at the word
                    embeddings, 50 steps of Gauss-Legendre, from vectors of zeros)
masks/*.pt2         networks whose mask is none: of floating-point numbers, and one for each pair of tokens
positions.pt2       vectors of words and of positions, which are an input, added up: six words of one number each, 1, 2, 4, …;
                    eight positions, 100, 200, 400, …

The tokenizers are trained on the sentences below. Needs transformers and captum beside the reference packages
(Benchmarks/transformers/requirements.txt).
"""

import json
import os
import pathlib
import sys
import warnings

warnings.filterwarnings("ignore")
os.environ.setdefault("TOKENIZERS_PARALLELISM", "false")

import torch
import transformers as hf
from torch import nn

import golden

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[2] / "Benchmarks" / "transformers"))
import check
import networks

FOLDER = golden.GOLDEN / "RationaleNetworksTests/Golden/transformers"
LABELS = ["bad", "fair", "good"]
SENTENCES = [
    "A small bird sat on the old fence and sang.", "The film was wonderful, surprising and warm.",
    "The soup was cold; nobody finished it!", "It's neither good nor bad: it is unbelievable.",
    "We walked along the river until the rain began.", "She called the ending unforgettable.",
    "The acting is terrible, the music worse.", "An ordinary day in an ordinary town.",
    "Nobody believed the finder of the golden ring.", "The birds are singing again, wonderfully loud.",
]
TEXTS = [
    "The film was unforgettable.", "terrible soup, wonderful bird!", "It's a zebra — an unbelievable one", "x",
    "Nobody sang; nobody was singing in the old town, and the rain began again along the river."]


def export(model, example, path):
    free = {0: torch.export.Dim.DYNAMIC, 1: torch.export.Dim.DYNAMIC}
    program = torch.export.export(model, (), example, dynamic_shapes={name: free for name in example})
    # Where each operator was written in Python is most of the file, and nobody reads it.
    for node in program.graph.nodes:
        node.meta.pop("stack_trace", None)
    torch.export.save(program, path)


def family(name):
    torch.manual_seed(0)
    networks.LENGTH = 32
    folder = FOLDER / name
    tokenizer = networks.tokenizer_of(name, SENTENCES, 130 if name != "roberta" else 300)
    model = networks.network_of(name, len(tokenizer), LABELS, width=8, layers=1).eval()
    with torch.no_grad():
        # Weights so large that answers differ between texts, and attention between tokens.
        for module in model.modules():
            if isinstance(module, (nn.Linear, nn.Embedding)):
                module.weight.mul_(30)
    model.save_pretrained(folder)
    tokenizer.save_pretrained(folder)
    example = dict(tokenizer(["a bird", "the old river sang again"], padding=True, return_tensors="pt"))
    export(model, example, folder / "model.pt2")
    pipe = hf.pipeline("text-classification", model=model, tokenizer=tokenizer, top_k=None, truncation=True)
    cases = []
    for text in TEXTS:
        encoded = tokenizer(text, truncation=True, return_tensors="pt")
        words = encoded.word_ids()
        rest = dict(encoded)
        ids = rest.pop("input_ids")
        scores = {part["label"]: part["score"] for part in pipe([text])[0]}
        target = LABELS.index(max(scores, key=scores.get))
        gradient = check.integrated_gradients(
            model, check.word_embeddings(model), ids, rest, tokenizer.pad_token_id, target, 50)
        cases.append(dict(
            text=text, ids=ids[0].tolist(), tokens=tokenizer.convert_ids_to_tokens(ids[0]), words=words,
            probabilities=[scores[label] for label in LABELS], target=target, gradient=gradient.sum(-1)[0].tolist()))
    (FOLDER / f"{name}.json").write_text(json.dumps(
        dict(torch=torch.__version__, transformers=hf.__version__, padding=tokenizer.pad_token_id, cases=cases),
        indent=1) + "\n")
    # Weights are in the archive.
    for file in ["model.safetensors", "special_tokens_map.json", "vocab.txt", "vocab.json", "merges.txt", "training_args.bin"]:
        (folder / file).unlink(missing_ok=True)


class Masked(nn.Module):
    """Means of word vectors under a mask."""

    def __init__(self, pairs):
        super().__init__()
        self.embedding = nn.Embedding(12, 4)
        self.head = nn.Linear(4, 2)
        self.pairs = pairs

    def forward(self, input_ids, attention_mask):
        x = self.embedding(input_ids)
        if self.pairs:
            x = attention_mask.to(x.dtype) @ x
        else:
            x = x * attention_mask.unsqueeze(-1)
        return self.head(x.mean(1))


def masks():
    (FOLDER / "masks").mkdir(parents=True, exist_ok=True)
    ids = torch.randint(0, 12, (2, 5))
    free = {0: torch.export.Dim.DYNAMIC, 1: torch.export.Dim.DYNAMIC}
    for name, mask in (("float", torch.ones(2, 5)), ("pairs", torch.ones(2, 5, 5, dtype=torch.int64))):
        shapes = dict(input_ids=free, attention_mask=free if mask.dim() == 2 else {**free, 2: torch.export.Dim.DYNAMIC})
        program = torch.export.export(
            Masked(name == "pairs").eval(), (), dict(input_ids=ids, attention_mask=mask), dynamic_shapes=shapes)
        torch.export.save(program, FOLDER / "masks" / f"{name}.pt2")


class Positions(nn.Module):
    def __init__(self):
        super().__init__()
        self.words = nn.Embedding(6, 1)
        self.positions = nn.Embedding(8, 1)
        with torch.no_grad():
            self.words.weight.copy_(2.0 ** torch.arange(6)[:, None])
            self.positions.weight.copy_(100 * 2.0 ** torch.arange(8)[:, None])

    def forward(self, position_ids, input_ids):
        total = (self.words(input_ids) + self.positions(position_ids)).sum(1)
        return torch.cat([total, -total], dim=1)


def positions():
    ids = torch.randint(0, 6, (2, 5))
    free = {0: torch.export.Dim.DYNAMIC, 1: torch.export.Dim.DYNAMIC}
    program = torch.export.export(
        Positions().eval(), (), dict(position_ids=ids.clone(), input_ids=ids),
        dynamic_shapes=dict(position_ids=free, input_ids=free))
    torch.export.save(program, FOLDER / "positions.pt2")


if __name__ == "__main__":
    for name in ("bert", "roberta", "deberta-v2"):
        family(name)
    torch.manual_seed(0)
    masks()
    positions()
