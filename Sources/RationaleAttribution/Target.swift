public import RationaleCore
public import RationaleNetworks
public import RationaleTorch

/// A function of the output: which score an attribution explains.
public enum Target: Sendable, Hashable {
    /// The class that the network finds most probable.
    case top
    /// The class of this index.
    case index(Int)
    /// The class of this label: spelled exactly so, or else without regard to case, where that means one class.
    case label(String)
    /// The score of one class minus that of another: why this *instead of* that.
    indirect case difference(Target, insteadOf: Target)

    /// A target as it is written on the command line: `top`, an index, or a label.
    public init(_ text: String) {
        if text == "top" {
            self = .top
        } else if let index = Int(text) {
            self = .index(index)
        } else {
            self = .label(text)
        }
    }

    /// Finds the classes, given the scores.
    ///
    /// - Parameters:
    ///   - network: knows the labels.
    ///   - targets: one for all inputs, or one for each.
    ///   - logits: `[batch, class]`.
    /// - Throws: `RationaleError.Code.usage` for a class that the network does not have, with the nearest labels.
    public static func resolve(
        _ targets: [Target], logits: Tensor, in network: Network
    ) throws(RationaleError) -> ResolvedTargets {
        let logits = logits.detached
        let classes = logits.shape[1]
        let top = logits.argmax(1).elements(as: Int64.self).map(Int.init)
        let explained = try top.indices.map { index throws(RationaleError) in
            let target = targets.count == 1 ? targets[0] : targets[index]
            return try target.explained(top: top[index], classes, network)
        }
        return ResolvedTargets(explained: explained, logits: logits)
    }

    private func explained(top: Int, _ classes: Int, _ network: Network) throws(RationaleError) -> ExplainedTarget {
        if case .difference(let target, let other) = self {
            let first = try target.classIndex(top: top, classes, network)
            let second = try other.classIndex(top: top, classes, network)
            return ExplainedTarget(index: first, label: network.label(first), insteadOf: second)
        }
        let index = try classIndex(top: top, classes, network)
        return ExplainedTarget(index: index, label: network.label(index))
    }

    private func classIndex(top: Int, _ classes: Int, _ network: Network) throws(RationaleError) -> Int {
        switch self {
        case .top: return top
        case .index(let index):
            guard (0..<classes).contains(index) else {
                throw RationaleError(
                    .usage, "\(network.name) has no class \(index): its classes are 0 to \(classes - 1)")
            }
            return index
        case .label(let label): return try network.classIndex(ofLabel: label)
        case .difference:
            throw RationaleError(.usage, "a difference of classes cannot contain another difference")
        }
    }
}

extension Network {
    func label(_ index: Int) -> String? {
        labels.flatMap { $0.indices.contains(index) ? $0[index] : nil }
    }

    /// The index of the class with a label, as `ClassLookup` finds it.
    func classIndex(ofLabel label: String) throws(RationaleError) -> Int {
        guard let labels else {
            throw RationaleError(
                .usage, "the classes of \(name) have no labels, so '\(label)' cannot be found",
                hint: "Give the class's index, or a file of labels with --labels.")
        }
        return try ClassLookup(labels).index(of: label, in: name)
    }
}

/// Targets as class indices, one for each input.
public struct ResolvedTargets: Sendable {
    public let explained: [ExplainedTarget]
    /// The inputs' own scores: `[batch, class]`, without gradients.
    public let logits: Tensor

    /// Those of some of the inputs.
    func only(_ rows: [Int]) -> ResolvedTargets {
        ResolvedTargets(explained: rows.map { explained[$0] }, logits: logits.indices(0, rows))
    }

    /// That of one input.
    func only(_ index: Int) -> ResolvedTargets { only([index]) }

    /// The score that is explained, for each input: `[batch]`.
    ///
    /// - Parameter logits: `[batch, class]` or, with `repeats` copies of each input one after the other,
    ///   `[batch × repeats, class]`.
    public func scores(_ logits: Tensor) -> Tensor { (logits * weights(for: logits)).sum([1]) }

    /// The derivative of the explained score by the logits: 1 for the class, −1 for the one it is compared with.
    ///
    /// - Returns: of the shape of `logits`.
    public func weights(for logits: Tensor) -> Tensor {
        let rows = logits.shape[0]
        let classes = logits.shape[1]
        let repeats = rows / explained.count
        var weights = [Float](repeating: 0, count: rows * classes)
        for row in 0..<rows {
            let target = explained[row / repeats]
            weights[row * classes + target.index] += 1
            if let other = target.insteadOf { weights[row * classes + other] -= 1 }
        }
        return Tensor(weights, shape: [rows, classes]).moved(to: logits.device).converted(to: logits.dtype)
    }
}
