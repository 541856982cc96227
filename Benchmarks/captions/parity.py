"""Compares tokens and scores with the published programs on real texts: counts of differences and the largest one.

    python=$(scripts/reference/environment)
    swift build -c release --package-path Benchmarks/captions/program
    $python Benchmarks/captions/parity.py Benchmarks/captions/program/.build/release/caption-parity DATA

DATA holds `cub10-captions/text` (ten descriptions of each bird) and `text-classification` (news, reviews, SST-2).
"""
import collections
import csv
import json
import math
import pathlib
import random
import re
import statistics
import subprocess
import sys
import tempfile
import time
import warnings

import pycocoevalcap.bleu.bleu
import pycocoevalcap.cider.cider
import pycocoevalcap.rouge.rouge
import pycocoevalcap.tokenizer.ptbtokenizer as coco_tokenizer
from nltk.tokenize import NLTKWordTokenizer
from nltk.translate.bleu_score import corpus_bleu, sentence_bleu

PROGRAM, DATA = pathlib.Path(sys.argv[1]).resolve(), pathlib.Path(sys.argv[2])
JAR = pathlib.Path(coco_tokenizer.__file__).parent / coco_tokenizer.STANFORD_CORENLP_3_4_1_JAR
# Other line ends than "\n": the jar begins a new line there.
LINE_ENDS = re.compile("[\n\r\v\f\x85\u2028\u2029]")
warnings.filterwarnings("ignore")


def captions():
    """Ten descriptions an image."""
    files = sorted(DATA.glob("cub10-captions/text/*/*.txt"))
    return [[line for line in file.read_text().split("\n") if line.strip()] for file in files]


def texts():
    folder = DATA / "text-classification"
    yield "CUB captions", [line for image in captions() for line in image]
    with open(folder / "agnews/test.csv", newline="") as file:
        yield "news", [cell for row in csv.reader(file) for cell in row[1:]]
    with open(folder / "imdb_sample/texts.csv", newline="") as file:
        yield "reviews", [row[1] for row in csv.reader(file)][1:]
    yield "SST-2", [line.split("\t")[0] for name in ("train", "dev", "test")
                    for line in (folder / f"sst2/{name}.tsv").read_text().rstrip("\n").split("\n")]
    yield "hostile text", list(hostile(100_000))


# What tokenizers stumble over; joined at random, with and without spaces, and broken by single characters.
FRAGMENTS = """'tis don't DON'T can't cannot gonna I'm y'all rock'n'roll 'n' o'clock O'Malley d'Avignon Mr. U.S. U.K. e.g. etc. Inc.
Co. ltd Ph.D. Jan. No. art. fig. p. So. Korea a.m. ... .... -- --- ----- — – - http://a.b/c?d=e&f https://x.org/a(b). www.foo.com
foo.net/bar, a@b.co <a@b.c> @user #tag #1 c++ C# f# x.html foo.txt, a.b.pdf? 1/2 3-1/2 ½ ¾ ⅔ $5 US$5 £5 €10 ¢ ¥ 10% 1,000.50 -5 +5 12:30
1990s '90s 90's 99-99-99 1/2/2003 555-1234 (555) 555.555.1234 ( (a) [b] {c} <b> </a> &amp; &lt; &quot; &apos; &nbsp; &mdash; &#39; &eacute;
AT&T S&P-500 R&amp;D " “ ” ‘ ’ ` `` '' « » ‹ › ! ?! ??? , ; : • * ** \\* _ __ @ ## = == / and/or a/b/c he-she e-mail. well-known, A.B.-type
x-U.S. 😀 👍🏽 ❤ 日本語 中文。 、 ภาษา العربية ؟ שלום नमस्ते Ελλάς ΟΔΟΣ ΣΑΣ İstanbul straße café co\u00adop \u00ad \u200b \u200d \u00a0 \u3000 \ufeff
² x² H₂O °C ™ ¡ ¿ → ∑ ① Ⅻ ﬁ ſ K ı -LRB- pro- anti-war cap'n c'est n't 's 'll 'em wouldn't've ain`t it`s L'Oréal ev'ry 'til 'twas (^_^)
^_^ :-) :) ;D =P << > ~ | ^ % + T+1 A I The About a the bird Bird x 9 99 \t A. J. R. Calif. Sen. rt. St. vs. v. pty. lim pt. \u0080 \u0091q\u0092
\u0093q\u0094 \u0095 \u0097 \ue000 \uffff ！ ？ <br\u0020/> <a\u0020href="x"> .\u0020.\u0020. (555)\u0020555-1234""".split()
FRAGMENTS = [fragment.encode("ascii", "backslashreplace").decode("unicode_escape") for fragment in FRAGMENTS]


def hostile(count):
    draw = random.Random(7)
    for _ in range(count):
        line = ""
        for _ in range(draw.randint(1, 8)):
            part = draw.choice(FRAGMENTS)
            part = draw.choice([str.upper, str.lower])(part) if draw.random() < 0.15 else part
            if draw.random() < 0.1:
                place = draw.randrange(len(part) + 1)
                part = part[:place] + draw.choice("-'./&,:;!?)(\"@ _") + part[place:]
            line += part + draw.choice(["", " ", " ", " ", "  "])
        yield line


def differing(ours, theirs):
    return abs(len(ours) - len(theirs)) + sum(a != b for a, b in zip(ours, theirs))


