"""The language network of InterpNET in PyTorch: logits, loss and gradients for small random weights.

Written from the formulas of arXiv:1710.09511 and its program, with modules of PyTorch: embedding, LSTM, a linear layer of
`[h1 ; r]`, LSTM, linear layer. The second bias of PyTorch's LSTM is zero and does not learn. Writes
Tests/RationaleNarrationTests/Golden/narration.json, in float64 computed and in float32 written.
"""
import golden
import torch
import torch.nn.functional as F
from torch import nn

VOCABULARY, FEATURES, EMBEDDING, HIDDEN, CONTRAST = 9, 5, 4, 6, 0.7
SENTENCES = [[3, 5, 4, 1], [1], [8, 3, 3, 6, 7, 4, 1], [5, 1]]  # each closed by 1
INPUTS = [0, 1, 0, 1]  # of the sentences: two inputs of different classes, each the alternative to the other


class Narrator(nn.Module):
    def __init__(self):
        super().__init__()
        self.embedding = nn.Embedding(VOCABULARY, EMBEDDING)
        self.lstm1 = nn.LSTM(EMBEDDING, HIDDEN, batch_first=True)
        self.join = nn.Linear(HIDDEN + FEATURES, HIDDEN)
        self.lstm2 = nn.LSTM(HIDDEN, HIDDEN, batch_first=True)
        self.output = nn.Linear(HIDDEN, VOCABULARY)

    def forward(self, words, r):
        """words [sentence, step], r [sentence, width] → logits [sentence, step, word]"""
        h1, _ = self.lstm1(self.embedding(words))
        r = r.unsqueeze(1).expand(-1, words.shape[1], -1)
        h2, _ = self.lstm2(self.join(torch.cat([h1, r], 2)))
        return self.output(h2)


NAMES = {"embedding.weight": "embedding", "join.weight": "join.weight", "join.bias": "join.bias",
         "output.weight": "output.weight", "output.bias": "output.bias"}
for layer in ["lstm1", "lstm2"]:
    NAMES |= {f"{layer}.weight_ih_l0": f"{layer}.input", f"{layer}.weight_hh_l0": f"{layer}.state",
              f"{layer}.bias_ih_l0": f"{layer}.bias"}


def each(network, r):
    """The logits of each sentence, one sentence at a time."""
    return [network(torch.tensor([[0] + words[:-1]]), row.unsqueeze(0))[0] for words, row in zip(SENTENCES, r)]


def published_loss(logits):
    """The mean over sentences of −Σ log(p + 1e−8) / length."""
    costs = []
    for words, rows in zip(SENTENCES, logits):
        chosen = F.softmax(rows, 1)[torch.arange(len(words)), torch.tensor(words)]
        costs.append(-(chosen + 1e-8).log().sum() / len(words))
    return torch.stack(costs).mean()


def added_loss(own, other):
    """The mean of log(1 + exp(−(log p(s | r) − log p(s | r′))))."""
    def log_probability(words, rows):
        return F.log_softmax(rows, 1)[torch.arange(len(words)), torch.tensor(words)].sum()

    margins = [log_probability(words, a) - log_probability(words, b) for words, a, b in zip(SENTENCES, own, other)]
    return F.softplus(-torch.stack(margins)).mean()


def single(tensor):
    return tensor.detach().to(torch.float32)


def main():
    torch.manual_seed(5)
    network = Narrator()
    for name, parameter in network.named_parameters():
        parameter.data = torch.zeros_like(parameter) if "bias_hh" in name else 0.5 * torch.randn_like(parameter)
    r = torch.randn(2, FEATURES)
    weights = {NAMES[name]: single(p) for name, p in network.named_parameters() if name in NAMES}
    network, r = network.double(), r.double().requires_grad_()
    parameters = [p for name, p in network.named_parameters() if name in NAMES]
    own, other = each(network, r[INPUTS]), each(network, r[[1 - n for n in INPUTS]])
    loss = published_loss(own)
    gradients = torch.autograd.grad(loss, [*parameters, r], retain_graph=True)
    added = added_loss(own, other)
    contrastive = torch.autograd.grad(loss + CONTRAST * added, parameters)
    names = [NAMES[name] for name, _ in network.named_parameters() if name in NAMES]
    golden.write(golden.GOLDEN / "RationaleNarrationTests/Golden/narration.json", {
        "sentences": SENTENCES, "inputs": INPUTS, "contrast": CONTRAST, "weights": weights, "features": single(r),
        "logits": single(torch.cat(own)), "loss": loss.item(), "added": added.item(),
        "gradients": {name: single(g) for name, g in zip(names, gradients)}, "featureGradient": single(gradients[-1]),
        "contrastGradients": {name: single(g) for name, g in zip(names, contrastive)},
    }, limit=40_000)


if __name__ == "__main__":
    main()
