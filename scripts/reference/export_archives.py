"""Golden archives of torch.export, for Tests/RationaleNetworksTests.

    python scripts/reference/export_archives.py
"""
import base64
import io
import json
import pathlib

import torch

GOLDEN = pathlib.Path(__file__).resolve().parents[2] / "Tests/RationaleNetworksTests/Golden/export_archives.json"


def raw(tensor):
    return bytes(tensor.detach().contiguous().reshape(-1).view(torch.uint8).tolist())


class Convolutional(torch.nn.Module):
    """Batch norm, an in-place operator, tied weights, a buffer that is not persistent, a lifted constant."""

    def __init__(self):
        super().__init__()
        self.features = torch.nn.Sequential(
            torch.nn.Conv2d(1, 2, 3, stride=2), torch.nn.BatchNorm2d(2), torch.nn.ReLU(inplace=True),
        )
        self.fc = torch.nn.Linear(2, 2)
        self.tied = torch.nn.Linear(2, 2, bias=False)
        self.tied.weight = self.fc.weight
        self.register_buffer("scale", torch.tensor([1.0, 2.0]), persistent=False)

    def forward(self, x):
        x = self.features(x).mean((2, 3)) * self.scale + torch.tensor([0.5, 0.25])
        return self.tied(self.fc(x)).reshape(x.shape[0] * 2)


class Frozen(torch.nn.Module):
    """A part without gradient is a subgraph; two outputs in a dictionary; an infinity."""

    def __init__(self):
        super().__init__()
        self.fc = torch.nn.Linear(2, 3)

    def forward(self, x):
        with torch.no_grad():
            y = self.fc(x).relu()
        first, second, third = y.chunk(3, 1)
        return {"sum": first + second, "masked": third.masked_fill(third > 0, float("-inf"))}


class Recurrent(torch.nn.Module):
    """An operator with three results and sizes that are computed."""

    def __init__(self):
        super().__init__()
        self.embedding = torch.nn.Embedding(5, 2)
        self.lstm = torch.nn.LSTM(2, 2, batch_first=True)

    def forward(self, tokens):
        _, (hidden, _) = self.lstm(self.embedding(tokens))
        return hidden[-1]


class Stored(torch.nn.Module):
    """Every type; strides; two tensors in one storage."""

    def __init__(self):
        super().__init__()
        together = torch.arange(12.0)
        self.register_buffer("head", together[:4])
        self.register_buffer("rest", together[4:].reshape(2, 4).t())
        for dtype in (torch.float16, torch.bfloat16, torch.float64, torch.int64, torch.int32, torch.uint8, torch.bool):
            name = str(dtype).removeprefix("torch.")
            self.register_buffer(f"as_{name}", torch.tensor([[0, 1], [1, 1]]).to(dtype))
        self.register_buffer("scalar", torch.tensor(7))
        self.register_buffer("empty", torch.zeros(0, 3))

    def forward(self, x):
        return x + self.head + self.rest.sum() + self.scalar + self.as_float64.sum() + self.empty.sum()


def case(name, model, example, dynamic=True):
    torch.manual_seed(0)
    shapes = ({0: torch.export.Dim("batch")},) if dynamic else None
    program = torch.export.export(model.eval(), (example,), dynamic_shapes=shapes)
    nodes = []
    for module in program.graph_module.modules():
        for node in getattr(module, "graph", torch.fx.Graph()).nodes:
            node.meta.pop("stack_trace", None)  # holds the paths of one machine
    for node in program.graph.nodes:
        # Getting an item is folded into the outputs of the node before.
        if node.op != "call_function" or node.target.__name__ == "getitem":
            continue
        stack = node.meta.get("nn_module_stack") or {}
        path, kind = next(reversed(stack.values())) if stack else ("", None)
        if kind is None or not isinstance(kind, str):
            kind = "" if kind is None else f"{kind.__module__}.{kind.__qualname__}"
        nodes.append({"name": node.name, "operator": node.target.__name__, "module": path, "type": kind})
    stored = {**program.state_dict, **program.constants}
    file = io.BytesIO()
    torch.export.save(program, file)
    return {
        "name": name,
        "file": base64.b64encode(file.getvalue()).decode(),
        "nodes": nodes,
        "inputs": [
            {"kind": spec.kind.name, "name": spec.arg.name, "path": spec.target}
            for spec in program.graph_signature.input_specs
        ],
        "outputs": [spec.arg.name for spec in program.graph_signature.output_specs],
        "tensors": [
            {
                "path": path,
                "dtype": str(tensor.dtype).removeprefix("torch."),
                "shape": list(tensor.shape),
                "strides": list(tensor.stride()),
                "bytes": base64.b64encode(raw(tensor)).decode(),
            }
            for path, tensor in stored.items()
        ],
    }


def main():
    torch.manual_seed(0)
    cases = [
        case("convolutional", Convolutional(), torch.randn(2, 1, 7, 7)),
        case("frozen", Frozen(), torch.randn(2, 2)),
        case("recurrent", Recurrent(), torch.randint(0, 5, (2, 3))),
        case("stored", Stored(), torch.randn(2, 4)),
    ]
    GOLDEN.parent.mkdir(parents=True, exist_ok=True)
    GOLDEN.write_text(json.dumps({"cases": cases}, indent=1) + "\n")


if __name__ == "__main__":
    main()
