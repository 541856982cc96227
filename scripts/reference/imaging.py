#!/usr/bin/env python3
"""Makes the golden files of the imaging tests with Pillow and torchvision.

    python scripts/reference/imaging.py [--shared FOLDER]

writes Tests/RationaleImagingTests/Golden/: small pictures of every kind, and as JSON the pixels that Pillow decodes
from them, its resized pictures and torchvision's preprocessed values. With --shared, the real photos of that folder
are decoded too; only their hashes and means are written.
"""

import argparse
import base64
import io
import json
import pathlib
import struct
import zlib

import numpy as np
import PIL
import torchvision
from PIL import Image, ImageOps
from torchvision.transforms import InterpolationMode
from torchvision.transforms._presets import ImageClassification
from torchvision.transforms import functional as F

GOLDEN = pathlib.Path(__file__).parents[2] / "Tests/RationaleImagingTests/Golden"
PICTURES = GOLDEN / "Pictures"
FILTERS = {"nearest": Image.NEAREST, "bilinear": Image.BILINEAR, "bicubic": Image.BICUBIC}


def synthetic(width, height):
    """The picture by formula that SyntheticPicture.swift makes as well: smooth, rough and with hard edges."""
    y, x = np.mgrid[0:height, 0:width].astype(np.int64)
    red = (x * 255) // max(width - 1, 1)
    green = (x * x * 7 + y * y * 13 + x * y * 3) % 256
    blue = np.where((x // 5 + y // 3) % 2 == 0, 255, (y * 31) % 200)
    return Image.fromarray(np.stack([red, green, blue], axis=2).astype(np.uint8))


def packed(array):
    return base64.b64encode(np.ascontiguousarray(array, dtype=np.uint8).tobytes()).decode()


def crc(array):
    return zlib.crc32(np.ascontiguousarray(array, dtype=np.uint8).tobytes())


def write(name, value):
    text = json.dumps(value, indent=1, sort_keys=True)
    (GOLDEN / name).write_text(text + "\n")


# The pictures


def exif(orientation, big_endian=False):
    order = ">" if big_endian else "<"
    mark = b"MM" if big_endian else b"II"
    entry = struct.pack(order + "HHI", 0x0112, 3, 1) + struct.pack(order + "HH", orientation, 0)
    return b"Exif\0\0" + mark + struct.pack(order + "HI", 42, 8) + struct.pack(order + "H", 1) + entry + b"\0" * 4


def chunk(kind, data):
    body = kind + data
    return struct.pack(">I", len(data)) + body + struct.pack(">I", zlib.crc32(body))


def raw_png(width, height, depth, color, rows, extra=b"", interlace=0):
    header = struct.pack(">IIBBBBB", width, height, depth, color, 0, 0, interlace)
    data = zlib.compress(b"".join(b"\0" + row for row in rows), 9)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + extra + chunk(b"IDAT", data) + chunk(b"IEND", b"")


def pack_bits(values, depth):
    """One row of samples of less than eight bits, most significant first."""
    bits = np.unpackbits(np.asarray(values, np.uint8)[:, None], axis=1)[:, 8 - depth:].reshape(-1)
    return np.packbits(bits).tobytes()


ADAM7 = [(0, 0, 8, 8), (4, 0, 8, 8), (0, 4, 4, 8), (2, 0, 4, 4), (0, 2, 2, 4), (1, 0, 2, 2), (0, 1, 1, 2)]


def make_jpegs():
    picture = synthetic(37, 23)
    save = lambda name, image, **settings: image.save(PICTURES / name, "JPEG", **settings)
    save("baseline-420.jpg", picture, quality=85, subsampling=2)
    save("baseline-422.jpg", picture, quality=85, subsampling=1)
    save("baseline-444.jpg", picture, quality=95, subsampling=0)
    save("progressive-420.jpg", picture, quality=80, progressive=True)
    save("progressive-grey.jpg", picture.convert("L"), quality=80, progressive=True)
    save("grey.jpg", picture.convert("L"), quality=90)
    save("restart.jpg", picture, quality=85, restart_marker_blocks=1)
    save("cmyk.jpg", picture.convert("CMYK"), quality=90)
    ycck = io.BytesIO()
    picture.convert("CMYK").save(ycck, "JPEG", quality=90)
    # Adobe's marker with transform 2: the same inks, read as YCCK.
    data = ycck.getvalue()
    at = data.index(b"Adobe") + 11
    (PICTURES / "ycck.jpg").write_bytes(data[:at] + b"\x02" + data[at + 1:])
    save("keep-rgb.jpg", picture, quality=90, keep_rgb=True)
    save("one-pixel.jpg", synthetic(1, 1).convert("L"), quality=90)
    small = synthetic(13, 9)
    for orientation in range(1, 9):
        save(f"orientation-{orientation}.jpg", small, quality=80, exif=exif(orientation, orientation % 2 == 0))


def make_pngs():
    picture = synthetic(19, 14)
    values = np.asarray(picture)
    grey = np.asarray(picture.convert("L"))
    picture.save(PICTURES / "rgb.png")
    picture.convert("L").save(PICTURES / "grey.png")
    picture.quantize(16).save(PICTURES / "palette.png")
    alpha = Image.fromarray(((np.arange(19 * 14).reshape(14, 19) * 7) % 256).astype(np.uint8))
    rgba = picture.copy()
    rgba.putalpha(alpha)
    rgba.save(PICTURES / "alpha.png")
    Image.merge("LA", (picture.convert("L"), alpha)).save(PICTURES / "grey-alpha.png")
    picture.quantize(16).save(PICTURES / "palette-transparent.png", transparency=bytes(range(0, 256, 16)))
    picture.save(PICTURES / "rgb-transparent.png", transparency=tuple(int(v) for v in values[0, 0]))
    picture.save(PICTURES / "orientation-6.png", exif=exif(6)[6:])
    synthetic(1, 1).save(PICTURES / "one-pixel.png")

    put = lambda name, data: (PICTURES / name).write_bytes(data)
    for depth in (1, 2, 4):
        rows = [pack_bits(row >> (8 - depth), depth) for row in grey]
        put(f"grey-{depth}.png", raw_png(19, 14, depth, 0, rows))
    palette = chunk(b"PLTE", bytes(v for i in range(4) for v in (i * 80, 255 - i * 60, i * i * 20)))
    put("palette-2.png", raw_png(19, 14, 2, 3, [pack_bits(row >> 6, 2) for row in grey], palette))
    y, x = np.mgrid[0:14, 0:19]
    deep = np.stack([x * 3449 + y, y * 4681 + 3 * x, (x * y * 251) % 65536], axis=2).astype(">u2")
    put("rgb-16.png", raw_png(19, 14, 16, 2, [row.tobytes() for row in deep]))
    put("grey-16.png", raw_png(19, 14, 16, 0, [row.tobytes() for row in deep[:, :, 0]]))
    with_alpha = np.concatenate([deep, 65535 - deep[:, :, :1]], axis=2).astype(">u2")
    put("rgba-16.png", raw_png(19, 14, 16, 6, [row.tobytes() for row in with_alpha]))
    rows = []
    for left, top, step_x, step_y in ADAM7:
        rows += [row.tobytes() for row in values[top::step_y, left::step_x] if row.size]
    put("interlaced.png", raw_png(19, 14, 8, 2, rows, interlace=1))
    return deep, with_alpha


def over_white(rgba):
    page = Image.new("RGB", rgba.size, (255, 255, 255))
    page.paste(rgba.convert("RGB"), mask=rgba.getchannel("A"))
    return page


def decoded(path, deep, with_alpha):
    """What the reader must give: Pillow's pixels, upright and over white. Of sixteen bits Pillow takes the upper eight, but
    clips grey ones to 255 when it converts them, which nobody wants; with transparency the reader rounds."""
    eight = lambda samples: np.round(samples.astype(np.float64) / 257).astype(np.uint8)
    if path.name == "grey-16.png":
        return np.repeat((deep[:, :, :1] >> 8).astype(np.uint8), 3, axis=2)
    if path.name == "rgba-16.png":
        return np.asarray(over_white(Image.fromarray(eight(with_alpha))))
    image = ImageOps.exif_transpose(Image.open(path))
    if "A" in image.getbands() or "transparency" in image.info:
        image = over_white(image.convert("RGBA"))
    return np.asarray(image.convert("RGB"))


def decoding():
    PICTURES.mkdir(parents=True, exist_ok=True)
    deep, with_alpha = make_pngs()
    make_jpegs()
    result = {}
    for path in sorted(PICTURES.iterdir()):
        pixels = decoded(path, deep, with_alpha)
        result[path.name] = {"width": pixels.shape[1], "height": pixels.shape[0], "pixels": packed(pixels)}
    write("decoding.json", result)


# Resizing and preprocessing


def resizing():
    cases = []
    sizes = [((17, 11), (8, 5)), ((17, 11), (40, 29)), ((17, 11), (17, 5)), ((17, 11), (3, 11)), ((1, 1), (4, 3)),
             ((9, 7), (1, 1)), ((16, 16), (16, 16)), ((5, 40), (20, 3)),
             ((12, 60), (9, 13)), ((12, 60), (15, 20)), ((60, 30), (9, 21))]
    for (width, height), (new_width, new_height) in sizes:
        for name, resample in FILTERS.items():
            image = synthetic(width, height).resize((new_width, new_height), resample)
            cases.append({"from": [width, height], "to": [new_width, new_height], "filter": name,
                          "pixels": packed(np.asarray(image))})
    for (width, height), (new_width, new_height) in [((640, 427), (341, 256)), ((500, 375), (224, 224)),
                                                     ((100, 75), (299, 299)), ((2000, 1333), (224, 149)),
                                                     ((227, 227), (256, 256))]:
        for name, resample in FILTERS.items():
            image = np.asarray(synthetic(width, height).resize((new_width, new_height), resample))
            cases.append({"from": [width, height], "to": [new_width, new_height], "filter": name,
                          "crc": crc(image), "mean": image.mean()})
    write("resizing.json", cases)


def cropping():
    cases = []
    for width, height in [(7, 5), (8, 8), (10, 3), (2, 12)]:
        for crop_width, crop_height in [(3, 3), (4, 4), (9, 9), (8, 5), (5, 8), (1, 1)]:
            image = F.center_crop(synthetic(width, height), [crop_height, crop_width])
            cases.append({"from": [width, height], "to": [crop_width, crop_height], "pixels": packed(np.asarray(image))})
    write("cropping.json", cases)


def preprocessing():
    cases = []
    filters = {"bilinear": InterpolationMode.BILINEAR, "bicubic": InterpolationMode.BICUBIC}
    for width, height, resize, crop, name in [(640, 427, 256, 224, "bilinear"), (333, 501, 232, 224, "bilinear"),
                                              (500, 375, 384, 384, "bicubic"), (60, 90, 64, 96, "bilinear"),
                                              (227, 227, 256, 224, "bicubic"), (1000, 37, 40, 32, "bilinear"),
                                              (301, 200, 199, 99, "bilinear")]:
        chain = ImageClassification(crop_size=crop, resize_size=resize, interpolation=filters[name])
        image = synthetic(width, height)
        values = chain(image).numpy()
        seen = np.asarray(F.center_crop(F.resize(image, resize, filters[name]), [crop, crop]))
        places = list(range(0, values.size, max(1, values.size // 40)))
        cases.append({"from": [width, height], "resize": resize, "crop": crop, "filter": name,
                      "picture": crc(seen), "mean": float(values.mean(dtype=np.float64)), "places": places,
                      "values": [float(v) for v in values.reshape(-1)[places]]})
    write("preprocessing.json", cases)


def photos(shared):
    """Real photos: what Pillow decodes, as a checksum and a mean."""
    result = {}
    for folder, pattern, every in [("imagenet-samples", "*.JPEG", 1), ("imagenet-val-boxes", "*.JPEG", 35),
                                   ("coco100", "*.jpg", 10), ("cub10-captions", "*.jpg", 12)]:
        for path in sorted((shared / "data" / folder / "images").rglob(pattern))[::every]:
            pixels = np.asarray(ImageOps.exif_transpose(Image.open(path)).convert("RGB"))
            seen = np.asarray(F.center_crop(F.resize(Image.fromarray(pixels), 256), [224, 224]))
            result[str(path.relative_to(shared / "data"))] = {
                "width": pixels.shape[1], "height": pixels.shape[0], "crc": crc(pixels), "mean": pixels.mean(),
                "seen": crc(seen)}
    write("photos.json", result)


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--shared", type=pathlib.Path)
    arguments = parser.parse_args()
    GOLDEN.mkdir(parents=True, exist_ok=True)
    decoding()
    resizing()
    cropping()
    preprocessing()
    if arguments.shared:
        photos(arguments.shared)
    write("versions.json", {"pillow": PIL.__version__, "torchvision": torchvision.__version__})
