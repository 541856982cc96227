"""Golden files of torch.save, for Tests/RationaleNetworksTests.

    python scripts/reference/weights_files.py
"""
import base64
import collections
import io
import json
import pathlib

import torch

GOLDEN = pathlib.Path(__file__).resolve().parents[2] / "Tests/RationaleNetworksTests/Golden/weights.json"

DTYPES = [
    torch.uint8, torch.int8, torch.int16, torch.int32, torch.int64, torch.float16, torch.bfloat16, torch.float32,
    torch.float64, torch.bool, torch.complex64,
]


def raw(tensor):
    tensor = tensor.detach().contiguous().reshape(-1)
    return bytes(tensor.view(torch.uint8).tolist()) if tensor.numel() else b""


def case(name, saved, expected, notes=0, **options):
    file = io.BytesIO()
    torch.save(saved, file, **options)
    return {
        "name": name,
        "file": base64.b64encode(file.getvalue()).decode(),
        "notes": notes,
        "tensors": [
            {
                "path": key,
                "dtype": str(tensor.dtype).removeprefix("torch."),
                "shape": list(tensor.shape),
                "strides": list(tensor.stride()),
                "bytes": base64.b64encode(raw(tensor)).decode(),
            }
            for key, tensor in expected.items()
        ],
    }


def every_type():
    values = torch.tensor([[0, 1, 1], [1, 0, 1]])
    return {f"as.{str(dtype).removeprefix('torch.')}": values.to(dtype) for dtype in DTYPES}


def strided():
    together = torch.arange(24.0)
    return collections.OrderedDict(
        first=together[:6].reshape(2, 3),
        second=together[6:18].reshape(3, 4).t(),
        every_other=together[1::2],
        repeated=torch.arange(3.0).expand(2, 3),
        channels_last=torch.arange(24.0).reshape(1, 2, 3, 4).contiguous(memory_format=torch.channels_last),
        scalar=torch.tensor(2.5),
        empty=torch.zeros(0, 4),
        parameter=torch.nn.Parameter(torch.arange(2.0)),
    )


def main():
    torch.manual_seed(0)
    network = torch.nn.Sequential(torch.nn.Conv2d(1, 2, 3), torch.nn.BatchNorm2d(2), torch.nn.Linear(2, 2))
    state = network.state_dict()
    optimizer = torch.optim.Adam(network.parameters())
    sum(parameter.sum() for parameter in network.parameters()).backward()
    optimizer.step()
    state = network.state_dict()
    checkpoint = {
        "epoch": 90, "best": 0.75, "arch": "tiny", "none": None, "seen": {1, 2}, "shape": torch.Size([1, 2]),
        "device": torch.device("cpu"), "dtype": torch.float16, "history": [(1, 2.5), [True, -(2**40)]],
        "optimizer": optimizer.state_dict(), "state_dict": state,
    }
    parallel = collections.OrderedDict((f"module.{key}", value) for key, value in state.items())
    compiled = {f"_orig_mod.{key}": value for key, value in state.items()}
    cases = [
        case("every type", every_type(), every_type()),
        case("every type, older layout", every_type(), every_type(), _use_new_zipfile_serialization=False),
        case("strides", strided(), strided()),
        case("strides, older layout", strided(), strided(), _use_new_zipfile_serialization=False),
        case("module", state, state),
        case("checkpoint", checkpoint, state, notes=1),
        case("checkpoint, older layout", checkpoint, state, notes=1, _use_new_zipfile_serialization=False),
        case("data parallel", {"model": parallel, "epoch": 3}, state, notes=2),
        case("compiled, twice wrapped", {"model": {"state_dict": compiled}}, state, notes=3),
        case("with extra state", {"weight": torch.ones(1), "version": 3}, {"weight": torch.ones(1)}, notes=1),
    ]
    for protocol in (3, 4, 5):
        cases.append(case(f"protocol {protocol}", state, state, pickle_protocol=protocol))
        cases.append(
            case(
                f"protocol {protocol}, older layout", state, state, pickle_protocol=protocol,
                _use_new_zipfile_serialization=False,
            )
        )
    GOLDEN.parent.mkdir(parents=True, exist_ok=True)
    GOLDEN.write_text(json.dumps({"cases": cases}, indent=1) + "\n")


if __name__ == "__main__":
    main()
