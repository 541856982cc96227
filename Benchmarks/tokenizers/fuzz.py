"""Compares Rationale's tokenizer with the package `tokenizers` on random pipelines.

    fuzz.py [--count 100] [--seed 0] [--only N] [--keep FOLDER] --texts FILE .build/release/rationale-tokenizer-bench

Each pipeline is drawn from all four models and the published normalizers and pre-tokenizers, trained on lines of the file of
texts, and compared on lines of it, on mutated lines and on hostile strings: numbers and offsets of all tokens. Prints what
differs, and ends with 1 then. `--keep` leaves the files of pipelines that differ in a folder.
"""
import argparse
import json
import pathlib
import random
import subprocess
import sys
import tempfile

from tokenizers import Regex, Tokenizer, models, normalizers, pre_tokenizers, trainers

HOSTILE = [
    "", " ", "a", "  two  spaces ", "e\u0301\u0327 combining", "\U0001F469\u200D\U0001F4BB and \U0001F1E9\U0001F1EA", "שלום עולם",
    "مرحبا", "日本語のテキスト", "한국어 텍스트", "tab\tnew\nline\r\n", "\u0000\u0001\u007f\u200b\ufeff", "ﬁ ﬂ ½ ℌ ①", "İstanbul ı ß ẞ",
    "x" * 300, "a.b,c!d?e", "1234567890 12 3", "don't we'll I'd", "▁meta▁space", "Ġbyte Ċ", "<unk>[UNK]</s>", "\u00a0nbsp\u3000wide",
]


def normalizer(draw):
    kinds = [
        normalizers.NFC, normalizers.NFD, normalizers.NFKC, normalizers.NFKD, normalizers.Lowercase, normalizers.StripAccents,
        normalizers.Nmt, lambda: normalizers.Strip(draw.random() < 0.5, draw.random() < 0.5),
        lambda: normalizers.Prepend(draw.choice(["▁", "_", "ab"])),
        lambda: normalizers.Replace(draw.choice([" ", "a", "th", "e", "."]), draw.choice(["", "▁", "xy", "é"])),
        lambda: normalizers.Replace(
            Regex(draw.choice(["\\s+", "[aeiou]", "\\d", "(?i)t[he]+", "\\p{P}", "x*", "(?=b)", "^", "$"])), draw.choice(["", " ", "#", "zz"])),
        lambda: normalizers.BertNormalizer(
            clean_text=draw.random() < 0.7, handle_chinese_chars=draw.random() < 0.7,
            strip_accents=draw.choice([None, True, False]), lowercase=draw.random() < 0.5),
    ]
    parts = [draw.choice(kinds)() for _ in range(draw.choice([0, 0, 1, 1, 2, 3]))]
    return parts[0] if len(parts) == 1 else normalizers.Sequence(parts) if parts else None


def behavior(draw):
    return draw.choice(["removed", "isolated", "merged_with_previous", "merged_with_next", "contiguous"])


def pre_tokenizer(draw):
    kinds = [
        pre_tokenizers.Whitespace, pre_tokenizers.WhitespaceSplit, pre_tokenizers.BertPreTokenizer, pre_tokenizers.UnicodeScripts,
        lambda: pre_tokenizers.Metaspace(
            replacement=draw.choice(["▁", "_"]), prepend_scheme=draw.choice(["always", "never", "first"]), split=draw.random() < 0.7),
        lambda: pre_tokenizers.ByteLevel(add_prefix_space=draw.random() < 0.5, use_regex=draw.random() < 0.7),
        lambda: pre_tokenizers.Punctuation(behavior(draw)), lambda: pre_tokenizers.Digits(draw.random() < 0.5),
        lambda: pre_tokenizers.CharDelimiterSplit(draw.choice([" ", "a", "."])),
        lambda: pre_tokenizers.Split(draw.choice([" ", "e", "th"]), behavior(draw), draw.random() < 0.3),
        lambda: pre_tokenizers.Split(
            Regex(draw.choice(["\\s+", "\\w+", "[^\\s]", "\\p{L}+|\\d", "(?=[A-Z])", "\\b"])), behavior(draw), draw.random() < 0.3),
    ]
    parts = [draw.choice(kinds)() for _ in range(draw.choice([0, 1, 1, 1, 2, 3]))]
    return parts[0] if len(parts) == 1 else pre_tokenizers.Sequence(parts) if parts else None


