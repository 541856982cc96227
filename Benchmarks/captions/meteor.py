"""Compares METEOR here with meteor-1.5.jar: every score, and the time, each on one core.

    swift build -c release --product rationale-meteor-check
    $(scripts/reference/environment) Benchmarks/captions/meteor.py --captions FOLDER --program .build/release/rationale-meteor-check

FOLDER holds text files of ten captions each, one a line, as CUB's. Each caption is scored against the other nine of its picture,
and a caption of another picture against all ten; edited sentences are scored against what they were. With and without `-norm`,
with and without the paraphrase table. Needs Java and WordNet 3.0. Times are of processes; the rates leave out the start, as
they are of four copies of the segments less one. `--whole` only times whole processes of 1000 segments with ten references, as a
user waits for them.
"""
import argparse
import pathlib
import random
import resource
import statistics
import subprocess
import tempfile

import pycocoevalcap

METEOR = pathlib.Path(next(iter(pycocoevalcap.__path__))) / "meteor"
PARAPHRASES = METEOR / "data/paraphrase-en.gz"


def edited(sentence, chance, words):
    """The sentence with words left out, doubled, swapped, given endings, put in another case or replaced."""
    result = []
    for word in sentence.split():
        draw = chance.random()
        if draw < 0.10:
            continue
        if draw < 0.16:
            word = f"{word} {word}"
        elif draw < 0.26:
            word += chance.choice(["s", "ed", "ing", "ly", "er", "'s", ",", ".", "...", "!", "-like", "é"])
        elif draw < 0.32:
            word = chance.choice(words)
        elif draw < 0.36:
            word = word.upper()
        result.append(word)
    if chance.random() < 0.3 and len(result) > 1:
        cut = chance.randrange(1, len(result))
        result = result[cut:] + result[:cut]
    return " ".join(result)


def sets(folder):
    chance = random.Random(7)
    pictures = []
    for path in sorted(pathlib.Path(folder).rglob("*.txt")):
        captions = [line.strip() for line in path.read_text(encoding="utf-8").splitlines() if line.strip()]
        if len(captions) == 10:
            pictures.append(captions)
    if not pictures:
        raise SystemExit(f"{folder}: no text files of ten captions each")
    words = sorted({word for captions in pictures for caption in captions for word in caption.split()})
    yield "nine others", [(c, captions[:i] + captions[i + 1:]) for captions in pictures for i, c in enumerate(captions)]
    yield "ten of another", [(chance.choice(chance.choice(pictures)), captions) for captions in pictures for _ in range(10)]
    yield "edited", [(edited(c, chance, words), [c]) for captions in pictures for c in captions]


def timed(command):
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    result = subprocess.run([str(part) for part in command], capture_output=True, encoding="utf-8", check=True)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return result.stdout, after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


def jar(folder, count, norm, paraphrases):
    modules = "exact stem synonym" + (" paraphrase" if paraphrases else "")
    output, seconds = timed([
        "java", "-Xmx6G", "-XX:ActiveProcessorCount=1", "-jar", METEOR / "meteor-1.5.jar", folder / "hypotheses", folder / "references",
        "-l", "en", "-r", count, "-m", modules, *(["-norm"] if norm else [])])
    lines = output.splitlines()
    scores = [float(line.split("\t")[1]) for line in lines if line.startswith("Segment ")]
    return scores + [float(line.split()[-1]) for line in lines if line.startswith("Final score:")], seconds


def ours(program, folder, count, norm, paraphrases):
    output, seconds = timed([
        program, folder / "hypotheses", folder / "references", count, "norm" if norm else "plain", "found",
        PARAPHRASES if paraphrases else "none"])
    lines = output.splitlines()
    return [float(line) for line in lines[:-3]] + [float(lines[-3].split()[1])], seconds


def whole(program, segments, rounds=5):
    """CPU seconds of a process, its start included: the median of rounds in turn."""
    print("| -norm | paraphrases | jar, s | here, s | times: median (least – most) |")
    print("|---|---|---|---|---|")
    with tempfile.TemporaryDirectory() as path:
        folder = pathlib.Path(path)
        (folder / "hypotheses").write_text("".join(f"{h}\n" for h, _ in segments), encoding="utf-8")
        (folder / "references").write_text("".join(f"{r}\n" for _, rs in segments for r in rs), encoding="utf-8")
        count = len(segments[0][1])
        for norm in (True, False):
            for paraphrases in (False, True):
                ours(program, folder, count, norm, paraphrases)
                pairs = [
                    (jar(folder, count, norm, paraphrases)[1], ours(program, folder, count, norm, paraphrases)[1])
                    for _ in range(rounds)]
                ratios = [there / here for there, here in pairs]
                there, here = (statistics.median(column) for column in zip(*pairs))
                print(f"| {'yes' if norm else 'no'} | {'yes' if paraphrases else 'no'} | {there:.2f} | {here:.3f} | "
                      f"{statistics.median(ratios):.0f} ({min(ratios):.0f} – {max(ratios):.0f}) |", flush=True)


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--captions", required=True)
    parser.add_argument("--program", required=True)
    parser.add_argument("--whole", action="store_true")
    options = parser.parse_args()
    if options.whole:
        return whole(options.program, dict(sets(options.captions))["ten of another"][:1000])
    print("| segments | -norm | paraphrases | number | largest difference | unequal bits | jar, ms a segment | here | times | jar's start, s | start here |")
    print("|---|---|---|---|---|---|---|---|---|---|---|")
    for name, segments in sets(options.captions):
        count = len(segments[0][1])
        for norm in (True, False):
            for paraphrases in (False, True):
                seconds = {}
                for copies in (1, 4):
                    with tempfile.TemporaryDirectory() as path:
                        folder = pathlib.Path(path)
                        (folder / "hypotheses").write_text("".join(f"{h}\n" for h, _ in segments) * copies, encoding="utf-8")
                        (folder / "references").write_text("".join(f"{r}\n" for _, rs in segments for r in rs) * copies, encoding="utf-8")
                        if copies == 1:
                            ours(options.program, folder, count, norm, paraphrases)  # so that the table is in the cache
                        found, here = ours(options.program, folder, count, norm, paraphrases)
                        wanted, there = jar(folder, count, norm, paraphrases)
                        seconds[copies] = there, here
                    assert len(found) == len(wanted), (len(found), len(wanted))
                    if copies == 1:
                        worst = max(abs(a - b) for a, b in zip(found, wanted))
                        unequal = sum(a != b for a, b in zip(found, wanted))
                rates = [(four - one) / 3 / len(segments) for one, four in zip(seconds[1], seconds[4])]
                starts = [one - rate * len(segments) for one, rate in zip(seconds[1], rates)]
                print(f"| {name} | {'yes' if norm else 'no'} | {'yes' if paraphrases else 'no'} | {len(segments)} | {worst:.1g} | {unequal} | "
                      f"{rates[0] * 1e3:.3f} | {rates[1] * 1e3:.4f} | {rates[0] / rates[1]:.0f} | {starts[0]:.1f} | {starts[1]:.2f} |", flush=True)


if __name__ == "__main__":
    main()
