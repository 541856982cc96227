"""Makes `import torchvision` work beside a CPU build of torch.

torchvision's published Linux wheel is compiled against CUDA. Next to a CPU torch its extension cannot be loaded, its
operators are never declared, and the import stops where torchvision describes two of them to `torch.library`. Nothing
in `torchvision.models` or `torchvision.transforms` calls those operators, so declaring them, without a kernel, is
enough; calling one still fails, as it should.

Import this module before torchvision. Where the extension does load, it does nothing.
"""

import importlib.util
import pathlib
import warnings

import torch

# The operators that torchvision describes even without its extension. Detection models need them, classifiers do not.
SCHEMAS = (
    "nms(Tensor dets, Tensor scores, float iou_threshold) -> Tensor",
    "qnms(Tensor dets, Tensor scores, float iou_threshold) -> Tensor",
)


def extension_loads() -> bool:
    package = importlib.util.find_spec("torchvision")
    if package is None:
        raise ImportError("torchvision is missing: run scripts/reference/environment")
    folder = pathlib.Path(package.submodule_search_locations[0])
    for library in folder.glob("_C*"):
        try:
            torch.ops.load_library(library)
            return True
        except OSError:
            continue
    return False


if not extension_loads():
    # A fragment, because another module may own the namespace; kept alive, because it undeclares when it is freed.
    declarations = torch.library.Library("torchvision", "FRAGMENT")
    for schema in SCHEMAS:
        declarations.define(schema)
    warnings.filterwarnings("ignore", message="Failed to load image Python extension")
