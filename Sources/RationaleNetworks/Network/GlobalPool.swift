public import RationaleCore
import RationaleTorch

/// What summarises each channel of the last feature map before the linear layer.
public enum GlobalPool: String, Sendable, Codable, CaseIterable {
    /// The mean, as published networks have it.
    case average
    /// The maximum. A map of such a network is concentrated at the few positions that decide.
    case maximum
}

extension Network {
    /// The same network with another global pool. The weights stay the same: a pool has none.
    ///
    /// The last global pool in the graph is replaced: an adaptive pool to one position, or a mean or maximum over height and
    /// width.
    ///
    /// *Source:* Pillai and Pirsiavash (2021), "Explainable models with consistent interpretations", AAAI, whose `--maxpool`
    /// does this to ResNets.
    /// - Parameter pool: `average` or `maximum`.
    /// - Precondition: the network is not prepared.
    /// - Throws: `RationaleError.Code.usage` for a network without a global pool.
    /// - Complexity: one pass over the graph.
    public func poolingGlobally(by pool: GlobalPool) throws(RationaleError) -> Network {
        precondition(preparation == nil, "the pool of a prepared network is fixed")
        guard let index = graph.nodes.lastIndex(where: { $0.globalPool != nil }) else {
            throw RationaleError(
                .usage, "\(name) has no global pool that could take the \(pool.rawValue)",
                hint: "The option is for networks such as ResNets, whose last feature map is pooled to one position.")
        }
        guard graph.nodes[index].globalPool != pool else { return self }
        var nodes = graph.nodes
        nodes[index].pool(by: pool)
        var network = self
        network.graph = graph.rebuilt(nodes: nodes)
        return network
    }
}

extension Node {
    /// Which global pool this is; `nil` for any other operation.
    package var globalPool: GlobalPool? {
        // Without the overload: `aten::mean.dim` is a mean.
        switch operatorName?.prefix(while: { $0 != "." }) {
        case "aten::adaptive_avg_pool2d" where hasOnePosition: .average
        case "aten::adaptive_max_pool2d" where hasOnePosition: .maximum
        case "aten::mean" where isOverPlane: .average
        case "aten::amax" where isOverPlane: .maximum
        default: nil
        }
    }

    /// - Precondition: ``globalPool`` is not `nil`.
    fileprivate mutating func pool(by pool: GlobalPool) {
        let isAdaptive = operatorName?.contains("adaptive") == true
        let pooling =
            switch (isAdaptive, pool) {
            case (true, .average): Operators.adaptiveAverage
            case (true, .maximum): Operators.adaptiveMaximum
            case (false, .average): Operators.mean
            case (false, .maximum): Operators.maximum
            }
        operation = .aten(pooling)
        // `mean` has a type behind the axes, which `amax` has not; `adaptive_max_pool2d` has a second result, the positions.
        arguments = Array(arguments.prefix(isAdaptive ? 2 : 3))
        results = Array(results.prefix(1))
    }

    private var hasOnePosition: Bool {
        guard arguments.count > 1, case .constant(.ints(let sides)) = arguments[1] else { return false }
        return sides.allSatisfy { $0 == 1 }
    }

    private var isOverPlane: Bool {
        guard arguments.count > 1, case .constant(.ints(let axes)) = arguments[1] else { return false }
        return Set(axes.map { ($0 + 4) % 4 }) == [2, 3]
    }
}

private enum Operators {
    static let adaptiveAverage: Operator = "aten::adaptive_avg_pool2d"
    static let adaptiveMaximum: Operator = "aten::adaptive_max_pool2d"
    static let mean: Operator = "aten::mean.dim"
    static let maximum: Operator = "aten::amax"
}