def compare_tokens(name, lines, folder):
    path = folder / "lines.txt"
    path.write_text("\n".join(lines) + "\n")
    for kind in ("ptb", "nltk"):
        done = subprocess.run([PROGRAM, "tokens", kind, path], capture_output=True, text=True, check=True)
        ours = [line.split("\t") if line else [] for line in done.stdout[:-1].split("\n")]
        start = time.perf_counter()
        if kind == "ptb":
            command = ["java", "-Dfile.encoding=UTF-8", "-cp", JAR, "edu.stanford.nlp.process.PTBTokenizer",
                       "-preserveLines", "-lowerCase", path]
            output = subprocess.run(command, capture_output=True, check=True).stdout.decode()
            theirs = [line.split(" ") if line else [] for line in output[:-1].split("\n")]
        else:
            theirs = [NLTKWordTokenizer().tokenize(line) for line in lines]
        for line, mine, other in [x for x in zip(lines, ours, theirs) if x[1] != x[2]][:5]:
            print(f"  {line!r}: {mine}, theirs {other}")
        speed = sum(map(len, theirs)) / (time.perf_counter() - start) / 1e6
        print(f"{name}, {kind}: {len(lines)} lines, {sum(map(len, theirs))} tokens, "
              f"{differing(ours, theirs)} lines differ; {float(done.stderr):.1f} million tokens/s, theirs {speed:.2f}")


def plain_cider(hypotheses, references):
    """CIDEr as the paper has it, without the clipping and the penalty of pycocoevalcap's class."""
    def ngrams(sentence):
        words = sentence.split()
        return collections.Counter(tuple(words[i:i + n]) for n in range(1, 5) for i in range(len(words) - n + 1))

    frequency = collections.Counter(g for refs in references for g in {g for ref in refs for g in ngrams(ref)})
    total = math.log(len(references))

    def vectors(sentence):
        result = [{} for _ in range(4)]
        for ngram, count in ngrams(sentence).items():
            result[len(ngram) - 1][ngram] = count * (total - math.log(max(1, frequency[ngram])))
        return result

    def cosine(a, b):
        norm = math.sqrt(sum(x * x for x in a.values())) * math.sqrt(sum(x * x for x in b.values()))
        return sum(x * b.get(g, 0) for g, x in a.items()) / norm if norm else 0

    scores = []
    for hypothesis, refs in zip(hypotheses, references):
        mine = vectors(hypothesis)
        scores.append(10 * statistics.fmean(cosine(a, b) for ref in refs for a, b in zip(mine, vectors(ref))))
    return statistics.fmean(scores), scores


def published(segments):
    """Each metric's overall score, its segments' scores, and the seconds."""
    ids = range(len(segments))
    start = time.perf_counter()
    tokenizer = coco_tokenizer.PTBTokenizer()
    gts = tokenizer.tokenize({i: [{"caption": text} for text in segments[i]["references"]] for i in ids})
    res = tokenizer.tokenize({i: [{"caption": segments[i]["hypothesis"]}] for i in ids})
    tokenizing = time.perf_counter() - start

    def timed(compute, extra=tokenizing):
        start = time.perf_counter()
        return *compute(), time.perf_counter() - start + extra

    overall, each, seconds = timed(lambda: pycocoevalcap.bleu.bleu.Bleu(4).compute_score(gts, res, verbose=0))
    for n in range(4):
        yield f"BLEU-{n + 1}", overall[n], each[n], seconds
    yield "CIDEr-D", *timed(lambda: pycocoevalcap.cider.cider.Cider().compute_score(gts, res))
    yield "ROUGE-L", *timed(lambda: pycocoevalcap.rouge.rouge.Rouge().compute_score(gts, res))
    yield "CIDEr", *timed(lambda: plain_cider([res[i][0] for i in ids], [gts[i] for i in ids]))

    def nltk_bleu():
        cut = NLTKWordTokenizer().tokenize
        hypotheses = [cut(segment["hypothesis"]) for segment in segments]
        references = [[cut(text) for text in segment["references"]] for segment in segments]
        return corpus_bleu(references, hypotheses), [sentence_bleu(r, h) for r, h in zip(references, hypotheses)]

    yield "BLEU-4 (NLTK)", *timed(nltk_bleu, 0)


def compare_scores(name, segments, folder):
    path = folder / "segments.json"
    path.write_text(json.dumps(segments))
    done = subprocess.run([PROGRAM, "scores", path], capture_output=True, text=True, check=True)
    ours = json.loads(done.stdout)
    for metric, overall, each, seconds in published(segments):
        mine = ours[metric]
        largest = max(abs(a - b) for a, b in zip(mine["segments"], each))
        print(f"{name}, {metric}: {len(segments)} segments, {mine['overall']:.6f}; differs by "
              f"{abs(mine['overall'] - overall):.1e}, a segment by at most {largest:.1e}; "
              f"{mine['seconds']:.3f} s, theirs {seconds:.2f} s")


def main():
    with tempfile.TemporaryDirectory() as folder:
        folder = pathlib.Path(folder)
        for name, lines in texts():
            compare_tokens(name, [LINE_ENDS.sub(" ", line) for line in lines], folder)
        images = captions()
        compare_scores("first against nine", [
            {"hypothesis": image[0], "references": image[1:]} for image in images], folder)
        compare_scores("next image's against ten", [
            {"hypothesis": images[(i + 1) % len(images)][0], "references": image} for i, image in enumerate(images)], folder)


main()
