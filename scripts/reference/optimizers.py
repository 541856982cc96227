"""Golden files of torch.optim, for Tests/RationaleTorchTests: parameters after each of some steps with given gradients.

    python scripts/reference/optimizers.py
"""
import torch

import golden

STEPS = 5
CASES = {
    "sgd": (torch.optim.SGD, {}, {}),
    "sgd momentum": (torch.optim.SGD, {"momentum": 0.9}, {"weight_decay": 0.01}),
    "sgd nesterov": (torch.optim.SGD, {"momentum": 0.8, "nesterov": True}, {"weight_decay": 0.02}),
    "adam": (torch.optim.Adam, {}, {}),
    "adam decayed": (torch.optim.Adam, {"betas": (0.8, 0.95), "eps": 1e-6}, {"weight_decay": 0.05}),
    "adamw": (torch.optim.AdamW, {}, {"weight_decay": 0.1}),
    "rmsprop": (torch.optim.RMSprop, {}, {"weight_decay": 0.01}),
    "rmsprop centred": (torch.optim.RMSprop, {"alpha": 0.9, "eps": 1e-5, "momentum": 0.7, "centered": True}, {}),
}


def rates():
    return [0.1, 0.1, 0.05, 0.02, 0.2]


def main():
    torch.manual_seed(0)
    starts = [torch.randn(2, 3, dtype=torch.float64), torch.randn(4, dtype=torch.float64)]
    gradients = [[torch.randn_like(start) for start in starts] for _ in range(STEPS)]
    # Gradients that are zero all along meet ε alone.
    for step in gradients:
        step[1][0] = 0
    cases = []
    for name, (rule, settings, decay) in CASES.items():
        parameters = [start.clone().requires_grad_() for start in starts]
        optimizer = rule(parameters, lr=0.1, **settings, **decay)
        after = []
        for rate, step in zip(rates(), gradients):
            for parameter, gradient in zip(parameters, step):
                parameter.grad = gradient.clone()
            optimizer.param_groups[0]["lr"] = rate
            optimizer.step()
            after.append([parameter.detach().reshape(-1).tolist() for parameter in parameters])
        cases.append({"name": name, "weightDecay": decay.get("weight_decay", 0), "after": after})
    document = {
        "torch": torch.__version__,
        "rates": rates(),
        "shapes": [list(start.shape) for start in starts],
        "starts": [start.reshape(-1).tolist() for start in starts],
        "gradients": [[gradient.reshape(-1).tolist() for gradient in step] for step in gradients],
        "cases": cases,
    }
    golden.write(golden.GOLDEN / "RationaleTorchTests/Golden/optimizers.json", document)


if __name__ == "__main__":
    main()
