public import RationaleCore
public import RationaleTorch

extension ReasoningNetwork {
    /// Whether norms take statistics of what is passed where the normalisation is `.batch`; of no account elsewhere.
    public enum Mode: Sendable { case training, inference }

    /// What one pass computes.
    public struct Pass: Sendable {
        /// `[picture, class]`.
        public let scores: Tensor
        /// The statistics after a pass in training mode; those before in others.
        public let statistics: NamedTensors
        /// The vectors of all graphs, in group order: `[picture, ΣL]`.
        let vector: Tensor
    }

    /// How much of a batch's mean and variance comes into the running ones, as in PyTorch.
    static let momentum = 0.1
    /// ε of the norms, as in PyTorch.
    static let epsilon = 1e-5

    /// Passes pictures through the network, recording gradients where the weights or graphs ask for them.
    ///
    /// - Throws: `RationaleError.Code.usage` for graphs of other numbers of nodes or features, of another type or on another
    ///   device.
    public func pass(_ graphs: ConceptGraphTensors, mode: Mode) throws(RationaleError) -> Pass {
        try check(graphs)
        var edges = edgeInput(graphs.positions.indices(1, ifAny: layout.nodes))  // [picture, edge, 4]
        var nodes = graphs.features  // [picture, node, width]; in class order until the first layer's products
        var norms = ReasoningNorms(network: self, mode: mode, statistics: statistics)
        for (index, layer) in configuration.layers.enumerated() {
            let name = layer.name
            func product(_ kind: String) -> Tensor {
                let product = linear(nodes, name + kind)
                return index == 0 ? placed(product, of: name + kind, graphs.found) : product
            }
            if let before = edges {
                let after = norms(linear(before, name + ".edge"), name + ".edgeNorm", of: \.edges)
                edges = configuration.edgeContent == .relations ? after.relu : after
            }
            var sum = product(".self")
            if configuration.messages == .neighbors, let edges {
                sum = sum + messages(product(".neighbor"), edges, name + ".message", layer)
            }
            nodes = norms(sum.relu, name + ".norm", of: \.nodes)
        }
        let vector = vector(nodes, edges ?? arrangement(of: nodes, graphs.displacements))
        return Pass(scores: scores(vector), statistics: norms.statistics, vector: vector)
    }

    /// What edges begin with, from the positions of nodes in group order: `[picture, edge, 4]`; `nil` where they have no layers.
    private func edgeInput(_ positions: Tensor) -> Tensor? {
        let (from, to) = (positions.indices(1, layout.from), positions.indices(1, layout.to))
        switch configuration.edgeContent {
        case .positions: return .concatenated([from, to], dimension: 2)
        case .relations:
            let offset = to - from
            let distance = ((offset * offset).sum([2], keepingDimensions: true) + Self.epsilon).squareRoot
            return .concatenated([offset, offset.slice(2, 0..<1).absolute, distance], dimension: 2)
        case .arrangement: return nil
        }
    }

    /// What a layer brings to each node from the others of its graph.
    private func messages(
        _ neighbors: Tensor, _ edges: Tensor, _ name: String, _ layer: ReasoningConfiguration.Layer
    ) -> Tensor {
        // W3 is linear, so it is applied to sums over the edges that end at a node, not to each edge.
        let message = weight(name + ".weight").split(1, [layer.nodes.to, layer.edges.to])
        let degrees = Tensor(layout.degrees.map(Double.init), shape: [layout.degrees.count, 1])
            .moved(to: neighbors.device).converted(to: neighbors.dtype)
        return Operators.linear(.tensor(sources(neighbors, strengths)), .tensor(message[0]), .none)
            + Operators.linear(.tensor(incoming(edges)), .tensor(message[1]), .none)
            + degrees * weight(name + ".bias")
    }

    private func check(_ graphs: ConceptGraphTensors) throws(RationaleError) {
        let expected = [configuration.nodes, configuration.featureWidth]
        let found = Array(graphs.features.shape.dropFirst())
        guard found == expected else {
            throw RationaleError(
                .usage,
                "reasoning network: expected \(expected[0]) nodes of \(expected[1]) features a picture, "
                    + "found \(found[0]) of \(found[1])",
                hint: "Nodes are the concepts of all classes: \(configuration.concepts).")
        }
        let own = weight("readout.bias")
        guard graphs.features.dtype == own.dtype, graphs.features.device == own.device else {
            throw RationaleError(
                .usage,
                "reasoning network: its weights are \(own.dtype) on \(own.device), the graphs \(graphs.features.dtype) "
                    + "on \(graphs.features.device)")
        }
    }

