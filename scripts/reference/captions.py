"""Tokens of Stanford's and NLTK's tokenizers and scores of pycocoevalcap and NLTK, for sentences written here.

CIDEr without clipping and length penalty has no package: it is computed by its formula. Needs Java. Writes
Tests/RationaleCaptionMetricsTests/Golden/{tokens,caption-scores}.json.
"""
import collections
import json
import math
import pathlib
import statistics
import subprocess
import tempfile
import warnings

import pycocoevalcap.bleu.bleu
import pycocoevalcap.cider.cider
import pycocoevalcap.rouge.rouge
import pycocoevalcap.tokenizer.ptbtokenizer as coco_tokenizer
from nltk.tokenize import NLTKWordTokenizer
from nltk.translate.bleu_score import corpus_bleu, sentence_bleu

FOLDER = pathlib.Path(__file__).resolve().parents[2] / "Tests/RationaleCaptionMetricsTests/Golden"
JAR = pathlib.Path(coco_tokenizer.__file__).parent / coco_tokenizer.STANFORD_CORENLP_3_4_1_JAR
warnings.filterwarnings("ignore")

LINES = [
    "A small brown bird with a black-and-white wing, sitting on a branch.",
    "THE BIRD HAS A WHITE BELLY AND A BLACK CROWN",
    "this bird's beak isn't long; it's short, and it'll crack seeds",
    "They've said I'm right, we're late, you'd go, he can't, she won't, DON'T",
    "cannot gonna gotta lemme gimme wanna 'tis 'twas more'n d'ye Gonna WANNA",
    "wanna", "I wanna", "gonna.", "cannot be", "'Tis so", "'twas the night",
    '"Is it a wren?" she asked. "No," he said, "a \'finch\'."',
    "“curly quotes” and ‘single ones’ and «guillemets» and ‹small›",
    "``TeX quotes'' and `one' and '' alone and ` alone",
    "a 'quoted word' and a plural's' and rock 'n' roll and the '90s and 90's",
    "O'Malley d'Avignon c'est l'heure y'all o'clock ma'am 'em 'til Dunkin' ol' ev'ry",
    "Mr. Smith and Mrs. Jones met Dr. Who at St. Mary's in Washington, D.C. yesterday.",
    "The U.S. is large. In the U.S. The bird lives. He lives in the U.K.",
    "Inc. and Co. Ltd. etc.", "It was etc.", "He came in Jan. and left in Feb. The end.", "vs. e.g. i.e. a.m. p.m. Ph.D.",
    "I. The bird.", "Vitamin A. The bird.", "plan B.", "No. 5 and art. 3, fig. 2, pp. 10",
    "pty. ltd. and co. limited", "Sen. Doe of Calif. said so", "J. R. R. Reed",
    "Wait... what.... really. . . yes . . . . no..", "one..two", "end...", "…and so on…",
    "em—dash en–dash double--dash triple---dash four----dash five-----dash - alone",
    "well-known, co-operate, e-mail, pre-2000, A-B-C, x-U.S. and A.-B. fifty-five.",
    "http://example.org/a?b=c&d=e#f, https://x.y/z. www.example.com and example.net/birds!",
    "write to a.b@example.org or <c@d.com>; ask @birds about #finches and #1",
    "See <b>bold</b> and <br /> and <a href=\"x y\" id='z'>links</a> and <!-- notes --> and 3 < 4 > 2 << >>",
    "&amp; &lt; &gt; &quot; &apos; &nbsp; &mdash; &eacute; caf&eacute; AT&amp;T R&D S&P-500",
    "file.txt, photo.jpg? index.html! a.b.pdf and readme.md",
    "$5, US$5, £5.50, €10, ¥100, 5¢, #7, 10%, 5 °C, 20°", "1,000.50 -5 +5 12:30 1:2:3 .5 5. 1.5.2 1990s",
    "1/2 cup, 1 1/2 cups, 3-1/2, ½ and ¾ and ⅔ and ⅛, 10/20/2013, 2013-10-20, 1\\/2",
    "call 555-1234, (555) 555-1234, +1 555 555 1234 or 555.555.1234",
    "(round) [square] {curly} (nested (twice)) :-) ;) =P ^_^ (^_^) <3",
    "!? ?! ??? !!! , ; : . ... * ** _ __ @ @@ # ## % ^ + = == ~ | \\ /",
    "and/or he/she a/b/c 24/7 / x", "C++ c# F# .net A+ B- T+1",
    "naïve café straße ÅNGSTRÖM İstanbul ΟΔΟΣ ΣΑΣ Straße ŒUVRE", "ſtrange KELVIN ﬁne Ⅻ ②",
    "日本語のテキスト、です。中文字符，句子。", "한국어 문장입니다. ภาษาไทย",
    "العربية؟ نص، قصير. עברית: טקסט!", "नमस्ते दुनिया। ৫ টাকা",
    "😀 smile 👍🏽 thumbs ❤️ heart 👨‍👩‍👧 family 🇩🇪 flag", "zero\u200bwidth soft\u00adhyphen no\u00a0break thin\u2009space \u3000 wide",
    "combining é and n̄ \ufeffmark", "control\u0001 and \u007f and \u001c separator", "x² H₂O m³ ⁻¹ 10⁻⁹ ½x",
    "", " ", "   leading and trailing   ", "\ttabs\tbetween\twords\t", "'", "\"", "-", ".", "(", "a", "A.", "A", "''", "``",
    "'s", "n't", "don't've ain`t it`s", "he said 's", "s' s", "bird' s", "'' x '' y", "\"x\" \"y\"", "(\"x\")", "[\"x\"]",
    "ends with quote.\"", "ends with quote.'", "ends with bracket.)", "ends with both.\")", "ends with stop. ", "two stops..",
    "a:b a: b, c,d 1,2 1, 2 :", "a,", "b:", "x.y", "trailing comma , ", "...and 'so", "@#$%&;", "[a] {b} <c>",
    "a--b -- c --", "–‒—―", "«x» “y” ‘z’ „w“", "whaddya whatcha cannot.", "'Twas 'tisn't it'snot",
]

