#!/usr/bin/env python3
"""Makes the golden label maps of the superpixel tests with scikit-image.

    python scripts/reference/superpixels.py [--shared FOLDER]

writes Tests/RationaleImagingTests/Golden/superpixels.json: pictures by formula, which SuperpixelPictures.swift makes as
well, and NumPy's normal draws. With --shared, also superpixel-photos.json: parts of real photos of that folder, of which
only the labels are written.

A label map is written as run lengths of its differences from row to row: [difference, length, difference, length, …].
"""

import argparse
import json
import pathlib
import warnings

import numpy as np
import skimage
from PIL import Image
from skimage import color, filters, segmentation

GOLDEN = pathlib.Path(__file__).parents[2] / "Tests/RationaleImagingTests/Golden"
LIMIT = 190_000


def rough(width, height):
    """The picture by formula of the other imaging tests: smooth, rough and with hard edges."""
    y, x = np.mgrid[0:height, 0:width].astype(np.int64)
    red = (x * 255) // max(width - 1, 1)
    green = (x * x * 7 + y * y * 13 + x * y * 3) % 256
    blue = np.where((x // 5 + y // 3) % 2 == 0, 255, (y * 31) % 200)
    return np.stack([red, green, blue], axis=2).astype(np.uint8)


def shapes(width, height):
    """A disc and a bar of one colour each before a background that grows lighter."""
    y, x = np.mgrid[0:height, 0:width].astype(np.int64)
    disc = (x - width // 3) ** 2 + (y - height // 3) ** 2 < (height // 4) ** 2
    bar = (abs(2 * x - 3 * y + height) < 9)
    red = np.where(disc, 220, np.where(bar, 30, 60 + x))
    green = np.where(disc, 40, np.where(bar, 140, 80 + y + x // 3))
    blue = np.where(disc, 50, np.where(bar, 200, 120 + (x * y) // 100))
    return np.stack([red, green, blue], axis=2).astype(np.uint8)


def flat(width, height):
    return np.full((height, width, 3), (90, 120, 200), np.uint8)


def halves(width, height):
    picture = np.zeros((height, width, 3), np.uint8)
    picture[:, : width // 2] = 255
    return picture


PICTURES = {"rough": rough, "shapes": shapes, "flat": flat, "halves": halves}


def labels(image, method, settings):
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        if method == "slic":
            found = segmentation.slic(
                image, n_segments=settings["segments"], compactness=settings["compactness"],
                sigma=settings["sigma"], max_num_iter=settings.get("iterations", 10),
                enforce_connectivity=settings.get("enforcesConnectivity", True),
                min_size_factor=settings.get("minSizeFactor", 0.5), max_size_factor=settings.get("maxSizeFactor", 3))
        elif method == "watershed":
            found = segmentation.watershed(
                filters.sobel(color.rgb2gray(image)), markers=settings["markers"],
                compactness=settings["compactness"])
        elif method == "quickshift":
            found = segmentation.quickshift(
                image, ratio=settings["ratio"], kernel_size=settings["kernelSize"],
                max_dist=settings["maxDistance"], sigma=settings["sigma"])
        else:
            found = segmentation.felzenszwalb(
                image, scale=settings["scale"], sigma=settings["sigma"], min_size=settings["minSize"])
    return np.unique(found, return_inverse=True)[1].reshape(image.shape[:2])


def case(image, method, settings):
    found = labels(image, method, settings)
    steps = np.diff(found, axis=0, prepend=0).ravel()
    starts = np.flatnonzero(np.diff(steps, prepend=steps[0] - 1))
    lengths = np.diff(np.append(starts, steps.size))
    runs = np.stack([steps[starts], lengths], axis=1).ravel()
    return {"method": method, "settings": settings, "count": int(found.max()) + 1, "runs": runs.tolist()}


def resolutions():
    return (
        [("slic", {"segments": n, "compactness": 20, "sigma": 1}) for n in (15, 50, 80)]
        + [("watershed", {"markers": n, "compactness": 0}) for n in (15, 50, 80)]
        + [("quickshift", {"ratio": 1, "kernelSize": 10, "maxDistance": d, "sigma": 0}) for d in (20, 15, 10)]
        + [("felzenszwalb", {"scale": s, "sigma": 0.8, "minSize": 20}) for s in (1200, 500, 250)])


def synthetic():
    others = [
        ("slic", {"segments": 30, "compactness": 10, "sigma": 0}),
        ("slic", {"segments": 60, "compactness": 1, "sigma": 0.5}),
        ("slic", {"segments": 40, "compactness": 5, "sigma": 0, "enforcesConnectivity": False, "iterations": 3}),
        ("slic", {"segments": 25, "compactness": 2, "sigma": 0, "minSizeFactor": 0.1, "maxSizeFactor": 1}),
        ("watershed", {"markers": 20, "compactness": 0.001}),
        ("quickshift", {"ratio": 0.5, "kernelSize": 3, "maxDistance": 6, "sigma": 1}),
        ("quickshift", {"ratio": 1, "kernelSize": 1.5, "maxDistance": 4, "sigma": 0}),
        ("felzenszwalb", {"scale": 40, "sigma": 0, "minSize": 5}),
        ("felzenszwalb", {"scale": 100, "sigma": 1.5, "minSize": 0}),
    ]
    first = [(method, settings) for method, settings in resolutions()]
    cases = [("shapes", 64, 48, first + others), ("rough", 64, 48, first[::3] + others[:1])]
    # One colour, and few pixels: everything is a tie. scikit-image's watershed serves equal markers in an order that
    # follows from its heap's memory, so it is asked for one marker only.
    for picture, width, height in [
            ("flat", 33, 20), ("halves", 30, 22), ("rough", 1, 1), ("rough", 7, 1), ("rough", 1, 9), ("rough", 3, 2),
            ("shapes", 40, 5)]:
        cases.append((picture, width, height, [
            ("slic", {"segments": 15, "compactness": 20, "sigma": 1}),
            ("watershed", {"markers": 1, "compactness": 0}),
            ("quickshift", {"ratio": 1, "kernelSize": 3, "maxDistance": 6, "sigma": 0}),
            ("felzenszwalb", {"scale": 500, "sigma": 0.8, "minSize": 20})]))
    return [
        {"picture": picture, "width": width, "height": height} | case(PICTURES[picture](width, height), *settings)
        for picture, width, height, several in cases for settings in several]


def photos(shared):
    files = [
        "imagenet-samples/images/n02504013_Indian_elephant.JPEG", "imagenet-samples/images/n03792782_mountain_bike.JPEG",
        "coco100/images/000000000443.jpg"]
    found = []
    for file in files:
        image = np.array(Image.open(shared / "data" / file).convert("RGB"))
        top, left = image.shape[0] // 4, image.shape[1] // 4
        part = np.ascontiguousarray(image[top : top + 120, left : left + 160])
        found += [
            {"photo": file, "top": top, "left": left, "width": 160, "height": 120} | case(part, *settings)
            for settings in resolutions()]
    return found


def draws():
    numbers = np.random.default_rng(42).normal(size=200_000)
    # Draws beyond the last layer of the ziggurat are the rarest.
    chosen = [0, 1, 2, 3, 4, 5, 1000, 199_999] + np.flatnonzero(np.abs(numbers) > 3.6541528853610088)[:4].tolist()
    return {"positions": chosen, "values": numbers[chosen].tolist(), "sum": float(numbers.sum())}


def write(name, document):
    text = json.dumps(document, separators=(",", ":"), sort_keys=True).replace('{"count"', '\n{"count"')
    if len(text) > LIMIT:
        raise SystemExit(f"{name} would have {len(text)} bytes")
    (GOLDEN / name).write_text(text + "\n")
    print(f"{name}: {len(text)} bytes")


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--shared", type=pathlib.Path)
    shared = parser.parse_args().shared
    versions = {"skimage": skimage.__version__, "numpy": np.__version__}
    write("superpixels.json", {"versions": versions, "cases": synthetic(), "draws": draws()})
    if shared:
        write("superpixel-photos.json", {"versions": versions, "cases": photos(shared)})
