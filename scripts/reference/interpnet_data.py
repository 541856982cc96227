"""Golden files of Python's pickles with NumPy's arrays, and of InterpNET's data folder.

    python scripts/reference/interpnet_data.py

Writes `Tests/RationaleNetworksTests/Golden/pickles.json` and `Tests/RationaleDataTests/Golden/interpnet_data.json`. NumPy 1
and Python 2 are imitated: their pickles differ by the names of modules, and by the instructions for strings.
"""
import base64
import collections
import datetime
import fractions
import io
import json
import os
import pathlib
import pickle
import struct
import warnings

import numpy

TESTS = pathlib.Path(__file__).resolve().parents[2] / "Tests"
warnings.simplefilter("ignore")
whichmodule = pickle.whichmodule


class Old(pickle._Pickler):
    """Names of modules as NumPy 1 has them."""

    def save_global(self, thing, name=None):
        pickle.whichmodule = lambda *found: whichmodule(*found).replace("numpy._core", "numpy.core")
        try:
            super().save_global(thing, name)
        finally:
            pickle.whichmodule = whichmodule

    dispatch = dict(pickle._Pickler.dispatch)
    dispatch[type(len)] = dispatch[type(lambda: 0)] = save_global


class Older(Old):
    """Strings as Python 2 writes them: text and bytes alike."""

    dispatch = dict(Old.dispatch)

    def save_string(self, thing):
        raw = thing.encode() if isinstance(thing, str) else bytes(thing)
        if self.proto == 0:
            self.write(b"S" + repr(raw)[1:].encode() + b"\n")
        elif len(raw) < 256:
            self.write(b"U" + bytes([len(raw)]) + raw)
        else:
            self.write(b"T" + struct.pack("<i", len(raw)) + raw)
        self.memoize(thing)

    dispatch[str] = dispatch[bytes] = save_string


WRITERS = {"NumPy 2": pickle._Pickler, "NumPy 1": Old, "Python 2": Older}


def pickled(thing, writer="NumPy 2", protocol=3):
    file = io.BytesIO()
    WRITERS[writer](file, protocol).dump(thing)
    return file.getvalue()


def text(raw):
    return base64.b64encode(raw).decode()


def array(value):
    plain = numpy.ascontiguousarray(value).reshape(value.shape)
    if value.dtype.kind in "US":
        strings = [s if isinstance(s, str) else s.decode() for s in plain.reshape(-1).tolist()]
        return {"shape": list(value.shape), "strings": strings}
    plain = plain.astype(value.dtype.newbyteorder("<"))
    return {"dtype": plain.dtype.name, "shape": list(value.shape), "bytes": text(plain.tobytes())}


def every_kind():
    values = numpy.array([[0, 1, 2], [3, 4, 120]])
    found = {kind: values.astype(kind) for kind in ("b1", "u1", "i1", "i2", "i4", "i8", "f2", "f4", "f8")}
    found["big integers"] = (values * 1000 - 5).astype(">i4")
    found["big numbers"] = (values / 7).astype(">f8")
    found["columns"] = numpy.asfortranarray(values.astype("f4"))
    found["big columns"] = numpy.asfortranarray(values.astype(">i2"))
    found["axes"] = numpy.arange(24, dtype="i2").reshape(2, 3, 4).transpose(1, 0, 2)
    found["every other"] = numpy.arange(10, dtype="u1")[::2]
    found["scalar"] = numpy.array(2.5)
    found["empty"] = numpy.zeros((0, 3), "f4")
    found["text"] = numpy.array([["black", "été"], ["", "bird 🐦"]])
    found["big text"] = numpy.array(["wing", "tail"]).astype(">U4")
    found["byte text"] = numpy.array([b"wing", b"red"])
    return found


def few_kinds():
    # Bytes on both sides of what is escaped.
    edges = numpy.array([0, 9, 10, 13, 26, 39, 92, 127, 128, 191, 192, 255], "u1")
    return {
        "edges": edges, "features": numpy.arange(6, dtype="f4").reshape(2, 3) / 4, "labels": numpy.array([3, 300, -1]),
        "columns": numpy.asfortranarray(numpy.arange(6, dtype="i4").reshape(2, 3)), "empty": numpy.zeros((0, 2), "f8"),
    }


def values():
    """Of no array: the test knows what they are."""
    return {
        "int": numpy.int64(-7), "float": numpy.float32(2.5), "double": numpy.float64(0.1), "bool": numpy.bool_(True),
        "small": numpy.uint8(200), "text": numpy.str_("über"), "plain": "a\nb\\c'd\"é", "none": None, "true": True,
        "big": 2**40, "number": 1.5, "list": ["x", "y"], "pair": ("z",), "ordered": collections.OrderedDict(a=1),
    }