SEGMENTS = [
    ("a small bird with a red breast", ["this small bird has a red breast.", "a tiny bird with red feathers on its breast"]),
    ("the bird is black", ["The bird is black.", "a black bird", "the bird is all black, with a black beak"]),
    ("the the the the", ["the bird", "the finch and the wren"]),
    ("a bird with a long, curved bill and grey wings.", ["A grey-winged bird; its bill is long and curved!"]),
    ("bird", ["a bird sits on the water", "bird"]),
    ("...", ["a bird", "the wren"]),
    ("completely different words here", ["this small bird has a yellow crown"]),
    ("It's 1 1/2 inches (about 4 cm) long", ["it is 1 1/2 inches long", "It's 4 cm long, i.e. 1.5 in."]),
    ("this bird has this bird has this bird has wings", ["this bird has wings", "this bird has two wings and a tail"]),
    ("a yellow bird with a black cap, black wings and a short orange beak that eats seeds all day",
     ["a yellow bird", "yellow bird with black cap and black wings", "a bird with a short orange beak"]),
    ("Un pájaro pequeño con el pico azul", ["un pajaro pequeño", "Un pájaro con el pico azul."]),
    ("the wings", ["the wings are grey and the tail is long and the belly is white and the eyes are red"]),
]


def stanford(lines):
    """Each line as a text of its own."""
    with tempfile.TemporaryDirectory() as folder:
        files = []
        for number, line in enumerate(lines):
            files.append(pathlib.Path(folder) / f"{number}.txt")
            # The second line shows where the first one ends.
            files[-1].write_text(line)
        found = []
        for file in files:
            command = ["java", "-Dfile.encoding=UTF-8", "-Xshare:auto", "-cp", JAR, "edu.stanford.nlp.process.PTBTokenizer",
                       "-preserveLines", file]
            output = subprocess.run(command, capture_output=True, check=True).stdout.decode()
            found.append([token for token in output.rstrip("\n").split(" ") if token])
        return found


