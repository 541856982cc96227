#!/usr/bin/env python3
"""Asks the package `tokenizers` what it knows of every Unicode scalar, and writes it down as the tables of RationaleText.

Its parts are built on several versions of Unicode (unicode_categories, unicode-normalization-alignments, the standard
library, Oniguruma), none of which is that of Swift's own tables. So the tables are its answers, not those of a standard.

    $(scripts/reference/environment) scripts/reference/unicode_tables.py
"""

import pathlib
import textwrap

import tokenizers
from tokenizers import Regex, normalizers, pre_tokenizers

FILE = pathlib.Path(__file__).resolve().parents[2] / "Sources/RationaleText/Unicode/UnicodeTables.swift"
SCALARS = [c for c in range(0x110000) if not 0xD800 <= c < 0xE000]
DIGITS = "0123456789abcdefghijklmnopqrstuvwxyz"


def base36(number):
    text = ""
    while True:
        number, digit = divmod(number, 36)
        text = DIGITS[digit] + text
        if number == 0:
            return text


def kept_by(pre_tokenizer, before="", after=""):
    """The scalars of which something is left."""
    return {c for c in SCALARS if any(chr(c) in piece for piece, _ in pre_tokenizer.pre_tokenize_str(before + chr(c) + after))}


def class_of(pattern):
    """The scalars that a pattern of one scalar matches."""
    return SCALARS_SET - kept_by(pre_tokenizers.Split(Regex(pattern), "removed"))


def alone(pre_tokenizer):
    """The scalars that are cut from a letter before them."""
    return {c for c in SCALARS if len(pre_tokenizer.pre_tokenize_str("a" + chr(c))) == 2}


SCALARS_SET = set(SCALARS)


def flags():
    def bert(**options):
        chosen = dict(clean_text=False, handle_chinese_chars=False, strip_accents=False, lowercase=False)
        return normalizers.BertNormalizer(**(chosen | options))

    clean, chinese = bert(clean_text=True), bert(handle_chinese_chars=True)
    accents, marks = bert(strip_accents=True), normalizers.StripAccents()
    properties = {
        "letter": class_of(r"\p{L}"),
        "number": class_of(r"\p{N}"),
        "patternSpace": class_of(r"\s"),
        "space": SCALARS_SET - kept_by(pre_tokenizers.WhitespaceSplit()),
        "word": {c for c in SCALARS if len(pre_tokenizers.Whitespace().pre_tokenize_str("a" + chr(c))) == 1}
        - (SCALARS_SET - kept_by(pre_tokenizers.Whitespace())),
        "numeric": alone(pre_tokenizers.Digits(individual_digits=True)),
        "punctuation": alone(pre_tokenizers.BertPreTokenizer()),
        "dropped": {c for c in SCALARS if clean.normalize_str(chr(c)) == ""},
        "blank": {c for c in SCALARS if clean.normalize_str(chr(c)) == " "},
        "nonspacing": {c for c in SCALARS if accents.normalize_str(chr(c)) == ""},
        "mark": {c for c in SCALARS if marks.normalize_str(chr(c)) == ""},
        "ideograph": {c for c in SCALARS if chinese.normalize_str(chr(c)) == f" {chr(c)} "},
    }
    assert properties["punctuation"] == alone(pre_tokenizers.Punctuation())
    values = [0] * 0x110000
    for bit, members in enumerate(properties.values()):
        for c in members:
            values[c] |= 1 << bit
    return list(properties), values


def runs(values):
    """Each change: how many scalars after the last one, and the new value."""
    pairs, last, start = [], 0, 0
    for c, value in enumerate(values):
        if value != last:
            pairs.append(f"{base36(c - start)} {base36(value)}")
            last, start = value, c
    return " ".join(pairs)


def mapping(pairs):
    """Each scalar (as distance from the last) with what it becomes: one or more scalars, joined by dots."""
    parts, last = [], 0
    for c, result in sorted(pairs.items()):
        parts.append(base36(c - last) + " " + ".".join(base36(ord(r)) for r in result))
        last = c
    return " ".join(parts)


def changed(normalizer):
    hangul = range(0xAC00, 0xD7A4)
    return {c: r for c in SCALARS if c not in hangul and (r := normalizer.normalize_str(chr(c))) != chr(c)}


