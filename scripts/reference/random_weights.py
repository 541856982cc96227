"""Random weights under which a network still says something.

A freshly made classifier is a poor test: heads start at zero, layer scales at 1e-6, batch norms at identity, and the
logits hardly move with the input. `randomise` gives every parameter a part in the answer and keeps each layer's
output near unit variance, so that logits and gradients have a size worth comparing.
"""

import torch
from torch import nn

BATCH_NORMS = (nn.BatchNorm1d, nn.BatchNorm2d)
NORMS = (*BATCH_NORMS, nn.LayerNorm, nn.GroupNorm, nn.RMSNorm)
# What blocks multiply their branch with, as torchvision and timm name it.
SCALES = ("layer_scale", "gamma", "alpha")


def randomise(model: nn.Module, inputs: torch.Tensor, seed: int) -> nn.Module:
    """Sets `model`'s weights from `seed` in place, calibrated on `inputs`, and returns it in eval mode."""
    generator = torch.Generator().manual_seed(seed)
    model.eval()
    with torch.no_grad():
        for module in model.modules():
            reset(module, generator)
        rescale(model, inputs)
        calibrate(model, inputs)
    return model


def reset(module: nn.Module, generator: torch.Generator) -> None:
    """Draws the module's own parameters, not its children's."""
    for name, parameter in module.named_parameters(recurse=False):
        if isinstance(module, NORMS):
            low, high = (0.5, 1.5) if name == "weight" else (-0.3, 0.3)
            parameter.uniform_(low, high, generator=generator)
        elif name.startswith(SCALES):
            parameter.uniform_(0.2, 0.6, generator=generator)
        elif "bias" in name and parameter.ndim == 1:
            parameter.normal_(0, 0.1, generator=generator)
        elif isinstance(module, (nn.Conv2d, nn.Linear, nn.MultiheadAttention, nn.RNNBase)):
            parameter.normal_(0, parameter[0].numel() ** -0.5, generator=generator)
        else:  # embeddings, class tokens, positions, tables of relative positions
            parameter.normal_(0, 0.5, generator=generator)


def rescale(model: nn.Module, inputs: torch.Tensor) -> None:
    """Divides each convolution and linear layer by the deviation of its output, layer after layer in one pass."""

    def normalise(module, _, output):
        scale = output.std()
        if not torch.isfinite(scale) or scale < 1e-6:
            return output
        if hasattr(module, "gain"):  # timm's weight-standardised convolution
            module.gain.div_(scale)
        elif type(module).__name__.startswith("StdConv"):  # its output does not depend on the weights' size
            return output
        module.weight.div_(scale)
        if module.bias is not None:
            module.bias.div_(scale)
        return output / scale

    layers = [module for module in model.modules() if isinstance(module, (nn.Conv2d, nn.Linear))]
    handles = [layer.register_forward_hook(normalise) for layer in layers]
    training(model, True)  # batch norms pass on unit variance from the start
    model(inputs)
    training(model, False)
    for handle in handles:
        handle.remove()


def calibrate(model: nn.Module, inputs: torch.Tensor) -> None:
    """Sets the running statistics of batch norms to what they see on `inputs`; dropout stays off."""
    for module in model.modules():
        if isinstance(module, BATCH_NORMS):
            module.reset_running_stats()
            module.momentum = None  # the plain mean over passes
    training(model, True)
    model(inputs)
    training(model, False)
    for module in model.modules():
        if isinstance(module, BATCH_NORMS):
            module.momentum = 0.1


def training(model: nn.Module, on: bool) -> None:
    for module in model.modules():
        if isinstance(module, BATCH_NORMS):
            module.train(on)