def stanford_joined(lines):
    with tempfile.NamedTemporaryFile("w", suffix=".txt") as file:
        file.write("\n".join(lines))
        file.flush()
        command = ["java", "-Dfile.encoding=UTF-8", "-cp", JAR, "edu.stanford.nlp.process.PTBTokenizer", "-preserveLines",
                   "-lowerCase", file.name]
        output = subprocess.run(command, capture_output=True, check=True).stdout.decode()
        return [[token for token in line.split(" ") if token] for line in output.rstrip("\n").split("\n")]


def plain_cider(hypotheses, references):
    def ngrams(sentence):
        words = sentence.split()
        return collections.Counter(tuple(words[i:i + n]) for n in range(1, 5) for i in range(len(words) - n + 1))

    frequency = collections.Counter(g for refs in references for g in {g for ref in refs for g in ngrams(ref)})

    def vectors(sentence):
        result = [{} for _ in range(4)]
        for ngram, count in ngrams(sentence).items():
            result[len(ngram) - 1][ngram] = count * (math.log(len(references)) - math.log(max(1, frequency[ngram])))
        return result

    def cosine(a, b):
        norm = math.sqrt(sum(x * x for x in a.values())) * math.sqrt(sum(x * x for x in b.values()))
        return sum(x * b.get(g, 0) for g, x in a.items()) / norm if norm else 0

    scores = [10 * statistics.fmean(cosine(a, b) for ref in refs for a, b in zip(vectors(hypothesis), vectors(ref)))
              for hypothesis, refs in zip(hypotheses, references)]
    return statistics.fmean(scores), scores


def scores():
    ids = range(len(SEGMENTS))
    tokenizer = coco_tokenizer.PTBTokenizer()
    gts = tokenizer.tokenize({i: [{"caption": text} for text in SEGMENTS[i][1]] for i in ids})
    res = tokenizer.tokenize({i: [{"caption": SEGMENTS[i][0]}] for i in ids})
    found = {}

    def add(name, overall, each):
        found[name] = {"overall": float(overall), "segments": [float(x) for x in each]}

    overall, each = pycocoevalcap.bleu.bleu.Bleu(4).compute_score(gts, res, verbose=0)
    for n in range(4):
        add(f"BLEU-{n + 1}", overall[n], each[n])
    cut = NLTKWordTokenizer().tokenize
    references, hypotheses = [[cut(text) for text in refs] for _, refs in SEGMENTS], [cut(text) for text, _ in SEGMENTS]
    add("BLEU-4 (NLTK)", corpus_bleu(references, hypotheses),
        [sentence_bleu(r, h) for r, h in zip(references, hypotheses)])
    add("CIDEr", *plain_cider([res[i][0] for i in ids], [gts[i] for i in ids]))
    add("CIDEr-D", *pycocoevalcap.cider.cider.Cider().compute_score(gts, res))
    add("ROUGE-L", *pycocoevalcap.rouge.rouge.Rouge().compute_score(gts, res))
    return {"segments": [{"hypothesis": text, "references": refs} for text, refs in SEGMENTS],
            "words": [res[i][0].split(" ") if res[i][0] else [] for i in ids], "scores": found}


def write(name, document):
    # One line an element, so that a change shows where it is.
    text = json.dumps(document, ensure_ascii=True, indent=0)
    path = FOLDER / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text + "\n")
    print(f"{name}: {len(text) / 1e3:.0f} kB")


together = [line for line in LINES if line.strip()]
write("tokens.json", {
    "lines": LINES,
    "stanford": stanford(LINES),
    "nltk": [NLTKWordTokenizer().tokenize(line) for line in LINES],
    "together": together,
    "stanfordTogether": stanford_joined(together),
})
write("caption-scores.json", scores())