CONTENTS = {"every kind": every_kind, "few kinds": few_kinds, "values": values}


def case(content, writer, protocol):
    raw = pickled(CONTENTS[content](), writer, protocol)
    return {"content": content, "name": f"{writer}, protocol {protocol}", "file": text(raw)}


def cases():
    found = [case("every kind", "NumPy 2", p) for p in (3, 5)]
    found += [case("values", "NumPy 2", p) for p in (0, 2)] + [case("values", "NumPy 1", 3)]
    found += [case("few kinds", "NumPy 2", p) for p in (1, 2, 4)]
    found += [case("few kinds", "NumPy 1", p) for p in (0, 3, 5)]
    found += [case("few kinds", "Python 2", p) for p in range(3)]
    return found


def contents():
    return {
        name: {key: array(value) for key, value in content().items() if isinstance(value, numpy.ndarray)}
        for name, content in CONTENTS.items()
    }


class Calls:
    """Pickled as a call of something."""

    def __init__(self, function, *arguments):
        self.call = function, arguments

    def __reduce__(self):
        return self.call


def damaged():
    """Name, pickle, and a part of the message."""
    sound = pickled({"a": numpy.arange(4, dtype="i4")})
    raw = numpy.arange(4, dtype="i4").tobytes()
    assert sound.count(raw) == 1
    state = b"K\x01K\x04\x85q"
    assert sound.count(state) == 1
    short = sound.replace(b"C\x10" + raw, b"C\x0c" + raw[:12])
    record = numpy.zeros(2, [("a", "i4"), ("b", "f4")])
    encoded = pickled({"a": numpy.arange(4, dtype="i4")}, protocol=2)
    letters = raw.decode("latin1").encode()
    assert encoded.count(letters) == 1
    buffer = pickled({"a": numpy.zeros((2, 3, 4), "u1").transpose(1, 0, 2)}, protocol=5)
    axes = b"K\x01K\x00K\x02\x87"
    assert buffer.count(axes) == 1
    return [
        ("os.system", pickled({"a": Calls(os.system, "true")}), '"posix.system"'),
        ("os.system, protocol 0", pickled({"a": Calls(os.system, "true")}, protocol=0), '"posix.system"'),
        ("os.system, protocol 5", pickled({"a": Calls(os.system, "true")}, protocol=5), '"posix.system"'),
        ("eval", pickled(Calls(eval, "1")), '"builtins.eval"'),
        ("getattr", pickled(Calls(getattr, "a", "b")), '"builtins.getattr"'),
        ("a foreign class", pickled({"a": fractions.Fraction(1, 2)}), '"fractions.Fraction"'),
        ("a matrix", pickled({"a": numpy.matrix([[1]])}), "matrix"),
        ("a function of NumPy", b"\x80\x03cnumpy\nload\n.", '"numpy.load"'),
        ("a tensor of PyTorch", b"\x80\x03ctorch._utils\n_rebuild_tensor_v2\n.", '"torch._utils._rebuild_tensor_v2"'),
        ("a storage", b"\x80\x03}X\x01\x00\x00\x00aQs.", "refers to something outside"),
        ("an instance", b"\x80\x00(inumpy\nndarray\n.", '"numpy.ndarray"'),
        ("a class made", b"\x80\x03cnumpy\nndarray\n)\x81.", "builds an object of a class"),
        ("a class called", b"\x80\x03cnumpy\nndarray\n)R.", "calls a type"),
        ("truncated", sound[:-20], "ends"),
        ("truncated in the elements", sound[: sound.index(raw) + 8], "ends within a string"),
        ("truncated line", b"(dp0\nV" + b"a" * 50, "ends within a line"),
        ("bytes too short", short, "shape [4] and type i4 takes 16 bytes, but 12 are there"),
        (
            "a huge shape", sound.replace(state, b"K\x01J\xff\xff\xff\x7f\x85q"),
            "shape [2147483647] and type i4 takes 8589934588 bytes, but 16 are there",
        ),
        (
            "a shape beyond counting", sound.replace(state, b"K\x01" + b"J\xff\xff\xff\x7f" * 3 + b"\x87q"),
            "more elements than can be counted",
        ),
        ("a negative shape", sound.replace(state, b"K\x01J\xff\xff\xff\xff\x85q"), "negative size"),
        ("a shape of text", sound.replace(state, b"K\x01X\x01\x00\x00\x00a\x85q"), "no integer"),
        ("objects", pickled({"a": numpy.array([None, 1], object)}), "an array of Python objects (type O8)"),
        ("records", pickled({"a": record}), "an array of records of several fields (type V8)"),
        ("complex numbers", pickled({"a": numpy.zeros(2, "c8")}), "an array of complex numbers (type c8)"),
        ("unsigned numbers", pickled({"a": numpy.zeros(2, "u2")}), "unsigned integers of more than a byte (type u2)"),
        ("dates", pickled({"a": numpy.zeros(2, "M8[s]")}), "an array of dates or times"),
        ("a date", pickled({"a": datetime.date(2020, 1, 2)}), '"datetime.date"'),
        ("another encoding", b"\x80\x02c_codecs\nencode\nX\x01\x00\x00\x00aX\x05\x00\x00\x00rot13\x86R.", "than Latin-1"),
        ("an array without type", b"\x80\x03cnumpy._core.numeric\n_frombuffer\n(C\x00NK\x00\x85X\x01\x00\x00\x00CtR.",
         "no type of elements"),
        ("an unknown order", buffer.replace(b"\x8c\x01K", b"\x8c\x01Q"), "order is none that is known"),
        ("an axis twice", buffer.replace(axes, b"K\x01K\x01K\x02\x87"), "axes are not each there once"),
        ("a faulty escape", b"(dp0\nVa\\u00g0\np1\nI1\ns.", "faulty escape"),
        ("a faulty integer", b"(dp0\nI12x\n.", "an integer is written as 12x"),
        ("a long integer", b"(I" + b"1" * 200 + b"\nt.", "200 digits"),
        ("a string without quotes", b"(dp0\nSabc\n.", "no quotation marks"),
        ("a web page", b"<!DOCTYPE html><html>", "this is a web page"),
        ("a pointer", b"version https://git-lfs.github.com/spec/v1\n", "a Git LFS pointer"),
        # Refused when the array is asked for.
        ("lazy: characters beyond Latin-1", encoded.replace(letters, b"\xc4\x80" + letters[1:-1]), "does not decode"),
        ("lazy: no state", b"\x80\x03}X\x01\x00\x00\x00acnumpy.core.multiarray\n_reconstruct\n"
         b"cnumpy\nndarray\nK\x00\x85C\x01b\x87Rs.", "an array without elements"),
        ("lazy: no array", pickled({"a": 1}), "expected an array"),
        ("lazy: text", pickled({"a": numpy.array(["a"])}), "expected numbers, found text of the type U1"),
    ]


