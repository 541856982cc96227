import RationaleCore
import RationaleTorch

/// How some parameters learn differently from the others: those whose names begin alike.
///
/// ```swift
/// settings.groups = [
///     ParameterGroup("", learningRateFactor: 0.1),  // a network that knows something already
///     ParameterGroup("conv1.", isFrozen: true), ParameterGroup("fc."),  // and a head that begins anew
/// ]
/// ```
public struct ParameterGroup: Sendable, Hashable, Codable {
    /// What the names begin with: `layer4.`, `fc.weight`; nothing for all. Of several groups the longest prefix counts.
    public var prefix: String
    /// The learning rate, as a multiple of the run's; at least 0. 1 by default.
    public var learningRateFactor: Double
    /// In place of ``TrainingSettings/weightDecay``; `nil` for that.
    public var weightDecay: Double?
    /// Whether they stay as they are, without gradients and optimiser. Running statistics of batch norms are no
    /// parameters: a task that wants them to stay leaves them out of its ``Loss``, or passes in evaluation mode.
    public var isFrozen: Bool

    public init(
        _ prefix: String, learningRateFactor: Double = 1, weightDecay: Double? = nil, isFrozen: Bool = false
    ) {
        self.prefix = prefix
        self.learningRateFactor = learningRateFactor
        self.weightDecay = weightDecay
        self.isFrozen = isFrozen
    }

    /// The group of each parameter.
    ///
    /// - Throws: `RationaleError.Code.usage` for numbers that make no sense, a prefix that is given twice or fits no
    ///   parameter, and where nothing is left that learns.
    static func groups(of names: [String], in settings: TrainingSettings) throws(RationaleError) -> [ParameterGroup] {
        let groups = (settings.groups ?? []).sorted { $0.prefix.count > $1.prefix.count }
        for (index, group) in groups.enumerated() {
            let what = "parameter group '\(group.prefix)'"
            for (name, number) in [
                ("learning rate factor", group.learningRateFactor), ("weight decay", group.weightDecay ?? 0),
            ] where !(number.isFinite && number >= 0) {
                throw RationaleError(.usage, "\(what): \(name): expected a number not negative, found \(number)")
            }
            guard !groups[..<index].contains(where: { $0.prefix == group.prefix }) else {
                throw RationaleError(.usage, "\(what): given twice")
            }
            guard names.contains(where: { $0.hasPrefix(group.prefix) }) else {
                let nearest = names.nearest(to: group.prefix)
                throw RationaleError(
                    .usage, "\(what): no parameter's name begins like that",
                    hint: nearest.isEmpty ? nil : "Similar: \(nearest.map { "'\($0)'" }.joined(separator: ", ")).")
            }
        }
        let found = names.map { name in groups.first { name.hasPrefix($0.prefix) } ?? ParameterGroup("") }
        guard names.isEmpty || !found.allSatisfy(\.isFrozen) else {
            throw RationaleError(.usage, "all parameters are frozen, so there is nothing to learn")
        }
        return found
    }
}

/// The weights of a run, and one optimiser for each group of those that learn.
final class GroupedOptimizer {
    private let parts: [(optimizer: Optimizer, positions: [Int], learningRateFactor: Double)]
    /// The weights as they began; of the frozen ones, as they are.
    private let first: NamedTensors
    /// Where those are that learn, in the order of the weights.
    private let learning: [Int]

    init(_ weights: NamedTensors, _ settings: TrainingSettings) throws {
        let groups = try ParameterGroup.groups(of: weights.names, in: settings)
        first = weights
        learning = weights.indices.filter { !groups[$0].isFrozen }
        // One optimiser for all that learn alike, in the order of the weights.
        var parts: [(group: ParameterGroup, positions: [Int])] = []
        for position in learning {
            if let part = parts.firstIndex(where: { $0.group == groups[position] }) {
                parts[part].positions.append(position)
            } else {
                parts.append((groups[position], [position]))
            }
        }
        self.parts = try parts.map { group, positions in
            let optimizer = try Optimizer(
                settings.rule, parameters: positions.map { weights.tensors[$0] },
                weightDecay: group.weightDecay ?? settings.weightDecay)
            return (optimizer, positions, group.learningRateFactor)
        }
    }

    /// The present weights, those that learn as leaves that collect gradients; the next step changes what these hold.
    var leaves: NamedTensors { spread(\.leaves) }
    /// Copies of the present weights.
    var parameters: NamedTensors { spread(\.parameters) }

    private func spread(_ tensors: (Optimizer) -> [Tensor]) -> NamedTensors {
        var all = first.tensors
        for part in parts {
            for (position, tensor) in zip(part.positions, tensors(part.optimizer)) { all[position] = tensor }
        }
        return first.with(all)
    }

    /// Those that learn, of a list of all weights.
    func learning(of weights: NamedTensors) -> [Tensor] { learning.map { weights.tensors[$0] } }

    /// Changes the weights by one step.
    ///
    /// - Parameter gradients: one for each weight that learns.
    func step(_ gradients: [Tensor], learningRate: Double) throws {
        let byPosition = Dictionary(uniqueKeysWithValues: zip(learning, gradients))
        for part in parts {
            try part.optimizer.step(
                gradients: part.positions.map { byPosition[$0]! }, learningRate: learningRate * part.learningRateFactor)
        }
    }

    /// What the rule keeps beside each weight that learns, by the weight's name.
    var state: [String: [String: Tensor]] {
        var state: [String: [String: Tensor]] = [:]
        for part in parts {
            for (position, kept) in zip(part.positions, part.optimizer.state) { state[first.names[position]] = kept }
        }
        return state
    }

    /// Continues where ``state`` was taken.
    func restore(_ state: [String: [String: Tensor]]) throws {
        for part in parts { try part.optimizer.restore(part.positions.map { state[first.names[$0]] ?? [:] }) }
    }
}
