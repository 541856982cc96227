"""Trains a small text classifier of each Hugging Face family, with a tokenizer of its own, and exports it.

    python networks.py OUT [--data ../shared/data/text-classification] [--only bert,roberta] [--task sst2|news]

Writes for each family a folder as `save_pretrained` leaves it (config.json, tokenizer.json, model.safetensors), with
model.pt2 beside, made by the lines of the README. Takes one or two minutes a family on one core. Nothing is downloaded.
Needs torch 2.13, transformers 5, tokenizers.
"""

import argparse
import csv
import os
import pathlib
import random
import time
import warnings

warnings.filterwarnings("ignore")
os.environ.setdefault("TOKENIZERS_PARALLELISM", "false")

import torch
import transformers as hf
from tokenizers import Tokenizer, decoders, models, normalizers, pre_tokenizers, processors, trainers

LENGTH = 128  # positions of every network


def texts_of(data, task):
    """Texts and classes to learn from, and to judge by."""
    data = pathlib.Path(data)
    if task == "sst2":
        def rows(name):
            for line in (data / "sst2" / name).read_text().splitlines():
                text, label = line.rsplit("\t", 1)
                yield text, int(label)

        return list(rows("train.tsv")), list(rows("test.tsv")), ["negative", "positive"]
    with open(data / "agnews" / "test.csv", newline="") as file:
        found = [(f"{row[1]} {row[2]}", int(row[0]) - 1) for row in csv.reader(file) if row[0].isdigit()]
    random.Random(0).shuffle(found)
    return found[1000:], found[:1000], (data / "agnews" / "classes.txt").read_text().split()


def word_piece(texts, size, lower=True):
    tokenizer = Tokenizer(models.WordPiece(unk_token="[UNK]"))
    tokenizer.normalizer = normalizers.BertNormalizer(lowercase=lower)
    tokenizer.pre_tokenizer = pre_tokenizers.BertPreTokenizer()
    tokenizer.decoder = decoders.WordPiece()
    special = ["[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]"]
    tokenizer.train_from_iterator(texts, trainers.WordPieceTrainer(vocab_size=size, special_tokens=special))
    return tokenizer, special


def byte_level(texts, size):
    tokenizer = Tokenizer(models.BPE())
    tokenizer.pre_tokenizer = pre_tokenizers.ByteLevel(add_prefix_space=False)
    tokenizer.decoder = decoders.ByteLevel()
    special = ["<s>", "<pad>", "</s>", "<unk>", "<mask>"]
    tokenizer.train_from_iterator(
        texts, trainers.BpeTrainer(
            vocab_size=size, special_tokens=special, initial_alphabet=pre_tokenizers.ByteLevel.alphabet()))
    return tokenizer, special


def unigram(texts, size, special, unknown):
    tokenizer = Tokenizer(models.Unigram())
    tokenizer.normalizer = normalizers.Sequence([normalizers.NFKC(), normalizers.Replace("``", '"')])
    tokenizer.pre_tokenizer = pre_tokenizers.Metaspace()
    tokenizer.decoder = decoders.Metaspace()
    tokenizer.train_from_iterator(
        texts, trainers.UnigramTrainer(vocab_size=size, special_tokens=special, unk_token=unknown))
    return tokenizer, special


def framed(tokenizer, first, last, pair_types=True):
    ids = {token: tokenizer.token_to_id(token) for token in (first, last)}
    second = f"$B:1 {last}:1" if pair_types else f"{last} $B {last}"
    tokenizer.post_processor = processors.TemplateProcessing(
        single=f"{first} $A {last}", pair=f"{first} $A {last} {second}", special_tokens=list(ids.items()))