WORDS = ["<start>", "the", "bird", "has", "a", "red", "black", "wing", "bill", "."]
SENTENCES = [
    "bird has a wing .", "a black bird .", "the bird .", "red wing .", "a red bill .", "the wing .", "black .", "bird .",
]
NAMES = ["001.Wren/a.jpg", "001.Wren/b.jpg", "002.Tit/d.jpg", "002.Tit/e.jpg"]


def folder(writer, protocol, changed=lambda data: None):
    """The six files, some of them changed."""
    ids = {word: place for place, word in enumerate(WORDS)}
    following = numpy.zeros((4, 2, 5), "i4")
    fed = numpy.zeros((4, 2, 5), "i4")
    lengths = numpy.zeros((4, 2), "i4")
    for place, sentence in enumerate(SENTENCES):
        numbers = [ids[word] for word in sentence.split()]
        row = place // 2, place % 2
        lengths[row] = len(numbers)
        following[row][: len(numbers)] = numbers
        fed[row][1 : len(numbers)] = numbers[:-1]
    files = {
        "bird_data_dict.pkl": {
            "X_sentence": fed, "y_sentence": following, "lengths": lengths, "num_words": len(WORDS),
            "id_to_word": dict(enumerate(WORDS)), "word_to_id": ids,
            "X_img": numpy.arange(12, dtype="f4").reshape(4, 3) / 8, "y_img": numpy.array([0, 0, 1, 1], "i4"),
            "max_length": 5,
        },
        "id_to_class.pkl": {0: "001.Wren", 1: "002.Tit"},
        "names.pkl": list(NAMES),
        "train_no_cub.txt": "\n".join([NAMES[0], NAMES[2]]) + "\n",
        "val_no_cub.txt": NAMES[3] + "\n",
        "test_no_cub.txt": NAMES[1] + "\n",
    }
    changed(files)
    return {
        name: text(thing.encode() if isinstance(thing, str) else pickled(thing, writer, protocol))
        for name, thing in files.items() if thing is not None
    }


