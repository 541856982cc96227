public import RationaleCore
public import RationaleTorch

/// Batch norms that have lost their statistics.
///
/// Tools that fold or quantise networks store batch norms with mean 0 and variance 1, and put the statistics into scale and
/// shift. Judged, such a network is the one that was trained. In training mode it is another one, because a batch's own
/// statistics take the place of 0 and 1, and it forgets in the first step what it knew.
extension Network {
    /// Whether there are batch norms, and all of them have a running mean of 0 and variance of 1.
    public var lacksNormStatistics: Bool {
        let norms = graph.nodes.compactMap(StoredNorm.init)
        return !norms.isEmpty
            && norms.allSatisfy { norm in
                guard let mean = weights[norm.mean], let variance = weights[norm.variance] else { return false }
                return mean.floats.allSatisfy { $0 == 0 } && variance.floats.allSatisfy { $0 == 1 }
            }
    }

    /// The same function, whose batch norms have the statistics of these inputs.
    ///
    /// With the mean μ and variance σ² of what reaches a norm, its scale γ and shift β become `γ √(σ² + ε) / √(s + ε)` and
    /// `β + γ (μ − m) / √(s + ε)`, where m and s were its mean and variance.
    ///
    /// - Parameter inputs: `[batch, …input.shape]`, on the network's device; some dozens are enough.
    /// - Throws: `RationaleError` where a layer fails.
    /// - Complexity: one forward pass.
    public func calibratingNorms(on inputs: Tensor) throws(RationaleError) -> Network {
        var network = self
        _ = try withoutGradient { () throws(RationaleError) in
            try graph.run([.tensor(inputs)], parameters: weights) { node, arguments, _ in
                guard let norm = StoredNorm(node), let input = arguments[0].tensor?.converted(to: .float64) else {
                    return
                }
                let dimensions = (0..<input.rank).filter { $0 != 1 }
                let mean = input.mean(dimensions)
                let distance = input - input.mean(dimensions, keepingDimensions: true)
                network.calibrate(norm, mean: mean, variance: (distance * distance).mean(dimensions))
            }
        }
        return network
    }

    /// - Parameters:
    ///   - norm: one of the graph's.
    ///   - mean: `[channel]`, float64.
    ///   - variance: the same.
    private mutating func calibrate(_ norm: StoredNorm, mean: Tensor, variance: Tensor) {
        guard let scale = weights[norm.scale], let shift = weights[norm.shift], let oldMean = weights[norm.mean],
            let oldVariance = weights[norm.variance]
        else { return }
        let slope = scale.converted(to: .float64) / (oldVariance.converted(to: .float64) + norm.epsilon).squareRoot
        let changed = [
            (norm.scale, slope * (variance + norm.epsilon).squareRoot),
            (norm.shift, shift.converted(to: .float64) + slope * (mean - oldMean.converted(to: .float64))),
            (norm.mean, mean), (norm.variance, variance),
        ]
        for (id, tensor) in changed { weights[id] = tensor.converted(to: scale.dtype) }
    }
}

/// The parameters of a batch norm that has all four.
private struct StoredNorm {
    let scale, shift, mean, variance: Graph.ValueID
    let epsilon: Double

    init?(_ node: Node) {
        guard node.operatorName == "aten::batch_norm", node.arguments.count > 7,
            case .value(let scale) = node.arguments[1], case .value(let shift) = node.arguments[2],
            case .value(let mean) = node.arguments[3], case .value(let variance) = node.arguments[4],
            case .constant(let epsilon) = node.arguments[7], let epsilon = epsilon.double
        else { return nil }
        (self.scale, self.shift, self.mean, self.variance) = (scale, shift, mean, variance)
        self.epsilon = epsilon
    }
}
