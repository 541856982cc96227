"""Writes golden files: JSON in which a tensor is `{"shape": […], "values": [flat, row-major]}`.

Numbers are the shortest that round-trip through the tensor's own precision, so a float32 read back is the same float32.
"""

import json
import pathlib

import numpy
import torch

GOLDEN = pathlib.Path(__file__).resolve().parents[2] / "Tests"


def write(path: pathlib.Path, document: dict, limit: int = 400_000) -> None:
    """One line a leaf, keys in the order given. Fails above `limit` bytes rather than fill the repository."""
    text = encode(document, "") + "\n"
    if len(text) > limit:
        raise ValueError(f"{path.name} would have {len(text)} bytes, more than {limit}")
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text)
    print(f"{path.relative_to(GOLDEN)}: {len(text) / 1e3:.0f} kB")


def encode(value, indent: str) -> str:
    if isinstance(value, torch.Tensor):
        value = value.detach().cpu().to(torch.float32 if value.dtype == torch.bfloat16 else value.dtype).numpy()
    if isinstance(value, numpy.ndarray):
        if not numpy.isfinite(value).all():
            raise ValueError("a golden value is not finite")
        numbers = ",".join(shortest(number) for number in value.reshape(-1))
        return f'{{"shape": {json.dumps(list(value.shape))}, "values": [{numbers}]}}'
    if isinstance(value, dict):
        inner = indent + "  "
        lines = [f"{inner}{json.dumps(key)}: {encode(item, inner)}" for key, item in value.items()]
        return "{\n" + ",\n".join(lines) + f"\n{indent}}}"
    return json.dumps(value)


def shortest(number: numpy.generic) -> str:
    text = str(number)
    return text[:-2] if text.endswith(".0") else text
