"""Prints, for ten held-out texts, the words that each method finds most important.

    python words.py NETS/bert [--texts 10] -- .build/release/rationale

Takes every tenth of the first held-out texts of NETS/bert/held-out.csv. Prints a Markdown table: the text and its label, what
the network answers, and the three words of the largest values by each method; of a signed method with their signs.
Needs nothing but Python.
"""

import argparse
import csv
import json
import pathlib
import subprocess
import tempfile

METHODS = ["input-iba", "integrated-gradients", "lime", "occlusion"]


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("network", type=pathlib.Path)
    parser.add_argument("--texts", type=int, default=10)
    parser.add_argument("program")
    arguments = parser.parse_args()
    with open(arguments.network / "held-out.csv", newline="") as file:
        rows = [row for row in csv.DictReader(file) if row["is_valid"] == "true"][::10][:arguments.texts]
    print("| text | is | answer | " + " | ".join(METHODS) + " |")
    print("|---|---|---|" + "---|" * len(METHODS))
    for row, found in zip(rows, explained(arguments.program, arguments.network, [row["text"] for row in rows])):
        answer = found["predictions"][0]
        by_method = {item["method"]: item for item in found["explanations"]}
        cells = [top_words(by_method[method]) for method in METHODS]
        text = row["text"].replace("|", "\\|")
        print(f"| {text} | {row['label']} | {answer['label']}, {100 * answer['probability']:.0f} % | " + " | ".join(cells) + " |")


def explained(program, network, texts):
    """The document of `rationale explain` of some texts, in their order."""
    with tempfile.TemporaryDirectory() as scratch:
        file = pathlib.Path(scratch) / "texts.jsonl"
        file.write_text("".join(json.dumps({"text": text}) + "\n" for text in texts))
        done = subprocess.run(
            [program, "explain", str(file), "--model", str(network), "--method", ",".join(METHODS), "--output",
             f"{scratch}/run", "--json", "--quiet"], check=True, capture_output=True, text=True)
        return json.loads(done.stdout)["inputs"]


def top_words(explanation, count=3):
    marks = explanation["special"] or []
    pairs = [pair for place, pair in enumerate(zip(explanation["tokens"], explanation["values"])) if place not in marks]
    largest = sorted(pairs, key=lambda pair: -abs(pair[1]))[:count]
    sign = (lambda value: "+" if value > 0 else "−") if explanation["isSigned"] else lambda value: ""
    return ", ".join(sign(value) + word for word, value in largest)


main()
