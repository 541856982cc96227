"""The information bottleneck at a layer (IBA) and at the input (InputIBA), straight from their formulas, in PyTorch.

Sources: Schulz, Sixt, Tombari, Landgraf (2020), arXiv 2001.00396; Zhang, Khakzar, Li, Farshad, Kim, Navab (2021), arXiv
2110.01471. One picture at a time, as published. λ = σ(α) throughout; ε is drawn in the order of the code from one
`torch.Generator`, so that other programs can draw the same.

A network is given in two parts, `head` (input → features) and `tail` (features → logits).
"""

import torch
from torch.nn import functional


class Statistics:
    """Mean, deviation (n − 1) and share of non-zero values of features `[picture, …]`."""

    def __init__(self, features: torch.Tensor, threshold: float = 0.01):
        self.mean = features.mean(0)
        self.deviation = features.std(0)
        self.active = ((features != 0).to(features.dtype).mean(0) > threshold).to(features.dtype)


def information(normalised: torch.Tensor, keep: torch.Tensor, rest: torch.Tensor) -> torch.Tensor:
    """KL(N(rλ, s²) ‖ N(0, 1)) in nats, for mean rλ and deviation s = `rest`."""
    return -0.5 * (1 + 2 * rest.log() - (normalised * keep) ** 2 - rest**2)


def cross_entropy(logits: torch.Tensor, target: int) -> torch.Tensor:
    return functional.cross_entropy(logits, torch.full((len(logits),), target, device=logits.device))


def feature_bottleneck(tail, features, statistics, target, generator, *, beta=20.0, steps=10, samples=10, rate=1.0, alpha=5.0,
                       least=0.01):
    """The information of each feature in nats, `[C, h, w]`, of the last step; and each step's losses."""
    deviation = statistics.deviation.clamp_min(least)
    normalised = (features - statistics.mean) / deviation
    alpha = torch.full_like(features, alpha).requires_grad_()
    optimizer = torch.optim.Adam([alpha], lr=rate)
    losses = []
    for _ in range(steps):
        keep = alpha.sigmoid()
        noise = torch.randn(samples, *features.shape[1:], generator=generator, dtype=features.dtype)
        noise = statistics.mean + noise * deviation
        z = (keep * features + (1 - keep) * noise) * statistics.active
        kl = information(normalised, keep, 1 - keep) * statistics.active
        ce = cross_entropy(tail(z), target)
        loss = ce + beta * kl.mean()
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
        losses.append((ce.item(), kl.mean().item()))
    return kl.detach()[0], losses


def bits(capacity: torch.Tensor, size) -> torch.Tensor:
    """Σ_c capacity / ln 2 · hw/(HW), bilinear (align_corners=False) to the picture's size."""
    plane = capacity.sum(0) / torch.log(torch.tensor(2.0, dtype=capacity.dtype))
    scale = plane.numel() / (size[0] * size[1])
    return functional.interpolate(plane[None, None] * scale, size, mode="bilinear", align_corners=False)[0, 0]


