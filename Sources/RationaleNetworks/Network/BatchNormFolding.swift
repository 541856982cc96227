import RationaleTorch

extension Network {
    /// Folds each batch norm into the convolution before it:
    /// `γ (w∗x + b − μ) / √(σ² + ε) + β = (s·w)∗x + (b − μ) s + β` with `s = γ / √(σ² + ε)`.
    ///
    /// A convolution whose result anything else uses, or that is in `kept`, stays as it is. Which channels the norm turned
    /// around is kept in ``flippedChannels``.
    mutating func foldBatchNorms(keeping kept: Set<Graph.ValueID>) {
        var makers: [Graph.ValueID: Int] = [:]
        for (index, node) in graph.nodes.enumerated() {
            for result in node.results { if let result { makers[result] = index } }
        }
        let uses = graph.useCounts()
        var nodes = graph.nodes
        var parameters = graph.parameters
        var removed: Set<Int> = []
        var next = graph.valueCount

        for (index, node) in graph.nodes.enumerated() {
            guard let norm = BatchNorm(node, weights: weights), let maker = makers[norm.input],
                nodes[maker].isConvolution, uses[norm.input] == 1, !kept.contains(norm.input),
                let folded = norm.folded(into: nodes[maker], weights: weights)
            else { continue }
            let path = nodes[maker].path
            for (name, tensor) in [("weight", folded.weight), ("bias", folded.bias)] {
                weights[next] = tensor
                parameters.append(.init(name: "\(path).\(name) (folded)", id: next))
                next += 1
            }
            let flipped = nodes[maker].arguments[1].values.first.flatMap { flippedChannels[$0] } ?? []
            flippedChannels[next - 2] = flipped.symmetricDifference(norm.flippedChannels)
            nodes[maker].arguments.replaceSubrange(
                1..<min(3, nodes[maker].arguments.count), with: [.value(next - 2), .value(next - 1)])
            // The convolution now makes the norm's value; the norm's layer keeps its output.
            nodes[maker].results = [norm.output]
            makers[norm.output] = maker
            removed.insert(index)
        }
        graph = graph.rebuilt(nodes: nodes, parameters: parameters, valueCount: next).removing(removed)
        let used = Set(graph.parameters.map(\.id))
        weights = weights.filter { used.contains($0.key) }
        flippedChannels = flippedChannels.filter { used.contains($0.key) }
    }
}

/// A batch norm outside of training, whose statistics are constants.
private struct BatchNorm {
    let input: Graph.ValueID
    let output: Graph.ValueID
    private let scale: Tensor
    private let shift: Tensor

    init?(_ node: Node, weights: [Graph.ValueID: Tensor]) {
        let epsilonIndex: Int
        switch node.operatorName {
        case "aten::batch_norm":
            guard node.arguments.count > 7, case .constant(.bool(false)) = node.arguments[5] else { return nil }
            epsilonIndex = 7
        case "aten::_native_batch_norm_legit_no_training": epsilonIndex = 6
        default: return nil
        }
        func weight(_ index: Int) -> Tensor? {
            if case .value(let id) = node.arguments[index] { weights[id]?.converted(to: .float64) } else { nil }
        }
        guard node.arguments.count > epsilonIndex, case .value(let input) = node.arguments[0],
            let output = node.results[0], node.results.dropFirst().allSatisfy({ $0 == nil }),
            let mean = weight(3), let variance = weight(4), case .constant(let epsilon) = node.arguments[epsilonIndex],
            let epsilon = epsilon.double
        else { return nil }
        self.input = input
        self.output = output
        // In double precision, so that folding adds no more than the final rounding.
        let deviation = (variance + epsilon).squareRoot
        scale = (weight(1) ?? deviation.onesLike) / deviation
        shift = (weight(2) ?? mean.zerosLike) - mean * scale
    }

    /// The output channels whose sign the norm changes.
    var flippedChannels: Set<Int> {
        Set(scale.elements(as: Double.self).enumerated().filter { $0.element < 0 }.map(\.offset))
    }

    func folded(into convolution: Node, weights: [Graph.ValueID: Tensor]) -> (weight: Tensor, bias: Tensor)? {
        guard convolution.arguments.count > 1, case .value(let id) = convolution.arguments[1],
            let weight = weights[id], weight.shape[0] == scale.shape[0],
            // In half precision the folded weights would be rounded once more than the network's own.
            weight.dtype == .float32 || weight.dtype == .float64
        else { return nil }
        var bias = shift
        if convolution.arguments.count > 2, case .value(let id) = convolution.arguments[2], let old = weights[id] {
            bias = old.converted(to: .float64) * scale + shift
        }
        let perOutput = scale.reshaped([-1] + Array(repeating: 1, count: weight.rank - 1))
        return (
            (weight.converted(to: .float64) * perOutput).converted(to: weight.dtype), bias.converted(to: weight.dtype)
        )
    }
}
