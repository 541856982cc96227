import RationaleTorch

extension Network {
    /// The same network for what goes through it hundreds of times with batches of one input: 3×3 convolutions over large
    /// planes by minimal filtering, one to three times as fast on a CPU.
    ///
    /// Exact up to ten millionths of a layer's largest value, where direct convolutions are exact up to three. There
    /// is no second derivative.
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
            guard let convolution = Convolution(node),
                convolution.canBeFilteredMinimally(weight: weights[convolution.weight])
            else { return node }
            return node.filteringMinimally(
                convolution, packed: .constant(.none), rectifies: false, result: convolution.result)
        }
        return Stage(graph: graph.rebuilt(nodes: nodes), weights: weights)
    }
}

extension Convolution {
    /// Whether it is of the kind that minimal filtering is quick for: 3×3, without steps, gaps or groups.
    func canBeFilteredMinimally(weight: Tensor?) -> Bool {
        guard let weight, weight.device.kind == .cpu, weight.dtype == .float32 else { return false }
        return weight.shape.count == 4 && weight.shape[2...] == [3, 3] && groups == 1 && stride == [1, 1]
            && dilation == [1, 1] && padding[0] == padding[1]
    }
}

extension Node {
    /// - Parameters:
    ///   - packed: the weight in oneDNN's order, for what runs without gradients.
    ///   - rectifies: whether the result is that of the rectifier behind it.
    func filteringMinimally(
        _ convolution: Convolution, packed: Argument, rectifies: Bool, result: Graph.ValueID
    ) -> Node {
        Node(
            .aten(Self.frozenConvolution),
            [
                .value(convolution.input), .value(convolution.weight), packed, convolution.bias,
                .constant(.int(convolution.stride[0])), .constant(.int(convolution.padding[0])),
                .constant(.bool(rectifies)),
            ], results: [result], path: path, name: name)
    }

    private static let frozenConvolution: Operator = "rationale::frozen_conv2d"
}
