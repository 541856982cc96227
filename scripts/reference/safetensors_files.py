"""Golden files of the official safetensors library, for Tests/RationaleTorchTests.

    python scripts/reference/safetensors_files.py
"""
import base64
import json
import pathlib

import safetensors.torch
import torch

GOLDEN = pathlib.Path(__file__).resolve().parents[2] / "Tests/RationaleTorchTests/Golden/safetensors.json"

DTYPES = [
    torch.uint8, torch.int8, torch.int16, torch.int32, torch.int64, torch.float16, torch.bfloat16, torch.float32,
    torch.float64, torch.bool,
]


def raw(tensor):
    return bytes(tensor.contiguous().reshape(-1).view(torch.uint8).tolist())


def case(name, tensors, metadata=None):
    return {
        "name": name,
        "file": base64.b64encode(safetensors.torch.save(tensors, metadata)).decode(),
        "metadata": metadata or {},
        "tensors": [
            {
                "name": key,
                "dtype": str(tensor.dtype).removeprefix("torch."),
                "shape": list(tensor.shape),
                "bytes": base64.b64encode(raw(tensor)).decode(),
            }
            for key, tensor in tensors.items()
        ],
    }


def main():
    torch.manual_seed(0)
    every = {}
    for index, dtype in enumerate(DTYPES):
        values = torch.randint(0, 2 if dtype == torch.bool else 100, (2, 3, 1 + index % 2))
        every[f"tensor.{str(dtype).removeprefix('torch.')}"] = values.to(dtype)
    cases = [
        case("every type", every, {"architecture": "resnet18"}),
        case("no tensors", {}),
        case("scalar and empty", {"scalar": torch.tensor(3.5), "none": torch.zeros(0, 3), "one": torch.ones(1)}),
        case(
            "names to escape",
            {'quote " and \\ and \n': torch.ones(2), "Ünïcödé 🐦": torch.zeros(1, dtype=torch.int8), "": torch.ones(1)},
            {"labels\t": "goldfinch\n\"junco\" \u0001 é"},
        ),
    ]
    GOLDEN.parent.mkdir(parents=True, exist_ok=True)
    GOLDEN.write_text(json.dumps({"cases": cases}, indent=1) + "\n")


if __name__ == "__main__":
    main()
