import RationaleTorch

/// The norms of one pass, and the statistics as they become in it.
struct ReasoningNorms {
    let network: ReasoningNetwork
    let mode: ReasoningNetwork.Mode
    private(set) var statistics: NamedTensors

    init(network: ReasoningNetwork, mode: ReasoningNetwork.Mode, statistics: NamedTensors) {
        self.network = network
        self.mode = mode
        self.statistics = statistics
    }

    /// `(x − mean) / √(variance + ε) · weight + bias`.
    ///
    /// - Parameters:
    ///   - x: nodes or edges of all groups, `[picture, node or edge, width]`.
    ///   - name: of the norm.
    ///   - range: where a group has its nodes, or edges.
    mutating func callAsFunction(
        _ x: Tensor, _ name: String, of range: KeyPath<ReasoningLayout.Group, Range<Int>>
    ) -> Tensor {
        let shape = x.shape
        // Classes of one concept have no edges.
        guard network.configuration.normalization != .none, shape[1] > 0 else { return x }
        let (weight, bias) = (network.weight(name + ".weight"), network.weight(name + ".bias"))
        func scaled(_ centered: Tensor, _ variance: Tensor) -> Tensor {
            let scale = (variance + ReasoningNetwork.epsilon).power(-0.5) * weight
            return Operators.multiplyAndAdd(.tensor(bias), .tensor(centered), .tensor(scale))
        }
        switch network.configuration.normalization {
        case .none: return x
        case .graph:
            let groups = network.layout.groups.filter { !$0[keyPath: range].isEmpty }
            let parts = groups.map { group in
                let own = network.view(x, group, range)
                let (centered, variance, _) = Self.moments(own, [2])
                return scaled(centered, variance).reshaped([shape[0], group[keyPath: range].count, shape[2]])
            }
            return parts.count == 1 ? parts[0] : .concatenated(parts, dimension: 1)
        case .batch where mode == .training:
            let (centered, variance, mean) = Self.moments(x, [0, 1])
            // As in PyTorch, the running variance is the unbiased one.
            let count = Double(shape[0] * shape[1])
            note(mean, name + ".mean")
            note(variance * (count / max(1, count - 1)), name + ".variance")
            return scaled(centered, variance)
        case .batch, .running:
            return scaled(x - statistics[name + ".mean"]!, statistics[name + ".variance"]!)
        }
    }

    private mutating func note(_ found: Tensor, _ name: String) {
        let found = found.detached.reshaped([-1])
        statistics = statistics.merging([name: found]) { before, now in
            before.adding(now - before, times: ReasoningNetwork.momentum)
        }
    }

    /// `aten::var` takes ten times as long over dimensions that are not the last.
    private static func moments(
        _ x: Tensor, _ dimensions: [Int]
    ) -> (centered: Tensor, variance: Tensor, mean: Tensor) {
        let mean = x.mean(dimensions, keepingDimensions: true)
        let centered = x - mean
        return (centered, (centered * centered).mean(dimensions, keepingDimensions: true), mean)
    }
}

private enum Operators {
    static let multiplyAndAdd: Operator = "aten::addcmul"
}
