"""Scores, gradients, statistics and contributions of the graph reasoning network of VRX, in float64.

Written from the equations of Ge et al. (CVPR 2021): every message of every edge is computed by itself, one graph at a time.
Writes Tests/RationaleConceptsTests/Golden/reasoning.json.
"""
import golden
import torch
import torch.nn.functional as F
from torch import nn

torch.set_default_dtype(torch.float64)
PICTURES = 3


def pairs(count):
    return [(s, t) for s in range(count) for t in range(count) if s != t]


class Layer(nn.Module):
    def __init__(self, nodes, edges, norms):
        super().__init__()
        self.add_module("self", nn.Linear(*nodes))
        self.neighbor = nn.Linear(*nodes)
        self.edge = nn.Linear(*edges)
        self.message = nn.Linear(nodes[1] + edges[1], nodes[1])
        self.edgeNorm = nn.BatchNorm1d(edges[1]) if norms else nn.Identity()
        self.norm = nn.BatchNorm1d(nodes[1]) if norms else nn.Identity()


class Network(nn.Module):
    def __init__(self, concepts, width, node_widths, edge_widths, normalization, readout):
        super().__init__()
        self.concepts, self.normalization, self.kind = concepts, normalization, readout
        self.edges = nn.ParameterList(torch.randn(len(pairs(n))) for n in concepts)
        nodes, edges = [width] + node_widths, [4] + edge_widths
        norms = normalization != "none"
        self.layers = nn.ModuleList(
            Layer((nodes[k], nodes[k + 1]), (edges[k], edges[k + 1]), norms) for k in range(len(node_widths)))
        self.lengths = [n * nodes[-1] + len(pairs(n)) * edges[-1] for n in concepts]
        if readout == "all":
            self.readout = nn.Linear(sum(self.lengths), len(concepts))
        else:
            self.readout = nn.ModuleList(nn.Linear(length, 1) for length in self.lengths)
        for layer in self.layers if norms else []:
            for norm in (layer.norm, layer.edgeNorm):
                nn.init.uniform_(norm.weight, 0.5, 1.5)
                nn.init.uniform_(norm.bias, -0.5, 0.5)
                norm.running_mean.uniform_(-0.3, 0.3)
                norm.running_var.uniform_(0.5, 2)

    def normalized(self, norm, graphs, training):
        """A list of graphs, each [rows, width]."""
        if self.normalization == "none":
            return graphs
        if self.normalization == "graph":
            return [F.batch_norm(x, None, None, norm.weight, norm.bias, training=True) if len(x) > 1
                    else norm.bias.expand_as(x) for x in graphs]
        norm.train(training and self.normalization == "batch")
        return list(norm(torch.cat(graphs)).split([len(x) for x in graphs]))

    def vectors(self, features, positions, found, training):
        """[picture][class] of vectors, and what their numbers belong to."""
        graphs = []
        for picture in range(len(features)):
            start = 0
            for c, n in enumerate(self.concepts):
                x = torch.stack([features[picture, start + k] if found[picture, start + k]
                                 else torch.ones(features.shape[2]) for k in range(n)])
                p = positions[picture, start:start + n]
                e = torch.stack([torch.cat([p[s], p[t]]) for s, t in pairs(n)]) if n > 1 else torch.zeros(0, 4)
                graphs.append((c, x, e))
                start += n
        for layer in self.layers:
            edges = self.normalized(layer.edgeNorm, [layer.edge(e) for _, _, e in graphs], training)
            nodes = []
            for (c, x, _), e in zip(graphs, edges):
                sums = [layer.get_submodule("self")(x[t]) for t in range(len(x))]
                for k, (s, t) in enumerate(pairs(len(x))):
                    sums[t] = sums[t] + layer.message(torch.cat([self.edges[c][k] * layer.neighbor(x[s]), e[k]]))
                nodes.append(F.relu(torch.stack(sums)))
            nodes = self.normalized(layer.norm, nodes, training)
            graphs = [(c, x, e) for (c, _, _), x, e in zip(graphs, nodes, edges)]
        classes = len(self.concepts)
        return [[(x, e) for _, x, e in graphs[k:k + classes]] for k in range(0, len(graphs), classes)]

    def scores(self, vectors):
        flat = [[torch.cat([x.reshape(-1), e.reshape(-1)]) for x, e in graphs] for graphs in vectors]
        if self.kind == "all":
            return torch.stack([self.readout(torch.cat(graphs)) for graphs in flat])
        return torch.stack([torch.cat([part(v) for part, v in zip(self.readout, graphs)]) for graphs in flat])

    def contributions(self, vectors, weights):
        """Of Σ weights · scores: [picture, node] and [picture, edge]."""
        if self.kind == "all":
            parts = (weights @ self.readout.weight).split(self.lengths)
        else:
            parts = [u * part.weight[0] for u, part in zip(weights, self.readout)]
        rows = ([], [])
        for graphs in vectors:
            nodes, edges = [], []
            for (x, e), part in zip(graphs, parts):
                nodes.append((x * part[:x.numel()].reshape(x.shape)).sum(1))
                edges.append((e * part[x.numel():].reshape(e.shape)).sum(1))
            rows[0].append(torch.cat(nodes))
            rows[1].append(torch.cat(edges))
        return torch.stack(rows[0]), torch.stack(rows[1])

    def named(self, of):
        """Parameters, or what `of` makes of them, under the package's names."""
        result = {"edges": torch.cat([of(w) for w in self.edges])}
        for k, layer in enumerate(self.layers, 1):
            for name, tensor in layer.named_parameters():
                result[f"layer{k}.{name}"] = of(tensor)
        if self.kind == "all":
            result |= {"readout.weight": of(self.readout.weight), "readout.bias": of(self.readout.bias)}
        else:
            result["readout.weight"] = torch.cat([of(part.weight)[0] for part in self.readout])
            result["readout.bias"] = torch.cat([of(part.bias) for part in self.readout])
        return result

    def statistics(self):
        names = {"running_mean": "mean", "running_var": "variance"}
        return {f"layer{k}.{name.rsplit('.', 1)[0]}.{names[name.rsplit('.', 1)[1]]}": tensor.clone()
                for k, layer in enumerate(self.layers, 1) for name, tensor in layer.named_buffers()
                if name.rsplit(".", 1)[1] in names}