class Critic:
    """conv4×4 s2 → norm → conv4×4 s2 → norm → conv3×3 → norm → linear 512 → 256 → 1, leaky rectifiers of slope .2."""

    def __init__(self, shape, generator, dtype=torch.float32):
        c, h, w = shape
        flat = c * (h // 4) * (w // 4)
        self.weights = []
        for out, fan, kernel in ((2 * c, c, 4), (4 * c, 2 * c, 4), (c, 4 * c, 3)):
            self.weights += self.drawn((out, fan, kernel, kernel), fan * kernel * kernel, generator, dtype)
            self.weights += [torch.ones(out, dtype=dtype), torch.zeros(out, dtype=dtype)]
        for out, fan in ((512, flat), (256, 512), (1, 256)):
            self.weights += self.drawn((out, fan), fan, generator, dtype)
        for weight in self.weights:
            weight.requires_grad_()

    @staticmethod
    def drawn(shape, fan, generator, dtype):
        bound = fan**-0.5
        return [(torch.rand(s, generator=generator, dtype=dtype) * 2 - 1) * bound for s in (shape, shape[:1])]

    def __call__(self, x):
        w = self.weights
        for index, (stride, padding) in enumerate(((2, 1), (2, 1), (1, 1))):
            kernel, bias, scale, shift = w[4 * index:4 * index + 4]
            x = functional.conv2d(x, kernel, bias, stride, padding)
            x = functional.batch_norm(x, None, None, scale, shift, training=True)
            x = functional.leaky_relu(x, 0.2)
        x = x.flatten(1)
        x = functional.leaky_relu(functional.linear(x, w[12], w[13]), 0.2)
        x = functional.leaky_relu(functional.linear(x, w[14], w[15]), 0.2)
        return functional.linear(x, w[16], w[17])


def generator_mask(head, x, features, capacity, start, generator, *, epochs=20, critic_every=5, batch=32, groups=10, group=20,
                   clip=0.01, critic=None):
    """λ_G of the input, `[3, H, W]`: a critic compares features of a noisy picture with noisy features."""
    dtype = x.dtype
    real = []
    for _ in range(groups):
        deviation = torch.rand(1, generator=generator, dtype=dtype) * 5
        mean = torch.rand(1, generator=generator, dtype=dtype) * 4 - 2
        noise = torch.randn(group, *features.shape[1:], generator=generator, dtype=dtype) * deviation + mean
        real.append(capacity * features + (1 - capacity) * noise)
    real = torch.cat(real)
    critic = critic or Critic(features.shape[1:], generator, dtype)
    mask = start.expand(3, *start.shape[-2:]).clone().requires_grad_()
    mean = torch.zeros(1, 3, 1, 1, dtype=dtype).requires_grad_()
    scale = torch.ones(1, 3, 1, 1, dtype=dtype).requires_grad_()
    for_critic = torch.optim.RMSprop(critic.weights, lr=5e-5)
    for_mask = torch.optim.RMSprop([
        {"params": [mean], "lr": 0.1}, {"params": [scale], "lr": 0.05}, {"params": [mask], "lr": 0.003}])

    def made(z):
        keep = mask.sigmoid()
        return head(keep * x + (1 - keep) * (scale * z + mean))

    losses = []
    for _ in range(epochs):
        order = torch.randperm(len(real), generator=generator)
        for index, rows in enumerate(order.split(batch)):
            z = torch.randn(len(rows), *x.shape[1:], generator=generator, dtype=dtype)
            with torch.no_grad():
                fake = made(z)
            loss = -critic(real[rows]).mean() + critic(fake).mean()
            for_critic.zero_grad()
            loss.backward()
            for_critic.step()
            with torch.no_grad():
                for weight in critic.weights:
                    weight.clamp_(-clip, clip)
            losses.append(loss.item())
            if index % critic_every == 0:
                for_mask.zero_grad()
                (-critic(made(z)).mean()).backward()
                for_mask.step()
    return mask.detach().sigmoid(), losses


def blurred(keep: torch.Tensor, deviation: float) -> torch.Tensor:
    """A Gaussian over the plane, 4⌈σ⌉ + 1 wide, beyond whose edge the mask is reflected."""
    if deviation == 0:
        return keep
    radius = 2 * -int(-deviation // 1)
    places = torch.arange(-radius, radius + 1, dtype=keep.dtype)
    weights = torch.exp(-0.5 * (places / deviation) ** 2)
    kernel = torch.outer(weights, weights)
    kernel = (kernel / kernel.sum()).expand(keep.shape[1], 1, -1, -1)
    return functional.conv2d(functional.pad(keep, [radius] * 4, mode="reflect"), kernel, groups=keep.shape[1])


def input_bottleneck(network, x, prior, target, generator, *, beta=20.0, steps=60, samples=10, rate=1.0, alpha=5.0, deviation=1.0):
    """λ of the input, `[3, H, W]`, before smoothing; the information in nats of the last step; and each step's losses."""
    alpha = torch.full_like(x, alpha).requires_grad_()
    optimizer = torch.optim.Adam([alpha], lr=rate)
    losses = []
    for _ in range(steps):
        keep = blurred(alpha.sigmoid(), deviation)
        noise = torch.randn(samples, *x.shape[1:], generator=generator, dtype=x.dtype)
        z = keep * x + (1 - keep) * noise
        normalised = (1 - prior) * x / (1 - prior * keep)
        kl = information(normalised, keep, (1 - keep) / (1 - prior * keep))
        ce = cross_entropy(network(z), target)
        loss = ce + beta * kl.mean()
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
        losses.append((ce.item(), kl.mean().item()))
    return alpha.detach().sigmoid()[0], kl.detach()[0], losses
