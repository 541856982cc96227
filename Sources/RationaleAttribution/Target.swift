public import RationaleCore
public import RationaleNetworks
public import RationaleTorch

/// A function of the output: which score an attribution explains.
public enum Target: Sendable, Hashable {
    /// The class that the network finds most probable; of a regression's values the first.
    case top
    /// The class, or value, of this index.
    case index(Int)
    /// The class of this label: spelled exactly so, or else without regard to case, where that means one class.
    case label(String)
    /// The score of one class minus that of another: why this *instead of* that.
    indirect case difference(Target, insteadOf: Target)
    /// What makes a score larger.
    indirect case increase(Target)
    /// What makes a score smaller.
    indirect case decrease(Target)

    private static let changes = [("increase of ", Target.increase), ("decrease of ", Target.decrease)]

    /// A target as it is written on the command line: `top`, an index, a label, or `increase of …`, `decrease of …`.
    public init(_ text: String) {
        if let (prefix, make) = Self.changes.first(where: { text.hasPrefix($0.0) }) {
            self = make(Target(String(text.dropFirst(prefix.count))))
        } else if text == "top" {
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
    ///   - targets: one for all inputs, or one for each.
    ///   - logits: the scores, `[batch, class]`.
    ///   - classifier: knows the labels, and what scores mean.
    /// - Throws: `RationaleError.Code.usage` for a class that the network does not have, with the nearest labels.
    public static func resolve(
        _ targets: [Target], logits: Tensor, in classifier: Classifier
    ) throws(RationaleError) -> ResolvedTargets {
        let logits = logits.detached
        let classes = logits.shape[1]
        let isValue = classifier.scoring == .value
        let top =
            isValue
            ? Array(repeating: 0, count: logits.shape[0]) : logits.argmax(1).elements(as: Int64.self).map(Int.init)
        let explained = try top.indices.map { index throws(RationaleError) in
            let target = targets.count == 1 ? targets[0] : targets[index]
            return try target.explained(top: top[index], classes, classifier)
        }
        return ResolvedTargets(explained: explained, logits: logits, scoring: classifier.scoring)
    }

    private func explained(top: Int, _ classes: Int, _ network: Classifier) throws(RationaleError) -> ExplainedTarget {
        switch self {
        case .difference(let target, let other):
            let first = try target.classIndex(top: top, classes, network)
            let second = try other.classIndex(top: top, classes, network)
            return ExplainedTarget(index: first, label: network.label(first), insteadOf: second)
        case .increase(let target), .decrease(let target):
            var explained = try target.explained(top: top, classes, network)
            guard explained.change == nil else {
                throw RationaleError(.usage, "a change of a score cannot be changed again")
            }
            explained.change = if case .increase = self { .increase } else { .decrease }
            return explained
        default:
            let index = try classIndex(top: top, classes, network)
            return ExplainedTarget(index: index, label: network.label(index))
        }
    }

    private func classIndex(top: Int, _ classes: Int, _ network: Classifier) throws(RationaleError) -> Int {
        switch self {
        case .top: return top
        case .index(let index):
            guard (0..<classes).contains(index) else {
                throw RationaleError(
                    .usage, "\(network.name) has no class \(index): its classes are 0 to \(classes - 1)")
            }
            return index
        case .label(let label): return try network.classIndex(ofLabel: label)
        case .difference, .increase, .decrease:
            throw RationaleError(.usage, "a difference of classes cannot contain another difference, or a change")
        }
    }
}

extension Classifier {
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
    /// What the scores mean.
    public let scoring: Scoring

    /// Those of some of the inputs.
    func only(_ rows: [Int]) -> ResolvedTargets {
        ResolvedTargets(explained: rows.map { explained[$0] }, logits: logits.indices(0, rows), scoring: scoring)
    }

    /// That of one input.
    func only(_ index: Int) -> ResolvedTargets { only([index]) }

    /// The score that is explained, for each input: `[batch]`.
    ///
    /// - Parameter logits: `[batch, class]` or, with `repeats` copies of each input one after the other,
    ///   `[batch × repeats, class]`.
    public func scores(_ logits: Tensor) -> Tensor { (logits * weights(for: logits)).sum([1]) }

    /// The derivative of the explained score by the scores of the classes: 1 for the class, −1 for the one it is compared
    /// with, the opposite where a decrease is explained.
    ///
    /// The two scores of one logit z are −z and z, so their difference is twice z: of these, each counts half.
    /// - Returns: of the shape of `logits`.
    public func weights(for logits: Tensor) -> Tensor {
        let rows = logits.shape[0]
        let classes = logits.shape[1]
        let repeats = rows / explained.count
        var weights = [Float](repeating: 0, count: rows * classes)
        for row in 0..<rows {
            let target = explained[row / repeats]
            let sign: Float = target.change == .decrease ? -1 : 1
            let share = scoring == .logit && target.insteadOf != nil ? sign / 2 : sign
            weights[row * classes + target.index] += share
            if let other = target.insteadOf { weights[row * classes + other] -= share }
        }
        return Tensor(weights, shape: [rows, classes]).moved(to: logits.device).converted(to: logits.dtype)
    }
}
