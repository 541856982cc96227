"""Reads the four layouts of `rationale data aviary` with the readers that others use.

    for f in folder voc coco cub; do rationale data aviary --output DIR/$f --format $f --count 200; done
    python aviary_formats.py DIR

Needs torchvision, pycocotools and Pillow. Prints what was read, and fails where anything does not fit together.
"""

import json
import sys
import xml.etree.ElementTree as ElementTree
from pathlib import Path

import numpy as np
import torchvision_on_cpu  # noqa: F401
from PIL import Image
from pycocotools.coco import COCO
from torchvision.datasets import CocoCaptions, ImageFolder


def check_folder(root):
    train, val = (ImageFolder(root / split) for split in ("train", "val"))
    assert train.classes == val.classes, "the splits have different classes"
    sizes = {picture.size for picture, _ in train}
    print(f"folder: {len(train)} + {len(val)} pictures, {len(train.classes)} classes, sizes {sizes}")


def voc_masks(root):
    """The bird's mask of every picture, for comparison with the other layouts."""
    return {p.stem: np.array(Image.open(p)) > 0 for p in (root / "SegmentationClass").glob("*.png")}


def check_voc(root):
    names = (root / "ImageSets/Main/trainval.txt").read_text().split()
    splits = [(root / f"ImageSets/Main/{s}.txt").read_text().split() for s in ("train", "val")]
    assert sorted(names) == sorted(splits[0] + splits[1]) and not set(splits[0]) & set(splits[1])
    parts = 0
    for name in names:
        tree = ElementTree.parse(root / f"Annotations/{name}.xml").getroot()
        picture = Image.open(root / "JPEGImages" / tree.findtext("filename"))
        assert picture.size == (int(tree.findtext("size/width")), int(tree.findtext("size/height")))
        mask = np.array(Image.open(root / f"SegmentationClass/{name}.png"))
        assert mask.shape == picture.size[::-1]
        for thing in tree.findall("object"):
            left, top, right, bottom = (int(thing.findtext(f"bndbox/{k}")) for k in ("xmin", "ymin", "xmax", "ymax"))
            rows, columns = np.nonzero(mask)
            found = (columns.min() + 1, rows.min() + 1, columns.max() + 1, rows.max() + 1)
            assert (left, top, right, bottom) == found, (name, found)
            for part in thing.findall("part"):
                parts += 1
                box = [int(part.findtext(f"bndbox/{k}")) for k in ("xmin", "ymin", "xmax", "ymax")]
                assert left <= box[0] <= box[2] <= right and top <= box[1] <= box[3] <= bottom, (name, box)
    print(f"voc: {len(splits[0])} + {len(splits[1])} pictures, {parts} boxes of parts, masks agree with boxes")


def check_coco(root, masks):
    worst, count, polygons = 1.0, 0, 0
    for split in ("train", "val"):
        coco = COCO(root / f"annotations/instances_{split}.json")
        for annotation in coco.loadAnns(coco.getAnnIds()):
            image = coco.loadImgs(annotation["image_id"])[0]
            drawn = coco.annToMask(annotation) > 0
            polygons += len(annotation["segmentation"])
            if masks:
                truth = masks[Path(image["file_name"]).stem]
                worst = min(worst, (drawn & truth).sum() / (drawn | truth).sum())
                assert truth.sum() == annotation["area"]
            assert annotation["category_id"] in coco.cats
            count += 1
        captions = CocoCaptions(root / f"images/{split}", root / f"annotations/captions_{split}.json")
        if len(captions):
            picture, sentences = captions[0]
            assert len(sentences) == 10 and picture.width == picture.height
    assert worst >= 0.9, worst
    print(f"coco: {count} birds in {polygons} polygons, smallest overlap with the mask {worst:.4f}")


def table(path):
    return [line.split() for line in path.read_text().splitlines()]


def check_cub(root):
    images = {int(i): p for i, p in table(root / "images.txt")}
    classes = {int(i): name for i, name in table(root / "classes.txt")}
    labels = {int(i): int(c) for i, c in table(root / "image_class_labels.txt")}
    split = {int(i): int(t) for i, t in table(root / "train_test_split.txt")}
    boxes = {int(row[0]): [float(v) for v in row[1:]] for row in table(root / "bounding_boxes.txt")}
    assert set(images) == set(labels) == set(split) == set(boxes)
    parts = {int(i) for i, _ in table(root / "parts/parts.txt")}
    locations = table(root / "parts/part_locs.txt")
    assert len(locations) == len(images) * len(parts)
    for i, part, x, y, seen in locations:
        left, top, width, height = boxes[int(i)]
        assert int(part) in parts
        assert seen == "0" or (left <= float(x) <= left + width and top <= float(y) <= top + height)
    attributes = dict(line.split(maxsplit=1) for line in (root / "attributes/attributes.txt").read_text().splitlines())
    rows = table(root / "attributes/image_attribute_labels.txt")
    assert len(rows) == len(images) * len(attributes)
    per_class = np.array(table(root / "attributes/class_attribute_labels_continuous.txt"), dtype=float)
    assert per_class.shape == (len(classes), len(attributes)) and per_class.min() >= 0 and per_class.max() <= 100
    groups = {}
    for i, attribute, present, certainty, _ in rows:
        if certainty == "4":
            group = (i, attributes[attribute].split("::")[0])
            groups[group] = groups.get(group, 0) + int(present)
    assert set(groups.values()) == {1}, "an attribute that is seen has exactly one value"
    lengths = []
    for i, path in images.items():
        assert path.split("/")[0] == classes[labels[i]]
        assert Image.open(root / "images" / path).mode == "RGB"
        captions = (root / "text_c10" / path).with_suffix(".txt").read_text().splitlines()
        assert len(captions) == 10 and all(captions)
        lengths += [len(c.split()) for c in captions]
    print(
        f"cub: {len(images)} pictures, {sum(split.values())} for training, {len(classes)} classes, "
        f"{len(attributes)} attributes, captions of {np.mean(lengths):.1f} words on average"
    )


def main():
    root = Path(sys.argv[1])
    for name in ("folder", "voc", "coco", "cub"):
        assert json.loads((root / name / "dataset.json").read_text())["status"] == "finished"
    check_folder(root / "folder")
    check_voc(root / "voc")
    check_coco(root / "coco", voc_masks(root / "voc"))
    check_cub(root / "cub")


if __name__ == "__main__":
    main()
