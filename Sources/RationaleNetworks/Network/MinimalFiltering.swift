import RationaleTorch

extension Network {
    /// The same network for what goes through it hundreds of times with batches of one input: 3×3 convolutions over large
    /// planes by minimal filtering, one to three times as fast on a CPU, and the others packed and rectified also while
    /// gradients are recorded; derivatives without those of the weights.
    ///
    /// Exact up to about ten millionths of a layer's largest value, where direct convolutions are exact up to three. There
    /// is no second derivative.
    ///
    /// A prepared network keeps the weights of small planes once more as such filtering reads them, from the first pass on: eight
    /// times these weights, at most 1 GiB.
    ///
    /// *Source:* Winograd (1980); Lavin and Gray (2016), "Fast algorithms for convolutional neural networks", arXiv 1509.09308.
    public func filteringMinimally() -> Network {
        var network = self
        network.filtersMinimally = true
        return network
    }
}

extension Stage {
    /// With every convolution that can be left to an operator that chooses by the size of its input.
    func filteringMinimally() -> Stage {
        let nodes = graph.nodes.map { node in
            guard let convolution = Convolution(node), convolution.canBeFrozen(weight: weights[convolution.weight])
            else { return node }
            return node.frozen(
                convolution, packed: .constant(.none), spread: [], rectifies: false, result: convolution.result)
        }
        return Stage(graph: graph.rebuilt(nodes: nodes), weights: weights)
    }
}

extension Convolution {
    /// Whether the operator for weights that do not learn takes it: without gaps or groups, the same in both directions.
    func canBeFrozen(weight: Tensor?) -> Bool {
        guard let weight, weight.device.kind == .cpu, weight.dtype == .float32, weight.rank == 4 else { return false }
        return groups == 1 && dilation == [1, 1] && stride[0] == stride[1] && padding[0] == padding[1]
            && weight.shape[2] == weight.shape[3]
    }
}

extension Node {
    /// - Parameters:
    ///   - packed: the weight in oneDNN's order.
    ///   - spread: the weight as minimal filtering reads it, or nothing.
    ///   - rectifies: whether the result is that of the rectifier behind it.
    func frozen(
        _ convolution: Convolution, packed: Argument, spread: [Argument], rectifies: Bool, result: Graph.ValueID
    ) -> Node {
        Node(
            .aten(Self.frozenConvolution),
            [
                .value(convolution.input), .value(convolution.weight), packed, .list(spread), convolution.bias,
                .constant(.int(convolution.stride[0])), .constant(.int(convolution.padding[0])),
                .constant(.bool(rectifies)),
            ], results: [result], path: path, name: name)
    }

    private static let frozenConvolution: Operator = "rationale::frozen_conv2d"
}
