"""Scores of meteor-1.5.jar for sentences, synonyms and paraphrases written for this purpose, and stems of its stemmer.

The jar is the one in pycocoevalcap; needs Java. Writes Tests/RationaleCaptionMetricsTests/Golden/meteor.json.
"""
import gzip
import json
import os
import pathlib
import subprocess
import tempfile

import pycocoevalcap

JAR = pathlib.Path(next(iter(pycocoevalcap.__path__))) / "meteor/meteor-1.5.jar"
TARGET = pathlib.Path(__file__).resolve().parents[2] / "Tests/RationaleCaptionMetricsTests/Golden/meteor.json"

# Each with two references.
SEGMENTS = [
    # Exact.
    ("a small bird with a red head", "a small bird with a red head", "the bird is blue"),
    ("red bird", "bird red", "a red one and a bird"),
    ("the cat sat on the mat", "on the mat sat the cat", "the cat the mat the cat"),
    ("one two three four", "five six seven eight", "nine ten"),
    # Stems.
    ("birds are flying happily", "a bird flies happy", "the flying birds were happy"),
    ("generously communicating communities", "generous communication in community", "generate communism"),
    # Synonyms, exceptions and WordNet's morphology.
    ("the auto went quickly", "a car goes fast", "the machine moves fast"),
    ("women bought boxes of matches", "a woman buys a box of lights", "the lady purchased crates"),
    ("he saw large wolves running", "he sees a big wolf that runs", "big dogs ran"),
    ("the biggest buses stopped", "the largest bus halts", "big coaches halted"),
    ("entity breathe", "breathe entity", "respire"),
    # Paraphrases: one word for several, overlapping, both directions.
    ("he kicked the bucket in spite of that", "he died nevertheless", "despite that he passed away"),
    ("due to rain we stay", "because of the rain we remain", "as a result of rain we stay here"),
    ("a great many people", "lots of people", "many persons"),
    # Ties: words that occur several times.
    ("a a a b b b", "b b a a b a", "a b a b a b"),
    ("the the the of of the a", "of the a the of a the", "a of the of the the"),
    ("white white black and white and black", "black and white and white and black and white", "and and and"),
    ("the bird the bird the bird the bird", "bird the bird the bird the bird the", "the the the the bird bird bird bird"),
    # Punctuation and contractions.
    ("It's John's dog, isn't it?", "it is the dog of John's .", "It 's John 's dog , is n't it ?"),
    ("He said: \"Don't!\"", "He said: ``Do not!''", "he said “don’t”"),
    ("the 1990's were rock 'n' roll", "the '90s, rock ’n’ roll", "O'Neill's 5'10\" tall"),
    ("In the U.S. it costs $3,000.50, they say.", "in the us it costs $ 3,000.50 , they say .", "U.S.A. 3, 000"),
    ("Mr. Smith met Dr. Jones. No. 5 won. No. Inc. said", "Mr Smith met Dr Jones . no . 5", "St. John vs. Prof. X. he"),
    ("wait... what.. is this....", "wait ... what .. is this ....", "wait. what. is."),
    ("a well-known--or so-called - red-brown bird", "a well known or so called red brown bird", "a–b — c - d--e -f g-"),
    ("a,b,c ,, 1,2 3,x y,4", "a , b , c , , 1,2 3 , x y , 4", "a,b c"),
    ("100% of (the) [birds] {sing} <b> & co. @ # / \\", "100 % of ( the ) [ birds ] { sing }", "birds &amp; co"),
    ("DOTMULTI and DOTMULTI. or U.S. DOT.MULTI.", ". and .. or us .", "DOTDOTMULTI . x"),
    # Other scripts and signs.
    ("naïve café Ünïcode ŽIVOT", "naïve cafe ünïcode život", "NAÏVE CAFÉ"),
    ("ΟΔΥΣΣΕΥΣ και ΣΟΦΟΣ", "οδυσσευς και σοφος", "Οδυσσεύς"),
    ("Быстрая лиса прыгает", "быстрая ЛИСА", "лиса прыгает"),
    ("a 😀 bird 👍🏽 sings 中文", "a bird 😀 sings", "中文 bird👍🏽"),
    ("İstanbul is not ISTANBUL", "istanbul is i̇stanbul", "ISTANBUL"),
    ("a\u00a0b\u2003c\u3000d", "a b c d", "a\u200bb c d"),
    ("tab\tand\u000bcontrol \u0001", "tab and control", "\u0001 tab"),
    # Java's hash takes these for the same word.
    ("the bBAa word", "the bBBB word", "the BBBB word"),
    # Function words only; upper case.
    ("it is the one that they have", "the one that they have it is", "THE ONE"),
    ("THE RED BIRD", "the red bird", "The Red Bird"),
    # Empty ones.
    ("", "something", "else"),
    ("something", "", "other"),
    ("", "", ""),
    (".", ".", "!"),
    # Longer than 64 words.
    (" ".join(["the red bird and a blue bird sing of the sea"] * 7), " ".join(["a blue bird and the red bird sing"] * 9), "x"),
]

# METEOR's formats.
SYNSETS = {
    "car": [1, 2], "auto": [1], "machine": [1, 3], "go": [4, 5], "move": [4], "fast": [6], "quickly": [6], "woman": [7],
    "lady": [7], "buy": [8], "purchase": [8], "box": [9], "crate": [9], "match": [10], "light": [10, 11], "see": [12],
    "large": [13], "big": [13], "wolf": [14], "dog": [14], "run": [15], "bus": [16], "coach": [16], "stop": [17], "halt": [17],
    "breathe": [18], "entity": [18], "respire": [18], "stay": [19], "remain": [19], "person": [20], "people": [20],
}
EXCEPTIONS = {"go": ["went", "gone"], "buy": ["bought"], "see": ["saw", "seen"], "wolf": ["wolves"], "woman": ["women"], "run": ["ran"]}
PARAPHRASES = [
    ("because of", "as a result of"), ("because of", "due to"), ("bird", "red bird"), ("despite", "in spite of"),
    ("died", "kicked the bucket"), ("died", "passed away"), ("lots of", "a great many"), ("many", "a great many"),
    ("many persons", "a great many people"), ("nevertheless", "in spite of that"), ("sing", "bird sing"), ("the", "a"),
]

