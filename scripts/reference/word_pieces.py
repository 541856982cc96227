#!/usr/bin/env python3
"""Golden tokens of BERT's tokenizer, by the package `tokenizers`: Tests/RationaleTextTests/Golden/word-pieces.json."""

import json
import pathlib
import tempfile

import tokenizers
from tokenizers import BertWordPieceTokenizer

GOLDEN = pathlib.Path(__file__).resolve().parents[2] / "Tests/RationaleTextTests/Golden/word-pieces.json"
SPECIAL = ["[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]"]
LETTERS = [chr(c) for c in range(ord("a"), ord("z") + 1)]
WORDS = ["the", "bird", "un", "was", "bor", "cafe", "naive", "##like", "##ly", "##ing", "##s", ".", ",", "!", "?", "'", "-",
         "(", ")", "\u4e2d", "\u6587", "\u00df", "\u03c3", "\u0438", "##\u0438", "\u2014", "\U0001f426", "1", "2", "##2", "$",
         "\u3053", "##\u3093"]
TEXTS = [
    "The birds was unlikely boring.", "", "   ", "Caf\u00e9 na\u00efve CAF\u00c9 nai\u0308ve", "don't -- (un-like)!?",
    "\u4e2d\u6587bird\u4e2d", "bird\U0001f426s \U0001f426 \U0001f970 \U0001fae0", "a\u200bb c\u00a0d\u2028e\u0085f\u000bg\x00h\ufffdi",
    "tab\tnew\nline\r\nend", "\u0130stanbul STRASSE stra\u00dfe \u03a3\u03a3 \u0418\u0419", "x" * 100 + " " + "x" * 101,
    "the [MASK] bird [SEP] x [mask]", "\u2014dash\u2014 $12 12$ \u20ac5", "\u3053\u3093\u306b\u3061\u306f", "\ud55c\uad6d",
    "\u1e9b\u0323 \ufb01sh \u00c5ngstr\u00f6m \u212b", "qqq bird_bird a.b,c", "\ue000pri\u00advate \u0301bird",
]


def vocabulary(cased):
    words = list(dict.fromkeys(SPECIAL + LETTERS + ["##" + letter for letter in LETTERS] + WORDS))
    return words + ["The", "Bird", "C", "\u00c9", "##\u00e9", "##\u00c9", "B"] if cased else words


def case(cased):
    words = vocabulary(cased)
    with tempfile.NamedTemporaryFile("w", suffix=".txt", encoding="utf-8") as file:
        file.write("\n".join(words) + "\n")
        file.flush()
        tokenizer = BertWordPieceTokenizer(file.name, lowercase=not cased)
    texts = [{"text": text, "tokens": tokenizer.encode(text).ids} for text in TEXTS]
    return {"vocabulary": words, "texts": texts}


if __name__ == "__main__":
    document = {"version": tokenizers.__version__, "uncased": case(False), "cased": case(True)}
    GOLDEN.parent.mkdir(parents=True, exist_ok=True)
    GOLDEN.write_text(json.dumps(document, indent=0) + "\n")