def folders():
    """Name, files, and a part of the message: None for a sound one. A bad one has only what differs from the last sound one."""
    sound = folder("NumPy 1", 3)
    found = [{"name": "NumPy 1, protocol 3", "files": sound, "message": None}]
    for writer, protocol in [("NumPy 2", 5), ("Python 2", 2)]:
        found.append(
            {"name": f"{writer}, protocol {protocol}", "files": folder(writer, protocol), "message": None})

    # What may be missing is.
    def without(files):
        for key in ("X_sentence", "num_words", "max_length", "word_to_id"):
            del files["bird_data_dict.pkl"][key]

    sound = folder("NumPy 1", 3, without)
    found.append({"name": "as little as is needed", "files": sound, "message": None})

    def bad(name, message, change):
        def changed(files):
            without(files)
            change(files)

        files = folder("NumPy 1", 3, changed)
        differing = {key: value for key, value in files.items() if sound[key] != value}
        for key in sound.keys() - files.keys():
            differing[key] = None
        assert differing, name
        found.append({"name": name, "files": differing, "message": message})

    data = "bird_data_dict.pkl"

    def put(key, value):
        return lambda files: files[data].__setitem__(key, value)

    def edit(key, place, value):
        return lambda files: files[data][key].__setitem__(place, value)

    def file(key, value):
        return lambda files: files.__setitem__(key, value)

    bad("no names", "names.pkl: cannot be opened", file("names.pkl", None))
    bad("no list", "val_no_cub.txt: cannot be opened", file("val_no_cub.txt", None))
    bad("no features", "there is no 'X_img' in it; it has id_to_word, lengths, y_img", lambda files: files[data].pop("X_img"))
    bad("a name too few", "X_img: expected the shape [3, width], found [4, 3]", file("names.pkl", NAMES[:3]))
    bad("a name twice", "pictures 1 and 2 have the same name", file("names.pkl", NAMES[:2] + NAMES[1:3]))
    bad("names of numbers", "names of the pictures: element 0 is no text", file("names.pkl", [1, 2, 3, 4]))
    bad(
        "whole features", "X_img: expected floating-point numbers, found int64",
        put("X_img", numpy.zeros((4, 3), "i8")))
    bad("labels of numbers", "y_img: expected whole numbers, found float32", put("y_img", numpy.zeros(4, "f4")))
    bad("a class beyond the last", "y_img: 002.Tit/d.jpg has the class 2, but id_to_class.pkl names 2 classes",
        edit("y_img", 2, 2))
    bad("a word beyond the last", "y_sentence: sentence 1 of 001.Wren/a.jpg has the word 10, but id_to_word has 10 words",
        edit("y_sentence", (0, 1, 0), 10))
    bad("a length beyond the end", "lengths: sentence 0 of 001.Wren/b.jpg has 6 words, expected 0 to 5",
        edit("lengths", (1, 0), 6))
    bad("no sentences", "002.Tit/e.jpg has no sentences", edit("lengths", 3, 0))
    bad("a word without a number", "id_to_word: expected the numbers 0 to 8",
        lambda files: files[data]["id_to_word"].pop(4))
    bad("a word twice", "the word 'red' twice", lambda files: files[data]["id_to_word"].__setitem__(6, "red"))
    bad("words that disagree", "do not agree on the word 'wing'", put("word_to_id", {"bird": 2, "wing": 3}))
    bad("classes of a list", "expected a dictionary of classes", file("id_to_class.pkl", ["001.Wren", "002.Tit"]))
    bad("an unknown name", "train_no_cub.txt, line 2: names.pkl has no picture 003.Owl/x.jpg",
        file("train_no_cub.txt", f"{NAMES[0]}\n003.Owl/x.jpg\n"))
    bad("a name in two lists",
        "train_no_cub.txt: a picture stands in FOLDER/val_no_cub.txt as well, such as 002.Tit/e.jpg (line 2, and line 1 "
        "there)", file("train_no_cub.txt", f"{NAMES[0]}\n{NAMES[3]}\n"))
    bad("an empty list", "val_no_cub.txt: the list is empty", file("val_no_cub.txt", "\n"))
    bad("a foreign class", '"fractions.Fraction"', file(data, {"X_img": fractions.Fraction(1, 2)}))
    bad("objects", "an array of Python objects", file(data, {"X_img": numpy.array([None], object)}))
    return found


def write(path, document):
    content = json.dumps(document, indent=0, ensure_ascii=False) + "\n"
    (TESTS / path).write_text(content)
    print(f"{path}: {len(content) / 1e3:.0f} kB")


def main():
    bad = [{"name": name, "file": text(raw), "message": message} for name, raw, message in damaged()]
    write("RationaleNetworksTests/Golden/pickles.json", {"contents": contents(), "cases": cases(), "bad": bad})
    write("RationaleDataTests/Golden/interpnet_data.json", {"cases": folders()})


if __name__ == "__main__":
    main()