    /// - Precondition: the network has a weight of this name; the initialisers see to it.
    func weight(_ name: String) -> Tensor { parameters[name]! }

    private func linear(_ x: Tensor, _ name: String) -> Tensor {
        Operators.linear(.tensor(x), .tensor(weight(name + ".weight")), .tensor(weight(name + ".bias")))
    }

    /// The first layer's products: brought into group order, and for concepts that were not found what features of ones give.
    /// After the product there are fewer numbers to move than before it.
    private func placed(_ product: Tensor, of name: String, _ found: Tensor) -> Tensor {
        let ones = weight(name + ".weight").sum([1]) + weight(name + ".bias")
        return product.chosen(where: found.unsqueezed(2), else: ones).indices(1, ifAny: layout.nodes)
    }

    /// The edges' weights of each group as matrices `[class, to, from]` with zeros on the diagonal.
    private var strengths: [Tensor] {
        let edges = weight("edges").indices(0, ifAny: layout.edges)
        return layout.groups.map { group in
            let (classes, concepts) = (group.classes.count, group.concepts)
            let own = edges.slice(0, group.edges).reshaped([classes, group.edgesPerClass])
            let zeros = Tensor.zeros([classes, 1], dtype: edges.dtype, device: edges.device)
            return Tensor.concatenated([own, zeros], dimension: 1).indices(1, group.matrix)
                .reshaped([classes, concepts, concepts])
        }
    }

    /// `Σ_s e_st(c) · (W2 x_s + b2)` of each node t.
    private func sources(_ neighbors: Tensor, _ strengths: [Tensor]) -> Tensor {
        let sums = zip(layout.groups, strengths).map { group, strengths in
            let nodes = view(neighbors, group, \.nodes)  // [picture, class, concept, width]
            let shape = nodes.shape
            return strengths.unsqueezed(0).matmul(nodes).reshaped([shape[0], shape[1] * shape[2], shape[3]])
        }
        return joined(sums)
    }

    /// `Σ_s e'(s→t)` of each node t.
    private func incoming(_ edges: Tensor) -> Tensor {
        let sums = layout.groups.map { group in
            let own = view(edges, group, \.edges)  // [picture, class, edge, width]
            let shape = own.shape
            let ends = [shape[0], shape[1] * group.concepts, group.concepts - 1, shape[3]]
            return own.indices(2, group.incoming).reshaped(ends).sum([2])
        }
        return joined(sums)
    }

    /// The vectors of all graphs, in group order: `[picture, ΣL]`.
    private func vector(_ nodes: Tensor, _ edges: Tensor) -> Tensor {
        let pictures = nodes.shape[0]
        let vectors = layout.groups.map { group in
            let parts = [view(nodes, group, \.nodes), view(edges, group, \.edges)].map {
                $0.reshaped([pictures, group.classes.count, $0.shape[2] * $0.shape[3]])
            }
            return Tensor.concatenated(parts, dimension: 2)
                .reshaped([pictures, group.classes.count * group.vectorLength])
        }
        return joined(vectors)
    }

    private func scores(_ vector: Tensor) -> Tensor {
        let (weight, bias) = (readoutWeight, weight("readout.bias"))
        switch configuration.readout {
        case .all:
            return Operators.linear(.tensor(vector), .tensor(weight.indices(1, ifAny: layout.vectors)), .tensor(bias))
        case .own:
            let products = vector * weight.indices(0, ifAny: layout.vectors)
            let pictures = vector.shape[0]
            var sums = layout.groups.map { group in
                products.slice(1, group.vector).reshaped([pictures, group.classes.count, group.vectorLength]).sum([2])
            }
            let empty = configuration.concepts.count { $0 == 0 }
            if empty > 0 { sums.append(.zeros([pictures, empty], dtype: vector.dtype, device: vector.device)) }
            return joined(sums).indices(1, ifAny: layout.classes) + bias
        }
    }

    /// A group's part of nodes or edges: `[picture, class, concept or edge, width]`, without a copy.
    func view(
        _ tensor: Tensor, _ group: ReasoningLayout.Group, _ range: KeyPath<ReasoningLayout.Group, Range<Int>>
    ) -> Tensor {
        let shape = tensor.shape
        let range = group[keyPath: range]
        return tensor.slice(1, range)
            .reshaped([shape[0], group.classes.count, range.count / group.classes.count, shape[2]])
    }

    private func joined(_ parts: [Tensor]) -> Tensor {
        parts.count == 1 ? parts[0] : .concatenated(parts, dimension: 1)
    }
}

private enum Operators {
    static let linear: Operator = "aten::linear"
}