def model(draw):
    """A model and its trainer."""
    special, size = ["<unk>", "[UNK]", "</s>"][:draw.choice([1, 2, 3])], draw.choice([100, 300, 1000])
    kind = draw.choice(["bpe", "bpe", "unigram", "wordpiece", "wordlevel"])
    if kind == "unigram":
        return models.Unigram(), trainers.UnigramTrainer(vocab_size=size, special_tokens=special, unk_token="<unk>", show_progress=False)
    if kind == "wordlevel":
        return models.WordLevel(unk_token="<unk>"), trainers.WordLevelTrainer(vocab_size=size, special_tokens=special, show_progress=False)
    if kind == "wordpiece":
        prefix = draw.choice(["##", "", "@"])
        return (models.WordPiece(unk_token="<unk>", continuing_subword_prefix=prefix, max_input_chars_per_word=draw.choice([100, 5])),
                trainers.WordPieceTrainer(vocab_size=size, special_tokens=special, continuing_subword_prefix=prefix, show_progress=False))
    prefix, suffix = draw.choice([None, None, "##"]), draw.choice([None, None, "</w>"])
    options = dict(unk_token=draw.choice(["<unk>", "<unk>", None]), fuse_unk=draw.random() < 0.5,
                   byte_fallback=draw.random() < 0.2, ignore_merges=draw.random() < 0.2)
    words = {key: value for key, value in (("continuing_subword_prefix", prefix), ("end_of_word_suffix", suffix)) if value}
    return models.BPE(**options, **words), trainers.BpeTrainer(vocab_size=size, special_tokens=special, **words, show_progress=False)


def mutated(draw, line):
    text = list(line)
    for _ in range(draw.randrange(4)):
        place = draw.randrange(len(text) + 1)
        text.insert(place, draw.choice(list(" \t.é\u0301日😀\u200dA1▁Ġ'\u00a0") + ["ß", "İ", "ﬁ", "\r\n"]))
    return "".join(text)


def compare(arguments, number, lines):
    """What differs for one pipeline: lines of text; `None` where the package cannot train it."""
    draw = random.Random(f"{arguments.seed} {number}")
    inner, trainer = model(draw)
    tokenizer = Tokenizer(inner)
    parts = normalizer(draw), pre_tokenizer(draw)
    if parts[0] is not None:
        tokenizer.normalizer = parts[0]
    if parts[1] is not None:
        tokenizer.pre_tokenizer = parts[1]
    try:
        tokenizer.train_from_iterator(draw.sample(lines, min(200, len(lines))), trainer)
    except BaseException as error:  # a panic of the package is no Exception
        if isinstance(error, KeyboardInterrupt):
            raise
        return None
    chosen = draw.sample(lines, min(40, len(lines)))
    texts = chosen + [mutated(draw, line) for line in chosen] + HOSTILE
    with tempfile.TemporaryDirectory() as scratch:
        folder = pathlib.Path(scratch)
        tokenizer.save(str(folder / "tokenizer.json"))
        (folder / "texts.json").write_text(json.dumps(texts), encoding="utf-8")
        done = subprocess.run(
            [arguments.program, folder / "tokenizer.json", folder / "texts.json"], input="tokens\n", capture_output=True,
            text=True, encoding="utf-8")
        found = done.stdout.split("\n")[:-1]
        if done.returncode != 0 or len(found) != len(texts):
            return [f"refused: {done.stderr.strip()}"]
        differences = []
        for text, ours in zip(texts, found):
            try:
                encoding = tokenizer.encode(text)
                theirs = " ".join(f"{i}:{b}:{e}" for i, (b, e) in zip(encoding.ids, encoding.offsets))
            except BaseException as error:
                if type(error).__name__ == "PanicException":
                    continue  # the package crashed
                if not isinstance(error, Exception):
                    raise
                theirs = f"error {error}"
            if ours != theirs and not (ours.startswith("error") and theirs.startswith("error")):
                differences.append(f"{text!r}\n    here {ours}\n    there {theirs}")
        if differences and arguments.keep:
            arguments.keep.mkdir(parents=True, exist_ok=True)
            tokenizer.save(str(arguments.keep / f"{number}.json"))
        return differences


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--count", type=int, default=100)
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--only", type=int)
    parser.add_argument("--keep", type=pathlib.Path)
    parser.add_argument("--texts", type=pathlib.Path, required=True)
    parser.add_argument("program")
    arguments = parser.parse_args()
    lines = [line for line in arguments.texts.read_text(encoding="utf-8").split("\n") if line.strip()]
    numbers = range(arguments.count) if arguments.only is None else [arguments.only]
    failed = untrained = 0
    for number in numbers:
        differences = compare(arguments, number, lines)
        if differences is None:
            untrained += 1
        if differences:
            failed += 1
            print(f"pipeline {number}: {len(differences)} texts differ\n  " + "\n  ".join(differences[:3]), flush=True)
    print(f"{len(numbers)} pipelines, {untrained} that the package cannot train, {failed} differ")
    return 1 if failed else 0


sys.exit(main())