def case(seed, concepts, normalization, readout, width=6, node_widths=(5, 4, 3), edge_widths=(3, 2, 2)):
    torch.manual_seed(seed)
    network = Network(list(concepts), width, list(node_widths), list(edge_widths), normalization, readout)
    features = torch.randn(PICTURES, sum(concepts), width)
    positions = torch.rand(PICTURES, sum(concepts), 2)
    found = torch.rand(PICTURES, sum(concepts)) > 0.2
    weights = torch.randn(len(concepts))
    before = network.statistics() if normalization in ("batch", "running") else {}
    with torch.no_grad():
        vectors = network.vectors(features, positions, found, training=False)
        scores = network.scores(vectors)
        nodes, edges = network.contributions(vectors, weights)
    training = network.scores(network.vectors(features, positions, found, training=True))
    seeds = torch.linspace(-1, 2, training.numel()).reshape(training.shape)
    (training * seeds).sum().backward()
    return {
        "concepts": list(concepts), "width": width, "nodeWidths": list(node_widths), "edgeWidths": list(edge_widths),
        "normalization": normalization, "readout": readout,
        "parameters": network.named(lambda w: w.detach()), "statistics": before,
        "features": features, "positions": positions, "found": found.double(),
        "scores": scores, "weights": weights, "nodes": nodes, "edges": edges,
        "training": training, "seeds": seeds,
        "gradients": network.named(lambda w: torch.zeros_like(w) if w.grad is None else w.grad),
        "statisticsAfter": network.statistics() if normalization in ("batch", "running") else {},
    }


golden.write(golden.GOLDEN / "RationaleConceptsTests" / "Golden" / "reasoning.json", {
    "published": case(1, (4, 4, 4), "graph", "all"),
    "graph-own-uneven": case(2, (3, 1, 4, 3), "graph", "own"),
    "batch-own-uneven": case(3, (3, 1, 4, 3), "batch", "own"),
    "batch-all-uneven": case(4, (4, 2, 3), "batch", "all"),
    "running-all": case(5, (2, 2), "running", "all", node_widths=(4, 3), edge_widths=(2, 3)),
    "none-own": case(6, (5, 2, 5), "none", "own", node_widths=(4,), edge_widths=(2,)),
})