def tokenizer_of(family, texts, size):
    if family in ("bert", "distilbert", "electra"):
        tokenizer, _ = word_piece(texts, size, lower=family != "electra")
        framed(tokenizer, "[CLS]", "[SEP]")
        names = ["input_ids", "attention_mask"] + ([] if family == "distilbert" else ["token_type_ids"])
        return hf.PreTrainedTokenizerFast(
            tokenizer_object=tokenizer, unk_token="[UNK]", pad_token="[PAD]", cls_token="[CLS]", sep_token="[SEP]",
            mask_token="[MASK]", model_max_length=LENGTH, model_input_names=names)
    if family == "roberta":
        tokenizer, _ = byte_level(texts, size)
        framed(tokenizer, "<s>", "</s>", pair_types=False)
        tokens = dict(
            bos_token="<s>", eos_token="</s>", unk_token="<unk>", pad_token="<pad>", cls_token="<s>", sep_token="</s>")
    elif family == "xlm-roberta":
        tokenizer, _ = unigram(texts, size, ["<s>", "<pad>", "</s>", "<unk>", "<mask>"], "<unk>")
        framed(tokenizer, "<s>", "</s>", pair_types=False)
        tokens = dict(
            bos_token="<s>", eos_token="</s>", unk_token="<unk>", pad_token="<pad>", cls_token="<s>", sep_token="</s>")
    else:
        tokenizer, _ = unigram(texts, size, ["[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]"], "[UNK]")
        framed(tokenizer, "[CLS]", "[SEP]")
        return hf.PreTrainedTokenizerFast(
            tokenizer_object=tokenizer, unk_token="[UNK]", pad_token="[PAD]", cls_token="[CLS]", sep_token="[SEP]",
            mask_token="[MASK]", model_max_length=LENGTH,
            model_input_names=["input_ids", "attention_mask", "token_type_ids"])
    return hf.PreTrainedTokenizerFast(
        tokenizer_object=tokenizer, mask_token="<mask>", model_max_length=LENGTH,
        model_input_names=["input_ids", "attention_mask"], **tokens)