WORDS = """
skis skies dying lying tying idly gently ugly early only singly sky news howe atlas cosmos bias andes inning innings outing
outings canning herring herrings earring proceed proceeds exceed exceeded succeed succeeding generate generously general
communism community communication arsenal arsenic caresses flies dies ties cries gaps gas this kiwis us ss mass bus agreed feed
plastered bled motoring sing conflated troubled sized hopping tanned falling hissing fizzed failing filing happy sky by say
enjoy yes syzygy sayyid youth boyish toying relational conditional rational valenci hesitanci digitizer conformabli radicalli
differentli vileli analogousli vietnamization predication operator feudalism decisiveness hopefulness callousness formaliti
sensitiviti sensibiliti geologi geology apology quickly likely fly lily bely triplicate formative formalize electriciti
electrical hopeful goodness revival allowance inference airliner gyroscopic adjustable defensible irritant replacement
adjustment dependent adoption homologou communism activate angulariti homologous effective bowdlerize probate rate cease
controll roll fall 's dog's dogs' dogs's o'clock 'tis ' '' a I is be bee hope hoped hoping hop hopped cow coy owed snow snowed
box boxed WXY YES Yellow naïve naïvely cafés über übers ΟΔΟΣ 😀s 😀ing beautifully nationally nationalism nationalization
luxuriating hesitancy consistency happily fulfilling endlessly freely valid really y yy yyy eye eyed eyeing ed ing eed ies ied
bleed bleedly feedly shortly skiing knightly abandonedly hurriedly
""".split()


def run(segments, options, files):
    """P, R, penalty and score of each segment, and the score of all."""
    with tempfile.TemporaryDirectory() as name:
        folder = pathlib.Path(name)
        for kind, lines in files.items():
            (folder / kind).write_bytes(lines)
        (folder / "hypotheses").write_text("".join(f"{s[0]}\n" for s in segments), encoding="utf-8")
        (folder / "references").write_text("".join(f"{r}\n" for s in segments for r in s[1:]), encoding="utf-8")
        result = subprocess.run(
            ["java", "-Xmx2G", "-jar", JAR, "hypotheses", "references", "-l", "en", "-r", "2", "-vOut", *options],
            cwd=folder, capture_output=True, text=True, check=True)
    scores, overall = [], None
    for line in result.stdout.splitlines():
        if line.startswith("Segment "):
            scores.append([None if value == "NaN" else float(value) for value in line.split("\t")[1:]])
        elif line.startswith("Final score:"):
            overall = float(line.split()[-1])
    assert len(scores) == len(segments) and overall is not None, result.stdout + result.stderr
    return {"scores": scores, "overall": overall}


def stems():
    result = subprocess.run(
        ["java", "-Dfile.encoding=UTF-8", "-Dstdout.encoding=UTF-8", "-cp", JAR, "Stemmer", "en"], input="\n".join(WORDS) + "\n", capture_output=True,
        encoding="utf-8", check=True, env={**os.environ, "LC_ALL": "C.UTF-8"})
    found = result.stdout.split()
    assert len(found) == len(WORDS), result.stderr
    return [[word, stem] for word, stem in zip(WORDS, found) if word.strip("'")]


def main():
    synsets = "".join(f"{word}\n{' '.join(f'{number:08}' for number in sets)}\n" for word, sets in sorted(SYNSETS.items()))
    exceptions = "".join(f"{base}\n{' '.join(forms)}\n" for base, forms in sorted(EXCEPTIONS.items()))
    paraphrases = "".join(f"0.5\n{phrase}\n{other}\n" for phrase, other in PARAPHRASES)
    files = {
        "english.synsets": synsets.encode(), "english.exceptions": exceptions.encode(), "english.relations": b"",
        "paraphrases.gz": gzip.compress(paraphrases.encode(), mtime=0),
    }
    cases = {
        "stem": ["-m", "exact stem"],
        "synonym": ["-m", "exact stem synonym", "-d", "."],
        "paraphrase": ["-m", "exact stem paraphrase", "-w", "1.0 0.6 0.6", "-a", "paraphrases.gz"],
        "all": ["-m", "exact stem synonym paraphrase", "-d", ".", "-a", "paraphrases.gz"],
        "wordnet": ["-m", "exact stem synonym"],
    }
    found = {
        name + suffix: run(SEGMENTS, options + norm, files)
        for name, options in cases.items() for suffix, norm in (("-norm", ["-norm"]), ("", []))
    }
    document = {
        "segments": [{"hypothesis": s[0], "references": list(s[1:])} for s in SEGMENTS],
        "synsets": synsets, "exceptions": exceptions, "paraphrases": paraphrases, "stems": stems(), "cases": found,
    }
    lines = [f'  {json.dumps(key)}: {json.dumps(value)}' for key, value in document.items() if key != "cases"]
    cases = ",\n".join(f'    {json.dumps(key)}: {json.dumps(value)}' for key, value in found.items())
    lines.append('  "cases": {\n' + cases + "\n  }")
    text = "{\n" + ",\n".join(lines) + "\n}\n"
    assert len(text) < 100_000, len(text)
    TARGET.write_text(text)
    print(f"{TARGET.name}: {len(text) / 1e3:.0f} kB")


if __name__ == "__main__":
    main()