def combining_classes():
    """The order of scalars among each other: classes are numbered in their order, from 1; 0 stays where it is."""
    nfd = normalizers.NFD()
    moves = [c for c in SCALARS if len(nfd.normalize_str(chr(c))) == 1
             and (nfd.normalize_str("\u0345" + chr(c)) != "\u0345" + nfd.normalize_str(chr(c))
                  or nfd.normalize_str(chr(c) + "\u0334") != nfd.normalize_str(chr(c)) + "\u0334")]
    moves = [c for c in moves if nfd.normalize_str(chr(c)) == chr(c)] + [0x345]
    before = lambda a, b: nfd.normalize_str(chr(b) + chr(a)) == chr(a) + chr(b)
    classes = []
    for c in sorted(set(moves)):
        for place, members in enumerate(classes):
            if before(c, members[0]):
                classes.insert(place, [c])
                break
            if not before(members[0], c):
                members.append(c)
                break
        else:
            classes.append([c])
    values = [0] * 0x110000
    for number, members in enumerate(classes):
        for c in members:
            values[c] = number + 1
    return values


def compositions(decompositions):
    nfc, found = normalizers.NFC(), {}
    for c, result in decompositions.items():
        if len(result) < 2 or nfc.normalize_str(chr(c)) != chr(c):
            continue
        first, last = nfc.normalize_str(result[:-1]), result[-1]
        if len(first) == 1 and nfc.normalize_str(first + last) == chr(c):
            found[c] = first + last
    return found


def scripts():
    """A number for each script: scalars with the same one are not cut apart. 0 goes with every script."""
    cut = pre_tokenizers.UnicodeScripts()
    together = lambda a, b: len(cut.pre_tokenize_str("a" + chr(a) + chr(b))) == len(cut.pre_tokenize_str("a" + chr(a)))
    samples, values, last = [], [0] * 0x110000, None
    for c in SCALARS:
        if together(ord("a"), c) and together(0x3B1, c):
            continue
        if last is None or not together(samples[last], c):
            last = next((i for i, sample in enumerate(samples) if together(sample, c)), None)
            if last is None:
                last = len(samples)
                samples.append(c)
        values[c] = last + 1
    return values


def literal(name, comment, text):
    lines = textwrap.wrap(text, 110, break_long_words=False, break_on_hyphens=False)
    body = " \\\n".join(f"        {line}" for line in lines)
    comment = "\n".join(f"    /// {line}" for line in textwrap.wrap(comment, 110))
    return f'{comment}\n    static let {name}: StaticString = """\n{body}\n        """\n'


def write(file, head, parts):
    file.write_text(
        f"// Written by scripts/reference/unicode_tables.py: the answers of the package tokenizers {tokenizers.__version__}.\n"
        f"// Numbers are in base 36; the first of a pair is the distance from the last one.\n\n{head} {{\n"
        + "\n".join(parts) + "}\n")


def main():
    names, values = flags()
    canonical, compatible = changed(normalizers.NFD()), changed(normalizers.NFKD())
    compatible = {c: r for c, r in compatible.items() if canonical.get(c) != r}
    lower = {c: r for c in SCALARS if (r := normalizers.Lowercase().normalize_str(chr(c))) != chr(c)}
    write(FILE, "/// What the package `tokenizers` knows of each Unicode scalar, as text that ``Scalars`` reads.\nenum UnicodeTables", [
        literal("flags", "Runs of scalars and their flags: " + ", ".join(names) + ".", runs(values)),
        literal("combiningClasses", "Runs of scalars and the rank of their combining class.", runs(combining_classes())),
        literal("scripts", "Runs of scalars and the number of their script; 0 goes with every script.", runs(scripts())),
        literal("lowercase", "Scalars and their small letters.", mapping(lower)),
    ])
    write(FILE.with_name("UnicodeTables+Decompositions.swift"), "extension UnicodeTables", [
        literal("canonical", "Scalars and what they decompose to, in full, but for Hangul's syllables.", mapping(canonical)),
        literal("compatible", "The same for compatibility decompositions, where they differ.", mapping(compatible)),
        literal("compositions", "Scalars that two others compose to.", mapping(compositions(canonical))),
    ])


main()