def network_of(family, vocabulary, labels, width=128, layers=2):
    names = dict(id2label=dict(enumerate(labels)), label2id={name: i for i, name in enumerate(labels)})
    common = dict(
        vocab_size=vocabulary, hidden_size=width, num_hidden_layers=layers, num_attention_heads=4,
        intermediate_size=4 * width, max_position_embeddings=LENGTH, **names)
    shifted = dict(
        max_position_embeddings=LENGTH + 2, type_vocab_size=1, pad_token_id=1, bos_token_id=0, eos_token_id=2)
    if family == "bert":
        return hf.BertForSequenceClassification(hf.BertConfig(**common))
    if family == "distilbert":
        return hf.DistilBertForSequenceClassification(
            hf.DistilBertConfig(
                vocab_size=vocabulary, dim=width, n_layers=layers, n_heads=4, hidden_dim=4 * width,
                max_position_embeddings=LENGTH, **names))
    if family == "electra":
        return hf.ElectraForSequenceClassification(hf.ElectraConfig(**common, embedding_size=width // 2))
    if family == "albert":
        return hf.AlbertForSequenceClassification(
            hf.AlbertConfig(
                **common, embedding_size=width // 2, pad_token_id=0, bos_token_id=2, eos_token_id=3,
                classifier_dropout_prob=0.1))
    if family == "roberta":
        return hf.RobertaForSequenceClassification(hf.RobertaConfig(**{**common, **shifted}))
    if family == "xlm-roberta":
        return hf.XLMRobertaForSequenceClassification(hf.XLMRobertaConfig(**{**common, **shifted}))
    if family == "deberta-v2":
        return hf.DebertaV2ForSequenceClassification(
            hf.DebertaV2Config(
                **common, relative_attention=True, position_buckets=32, norm_rel_ebd="layer_norm", share_att_key=True,
                pos_att_type=["p2c", "c2p"], position_biased_input=False, type_vocab_size=0))
    raise SystemExit(f"no family '{family}'")


def train(model, tokenizer, rows, epochs, rate=5e-4, batch=32):
    torch.manual_seed(0)
    order = random.Random(0)
    encoded = [(tokenizer(text, truncation=True)["input_ids"], label) for text, label in rows]
    optimizer = torch.optim.AdamW(model.parameters(), lr=rate, weight_decay=0.01)
    steps = epochs * ((len(rows) + batch - 1) // batch)
    schedule = torch.optim.lr_scheduler.OneCycleLR(optimizer, rate, total_steps=steps, pct_start=0.1)
    model.train()
    for _ in range(epochs):
        order.shuffle(encoded)
        # Texts of about one length go together.
        blocks = [sorted(encoded[i:i + 20 * batch], key=lambda row: len(row[0])) for i in range(0, len(encoded), 20 * batch)]
        batches = [block[i:i + batch] for block in blocks for i in range(0, len(block), batch)]
        order.shuffle(batches)
        for rows_of_batch in batches:
            padded = tokenizer.pad({"input_ids": [row[0] for row in rows_of_batch]}, return_tensors="pt")
            loss = model(**padded, labels=torch.tensor([row[1] for row in rows_of_batch])).loss
            optimizer.zero_grad()
            loss.backward()
            torch.nn.utils.clip_grad_norm_(model.parameters(), 1.0)
            optimizer.step()
            schedule.step()
    model.eval()


def accuracy(model, tokenizer, rows):
    hits = 0
    with torch.no_grad():
        for i in range(0, len(rows), 64):
            part = rows[i:i + 64]
            padded = tokenizer([row[0] for row in part], truncation=True, padding=True, return_tensors="pt")
            hits += (model(**padded).logits.argmax(1) == torch.tensor([row[1] for row in part])).sum().item()
    return hits / len(rows)


def export(folder):
    """The lines of the README."""
    model = hf.AutoModelForSequenceClassification.from_pretrained(folder).eval()
    tokenizer = hf.AutoTokenizer.from_pretrained(folder)
    example = dict(tokenizer(["a text", "another, longer text"], padding=True, return_tensors="pt"))
    free = {0: torch.export.Dim.DYNAMIC, 1: torch.export.Dim.DYNAMIC}
    program = torch.export.export(model, (), example, dynamic_shapes={name: free for name in example})
    torch.export.save(program, f"{folder}/model.pt2")


def write_held_out(path, learnt, judged, labels):
    """The texts to judge by, and a few that were learnt, so that a reader sees all classes."""
    with open(path, "w", newline="") as file:
        table = csv.writer(file)
        table.writerow(["label", "text", "is_valid"])
        for rows, valid in ((learnt[:200], "false"), (judged, "true")):
            table.writerows([labels[label], text, valid] for text, label in rows)


FAMILIES = ["bert", "distilbert", "roberta", "albert", "electra", "deberta-v2", "xlm-roberta"]

if __name__ == "__main__":
    parser = argparse.ArgumentParser()
    parser.add_argument("out")
    parser.add_argument("--data", default="../shared/data/text-classification")
    parser.add_argument("--only", default=",".join(FAMILIES))
    parser.add_argument("--task", default="sst2", choices=["sst2", "news"])
    parser.add_argument("--epochs", type=int, default=3)
    parser.add_argument("--vocabulary", type=int, default=6000)
    arguments = parser.parse_args()
    learnt, judged, labels = texts_of(arguments.data, arguments.task)
    for family in arguments.only.split(","):
        start = time.time()
        folder = f"{arguments.out}/{family}" + ("" if arguments.task == "sst2" else f"-{arguments.task}")
        torch.manual_seed(0)
        tokenizer = tokenizer_of(family, [text for text, _ in learnt], arguments.vocabulary)
        model = network_of(family, len(tokenizer), labels)
        train(model, tokenizer, learnt, arguments.epochs)
        score = accuracy(model, tokenizer, judged)
        model.save_pretrained(folder)
        tokenizer.save_pretrained(folder)
        export(folder)
        write_held_out(f"{folder}/held-out.csv", learnt, judged, labels)
        print(f"{folder}: accuracy {score:.3f} on {len(judged)} held-out texts, {time.time() - start:.0f} s", flush=True)
