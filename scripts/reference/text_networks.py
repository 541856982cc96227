"""Writes the golden files of text networks: `Tests/RationaleNetworksTests/Golden/text/`.

deep_lstm.json      a small DeepLSTM (23 words, 5 numbers, 7 states, 2 layers) with weights by the formula of zoo_twins.py:
                    its logit and the gradient at the embedding for texts of several lengths, each alone
one_logit.pt2/.json an exported classifier of one logit, squeezed, behind a sigmoid; recurrent, so that torch.export fixes
                    its length, on which nothing in it depends
masked.pt2/.json    an exported classifier that looks at its tokens again: a mask of padding and positions beside the words
"""

import pathlib

import torch
from torch import nn
from torch.export import Dim

import golden

FOLDER = golden.GOLDEN / "RationaleNetworksTests/Golden/text"
PERIOD = 65521


def table():
    state, numbers = 1, []
    for _ in range(PERIOD):
        state = state * 48271 % 2147483647
        numbers.append(state / 2147483647 * 2 - 1)
    return torch.tensor(numbers, dtype=torch.float64).to(torch.float32)


TABLE = table()


def numbers(name, shape):
    begin = 0
    for byte in name.encode():
        begin = (begin * 31 + byte) % PERIOD
    count = int(torch.tensor(shape).prod())
    repeated = TABLE.repeat((begin + count) // PERIOD + 1)
    return repeated[begin : begin + count].reshape(shape).clone()


class DeepLSTM(nn.Module):
    """As the paper's program has it, the padding aside."""

    def __init__(self, words, width, states, layers):
        super().__init__()
        self.embedding = nn.Embedding(words, width, padding_idx=1)
        self.dropout = nn.Dropout(0.5)
        self.layers = layers
        for layer in range(layers):
            setattr(self, f"rnn_{layer + 1}", nn.LSTM(width if layer == 0 else states, states, batch_first=True))
        self.fc = nn.Linear(states, 1)

    def tail(self, x):
        x = self.dropout(x)
        for layer in range(self.layers):
            x, _ = getattr(self, f"rnn_{layer + 1}")(x)
        return self.fc(self.dropout(x[:, -1]))


def deep_lstm():
    network = DeepLSTM(23, 5, 7, 2).eval().double()
    with torch.no_grad():
        for name, parameter in network.named_parameters():
            parameter.copy_(numbers(name, list(parameter.shape)) * 0.8)
    cases = []
    for length in [1, 2, 5, 9]:
        tokens = ((numbers(f"tokens {length}", [1, length]).abs() * 20).long() + 2).clamp(max=22)
        tokens[0, 0] = 0
        embedded = network.embedding(tokens).detach().requires_grad_()
        logit = network.tail(embedded)
        gradient = torch.autograd.grad(logit.sum(), embedded)[0]
        cases.append({"tokens": tokens[0].tolist(), "logit": logit.item(), "gradient": gradient})
    golden.write(FOLDER / "deep_lstm.json", {"torch": torch.__version__, "cases": {str(i): c for i, c in enumerate(cases)}})


class OneLogit(nn.Module):
    def __init__(self):
        super().__init__()
        self.embedding = nn.Embedding(12, 4)
        self.rnn = nn.LSTM(4, 3, batch_first=True, dropout=0.3, num_layers=2, bidirectional=True)
        self.fc = nn.Linear(6, 1)

    def forward(self, tokens):
        states, _ = self.rnn(self.embedding(tokens))
        return torch.sigmoid(self.fc(states.mean(1)).squeeze(1))


class Masked(nn.Module):
    def __init__(self):
        super().__init__()
        self.embedding = nn.Embedding(12, 4, padding_idx=1)
        self.positions = nn.Embedding(16, 4)
        self.attention = nn.Linear(4, 1)
        self.fc = nn.Linear(4, 3)

    def forward(self, tokens):
        places = torch.arange(tokens.shape[1], device=tokens.device).expand(tokens.shape[0], -1)
        x = torch.tanh(self.embedding(tokens) + self.positions(places))
        scores = self.attention(x).squeeze(2).masked_fill(tokens == 1, -1e9)
        return self.fc((scores.softmax(1).unsqueeze(2) * x).sum(1))


def exported(name, network, shapes):
    network = network.eval()
    example = torch.randint(2, 12, (2, 6))
    program = torch.export.export(network, (example,), dynamic_shapes=shapes)
    FOLDER.mkdir(parents=True, exist_ok=True)
    torch.export.save(program, FOLDER / f"{name}.pt2")
    cases = {}
    for index, tokens in enumerate([[3], [4, 1, 7], [0, 11, 5, 5, 2, 9, 8, 1, 1]]):
        cases[str(index)] = {"tokens": tokens, "output": network(torch.tensor([tokens]))}
    golden.write(FOLDER / f"{name}.json", {"torch": torch.__version__, "cases": cases})


if __name__ == "__main__":
    torch.manual_seed(0)
    deep_lstm()
    exported("one_logit", OneLogit(), ({0: Dim("batch")},))
    exported("masked", Masked(), ({0: Dim("batch"), 1: Dim("words", max=16)},))
