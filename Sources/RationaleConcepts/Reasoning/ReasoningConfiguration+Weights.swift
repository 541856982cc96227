import RationaleNetworks
import RationaleTorch

/// A weight of a ``ReasoningNetwork``: its name, its shape, how it begins.
struct ReasoningWeight {
    let name: String
    let shape: [Int]
    let start: Initializer

    init(_ name: String, _ shape: [Int], _ start: Initializer) {
        self.name = name
        self.shape = shape
        self.start = start
    }
}

extension ReasoningConfiguration {
    /// The parameters in their order. In the words of the paper: `self` W1, `neighbor` W2, `message` W3, `edge` W4,
    /// `edges` the class-specific weights e_ij, `readout` fc2. `presence` is v and b of ``Edges/arrangement``.
    ///
    /// Begin as in PyTorch: linear layers even within ±1/√fan-in, norms 1 and 0, edges normal.
    var parameters: [ReasoningWeight] {
        let hasMessages = messages == .neighbors
        var parameters: [ReasoningWeight] = []
        if hasMessages { parameters.append(.init("edges", [edges.reduce(0, +)], .normal(standardDeviation: 1))) }
        func linear(_ name: String, from inputs: Int, to outputs: Int) {
            parameters.append(.init(name + ".weight", [outputs, inputs], .fanInUniform))
            parameters.append(.init(name + ".bias", [outputs], .uniform(bound: 1 / Double(inputs).squareRoot())))
        }
        func norm(_ name: String, _ width: Int) {
            guard normalization != .none else { return }
            parameters.append(.init(name + ".weight", [width], .ones))
            parameters.append(.init(name + ".bias", [width], .zeros))
        }
        for layer in layers {
            linear(layer.name + ".self", from: layer.nodes.from, to: layer.nodes.to)
            if hasMessages { linear(layer.name + ".neighbor", from: layer.nodes.from, to: layer.nodes.to) }
            if edgeContent != .arrangement {
                linear(layer.name + ".edge", from: layer.edges.from, to: layer.edges.to)
                norm(layer.name + ".edgeNorm", layer.edges.to)
            }
            if hasMessages {
                linear(layer.name + ".message", from: layer.nodes.to + layer.edges.to, to: layer.nodes.to)
            }
            norm(layer.name + ".norm", layer.nodes.to)
        }
        if edgeContent == .arrangement {
            // Concepts begin as rather there, so that edges are heard.
            parameters.append(
                .init("presence.weight", [nodeLength], .uniform(bound: 1 / Double(nodeLength).squareRoot())))
            parameters.append(.init("presence.bias", [1], .ones))
        }
        let length = vectors.reduce(0, +)
        switch readout {
        case .all: linear("readout", from: length, to: classes)
        case .own:
            // One vector: those of the classes, which may differ in length, one after another.
            let mean = Double(length) / Double(concepts.count { $0 > 0 })
            let start = Initializer.uniform(bound: 1 / mean.squareRoot())
            parameters += [.init("readout.weight", [length], start), .init("readout.bias", [classes], start)]
        }
        return parameters
    }

    /// The running means and variances, in their order; none but where the normalisation has them.
    var statistics: [ReasoningWeight] {
        guard normalization.hasStatistics else { return [] }
        return layers.flatMap { layer in
            let edges = edgeContent == .arrangement ? [] : [("edgeNorm", layer.edges.to)]
            return (edges + [("norm", layer.nodes.to)]).flatMap { norm, width in
                [
                    ReasoningWeight("\(layer.name).\(norm).mean", [width], .zeros),
                    ReasoningWeight("\(layer.name).\(norm).variance", [width], .ones),
                ]
            }
        }
    }

    struct Layer {
        let name: String
        let nodes, edges: (from: Int, to: Int)
    }

    var layers: [Layer] {
        nodeWidths.indices.map { index in
            Layer(
                name: "layer\(index + 1)",
                nodes: (index == 0 ? featureWidth : nodeWidths[index - 1], nodeWidths[index]),
                edges: (index == 0 ? 4 : edgeWidths[index - 1], edgeWidths[index]))
        }
    }
}
