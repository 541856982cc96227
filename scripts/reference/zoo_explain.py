"""What the program makes of an exported network: its layer for class activation maps, and the memory of an explanation.

    zoo_explain.py RATIONALE NAME.pt2

Prints two cells of the table of `scripts/zoo-check`: the layer that `model inspect` names with the places there, and
the peak resident memory in MiB of `explain --method integrated-gradients --memory 1G` of a smooth random picture: in bold
where it is above the sum of that bound, the size of the file and what the program takes without a network. Exit
status 1 where either command fails, with its message in the cell. A network that takes no pictures has a dash for memory.
"""

import json
import os
import pathlib
import subprocess
import sys
import tempfile

import numpy
from PIL import Image

BOUND = 1024
# The program with LibTorch and a decoded picture, but without a network.
PROCESS = 256
STEPS = "16"  # as many as are ever computed at once


def random_picture(path: pathlib.Path) -> None:
    cells = numpy.random.default_rng(0).integers(0, 256, (12, 12, 3), dtype=numpy.uint8)
    Image.fromarray(cells).resize((320, 320), Image.Resampling.BICUBIC).save(path)


def run(arguments: list[str], folder: pathlib.Path) -> tuple[int, str, float]:
    """Exit status, output (of a failure: the message) and peak memory in MiB."""
    with open(folder / "out", "w+") as out, open(folder / "err", "w+") as err:
        process = subprocess.Popen(arguments, stdout=out, stderr=err, cwd=folder)
        _, status, usage = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)  # so that Popen does not wait again
        out.seek(0), err.seek(0)
        text = out.read()
        if process.returncode != 0:
            text = " ".join((err.read() or text).split())[:200]
    unit = 2**20 if sys.platform == "darwin" else 2**10
    return process.returncode, text, usage.ru_maxrss / unit


def layer_cell(program: str, archive: pathlib.Path, folder: pathlib.Path) -> tuple[bool, str, dict]:
    status, text, _ = run([program, "model", "inspect", str(archive), "--json"], folder)
    if status != 0:
        return False, f"**{text or status}**", {}
    model = json.loads(text)["model"]
    layer = model.get("activationLayer")
    if layer is None:
        return False, "**none**", model["input"]
    return True, f"`{layer['path']}` {layer['reason'].split(': ')[-1]}", model["input"]


def memory_cell(program: str, archive: pathlib.Path, folder: pathlib.Path) -> tuple[bool, str]:
    picture = folder / "picture.png"
    random_picture(picture)
    status, text, peak = run(
        [program, "explain", str(picture), "--model", str(archive), "--method", "integrated-gradients",
         "--steps", STEPS, "--memory", "1G", "--output", str(folder / "run"), "--json", "--quiet"], folder)
    if status != 0:
        return False, f"**exit status {status}: {text}**"
    warnings = [w for e in json.loads(text)["inputs"][0]["explanations"] for w in e["warnings"] if "failed" in w]
    if warnings:
        return False, f"**{warnings[0]}**"
    allowed = BOUND + PROCESS + archive.stat().st_size / 2**20
    return True, f"{peak:.0f}" if peak <= allowed else f"**{peak:.0f}**"


def main() -> int:
    program, archive = os.path.abspath(sys.argv[1]), pathlib.Path(sys.argv[2]).absolute()
    with tempfile.TemporaryDirectory() as name:
        folder = pathlib.Path(name)
        is_right, layer, description = layer_cell(program, archive, folder)
        explains, memory = True, "–"
        if description and len(description["shape"]) == 3:
            explains, memory = memory_cell(program, archive, folder)
    print(f"{layer} | {memory}")
    return 0 if is_right and explains else 1


if __name__ == "__main__":
    sys.exit(main())
