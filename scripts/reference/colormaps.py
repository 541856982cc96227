"""Writes the colour maps' tables and their golden values from matplotlib (whose tables are CC0 or BSD data).

Usage: python scripts/reference/colormaps.py
Needs: matplotlib, numpy
"""

import json
import pathlib

import matplotlib
import numpy

ROOT = pathlib.Path(__file__).resolve().parents[2]
TABLES = ROOT / "Sources/RationaleImaging/Drawing/ColorMapTables.swift"
GOLDEN = ROOT / "Tests/RationaleImagingTests/Golden/colormaps.json"

# Our name, matplotlib's name, what it is for.
MAPS = [
    ("viridis", "viridis", "Blue over green to yellow, evenly brighter. Van der Walt and Smith, 2015."),
    ("magma", "magma", "Black over purple and orange to cream, evenly brighter. Van der Walt and Smith, 2015."),
    ("inferno", "inferno", "Black over red and orange to pale yellow, evenly brighter. Van der Walt and Smith, 2015."),
    ("turbo", "turbo", "The rainbow with smooth steps; brightness is not monotonic. Mikhailov, 2019."),
    ("jet", "jet", "The rainbow of older publications; its bands suggest edges that are not there."),
    ("gray", "gray", "Black to white."),
    ("blueWhiteRed", "RdBu_r", "Dark blue over white to dark red, even on both sides. ColorBrewer's RdBu, Brewer, 2002."),
    ("bwr", "bwr", "Pure blue over white to pure red."),
]


def table(name):
    colors = matplotlib.colormaps[name].resampled(256)(numpy.arange(256), bytes=True)[:, :3]
    return colors.astype(numpy.uint8).tobytes().hex()


def write_tables():
    lines = [
        "// Made by scripts/reference/colormaps.py from matplotlib " + matplotlib.__version__ + ": 256 colours a map, six",
        "// hexadecimal digits each.",
        "",
        "extension ColorMap {",
        "    enum Tables {",
    ]
    for index, (ours, theirs, purpose) in enumerate(MAPS):
        digits = table(theirs)
        if index:
            lines.append("")
        lines.append(f"        /// {purpose}")
        lines.append(f'        static let {ours} = """')
        for start in range(0, len(digits), 96):
            end = "\\" if start + 96 < len(digits) else ""
            lines.append(f"            {digits[start:start + 96]}{end}")
        lines.append('            """')
    lines += ["    }", "}", ""]
    TABLES.write_text("\n".join(lines))


def write_golden():
    positions = sorted({-0.5, 0.0, 0.25, 0.5, 1.0, 1.5, 127 / 256, 128 / 256, 0.9999} | {i / 40 for i in range(41)})
    golden = {
        "matplotlib": matplotlib.__version__,
        "positions": positions,
        "maps": {
            theirs: [matplotlib.colormaps[theirs](position, bytes=True)[:3] for position in positions]
            for _, theirs, _ in MAPS
        },
        "percentiles": percentiles(),
    }
    golden["maps"] = {name: [[int(v) for v in color] for color in colors] for name, colors in golden["maps"].items()}
    text = json.dumps(golden, separators=(",", ":")).replace('],"', '],\n"').replace('},"', '},\n"')
    GOLDEN.write_text(text + "\n")


def percentiles():
    """numpy's linear percentiles of a few vectors, as the scale uses them."""
    random = numpy.random.default_rng(7)
    vectors = [
        [0.0, 1.0],
        [3.0, -1.0, 2.0],
        list(map(float, range(101))),
        [0.0] * 60 + [5.0],
        [float(v) for v in random.normal(size=57).astype(numpy.float32)],
    ]
    return [
        {"values": v, "percents": [2, 50, 98], "expected": [float(x) for x in numpy.percentile(v, [2, 50, 98])]}
        for v in vectors
    ]


if __name__ == "__main__":
    write_tables()
    write_golden()
