public import RationaleCore
public import RationaleNetworks
public import RationaleTorch

/// A way to say where a network looked.
///
/// A method is a small immutable value: construct it once, attribute many. To add one, copy the smallest
/// (``InputTimesGradient``) and change its ten lines: it turns a ``Question`` into an ``Answer``, and everything around that
/// (targets, chunks, maps, diagnostics) is done by ``attribute(_:targets:in:budget:progress:)`` for all methods alike.
public protocol AttributionMethod: Sendable {
    /// The name on the command line: `grad-cam`.
    static var identifier: String { get }
    /// What it is called in a report: `Grad-CAM`. Its identifier by default.
    static var title: String { get }
    /// One line for lists: what it computes, and who published it.
    static var summary: String { get }
    /// What it is made for, all kinds by default: for these it is part of “all methods”.
    static var inputs: Set<InputKind> { get }
    /// Everything that can be set, in the order in which it is applied; none by default.
    static var settings: [Setting<Self>] { get }
    /// Unit of the map's values.
    var unit: MapUnit { get }
    /// Whether negative values speak against the target.
    var isSigned: Bool { get }
    /// The seed, where random numbers are drawn.
    var seed: UInt64? { get }
    /// Whether it is given a text as tokens, `[1, word]`, rather than as their vectors, `[1, word, number]`; see
    /// ``attribute(_:target:in:at:budget:)``.
    var readsTokens: Bool { get }

    /// The layer whose activation it begins with, so that the pass that predicts can keep it (``ForwardPass``); none by default.
    func observedLayer(in network: Network) throws -> LayerChoice?

    /// Explains one chunk of inputs.
    ///
    /// - Throws: `RationaleError` naming the layer or setting that does not fit.
    func answer(_ question: Question) throws -> Answer

    /// What to try where a map says nothing; completes the warning.
    func advice(on degeneracy: Heatmap.Degeneracy) -> String?
}

extension AttributionMethod {
    public static var inputs: Set<InputKind> { Set(InputKind.allCases) }
    public var seed: UInt64? { nil }
    public static var settings: [Setting<Self>] { [] }
    public static var title: String { identifier }
    public var readsTokens: Bool { false }
    public func observedLayer(in network: Network) throws -> LayerChoice? { nil }
    public func advice(on degeneracy: Heatmap.Degeneracy) -> String? { nil }
}

extension AttributionMethod {
    /// The value of every setting by name, as results carry it; layer and seed have fields of their own there.
    public var settings: [String: String] {
        var texts: [String: String] = [:]
        for setting in Self.settings where setting.name != "layer" && setting.name != "seed" {
            texts[setting.name] = setting.text(self)
        }
        return texts
    }
}

/// What a method is asked: inputs, what of their output is to be explained, and the classifier.
public struct Question: Sendable {
    public let classifier: Classifier
    /// `[batch, …classifier.input.shape]`, preprocessed, on the network's device.
    public let input: Tensor
    /// What is explained: one for all inputs, or one for each.
    public let targets: [Target]
    /// How much memory the method may use for itself.
    public let budget: MemoryBudget
    /// The position of the first input in the whole batch, so that seeds do not depend on chunks.
    public let offset: Int
    /// Told how far a long explanation is.
    public let progress: MethodProgress
    /// What is known of these inputs already.
    public let forward: ForwardPass?

    public var batch: Int { input.shape[0] }
    /// The function behind the classifier, to cut, observe or differentiate.
    public var network: Network { classifier.network }

    /// A question to a method alone; ``AttributionMethod/attribute(_:targets:in:budget:progress:)`` asks for a whole batch.
    public init(
        classifier: Classifier, input: Tensor, targets: [Target] = [.top], budget: MemoryBudget = .standard,
        offset: Int = 0,
        progress: MethodProgress = .silent, forward: ForwardPass? = nil
    ) {
        self.classifier = classifier
        self.input = input
        self.targets = targets
        self.budget = budget
        self.offset = offset
        self.progress = progress
        self.forward = forward
    }
}

/// What a method found.
public struct Answer: Sendable {
    /// `[batch, channel, height, width]`, whose channels are added up in the map; `[batch, height, width]`, of which a
    /// text's vectors, `[batch, word, number]`, are added up for each word; or `[batch, feature]` for inputs that are
    /// rows of numbers.
    public var values: Tensor
    /// The classes that were explained.
    public var targets: ResolvedTargets
    /// The layer that was explained, and why that one.
    public var layer: LayerChoice?
    /// For each input, how far the sum of the values is from what it should be, relative to that.
    public var convergenceGaps: [Double]?
    /// What a reader should know, for each input.
    public var warnings: [[String]]
    /// The steps by which a method of several came to its values, for each input.
    public var stages: [[AttributionStage]]

    public init(
        _ values: Tensor, targets: ResolvedTargets, layer: LayerChoice? = nil, convergenceGaps: [Double]? = nil,
        warnings: [[String]]? = nil, stages: [[AttributionStage]]? = nil
    ) {
        self.values = values
        self.targets = targets
        self.layer = layer
        self.convergenceGaps = convergenceGaps
        self.warnings = warnings ?? Array(repeating: [], count: values.shape[0])
        self.stages = stages ?? Array(repeating: [], count: values.shape[0])
    }
}

extension Answer {
    /// One map for each input: `[batch, height, width]`.
    ///
    /// The planes of a volume lie below each other.
    fileprivate var maps: Tensor {
        let maps =
            switch values.rank {
            case ..<2: values.reshaped([-1, 1, 1])
            case 2: values.unsqueezed(1)  // [batch, 1, feature]
            case 3: values
            case 4: values.sum([1])
            default: values.sum([1]).reshaped([values.shape[0], -1, values.shape[values.rank - 1]])
            }
        return maps.converted(to: .float32)
    }
}

/// A layer and why it was taken.
public struct LayerChoice: Sendable, Hashable {
    public let path: String
    public let reason: String
    /// Whether the caller named it.
    public let isAsked: Bool

    public init(path: String, reason: String) {
        self.path = path
        self.reason = reason
        isAsked = false
    }

    /// A layer that the caller named.
    public init(asked path: String) {
        self.path = path
        reason = "chosen by the caller"
        isAsked = true
    }
}

extension AttributionMethod {
    /// Explains a batch.
    ///
    /// - Parameters:
    ///   - batch: `[batch, …classifier.input.shape]`, preprocessed.
    ///   - targets: one for all inputs, or one for each.
    ///   - classifier: best `Classifier/prepared(_:)` once, then used for every call.
    ///   - budget: inputs are worked on in chunks that fit into it.
    ///   - progress: told how far a long explanation is.
    ///   - forward: what a forward pass of the batch has shown, where there was one.
    /// - Returns: one attribution for each input, in order; equal to what each input alone would get.
    /// - Throws: `RationaleError`.
    public func attribute(
        _ batch: Tensor, targets: [Target] = [.top], in classifier: Classifier, budget: MemoryBudget = .standard,
        progress: MethodProgress = .silent, forward: ForwardPass? = nil
    ) throws -> [Attribution] {
        try classifier.network.check(batch)
        // What reads tokens may ask about other lengths.
        let asked = readsTokens ? classifier : classifier.taking(batch.shape)
        guard targets.count == 1 || targets.count == batch.shape[0] else {
            throw RationaleError(
                .usage, "\(targets.count) targets for \(batch.shape[0]) inputs", hint: "Give one, or one for each.")
        }
        let moved = batch.moved(to: classifier.device)
        let count = batch.shape[0]
        // A network that takes batches of one size only is asked about such batches.
        let size =
            try classifier.input.fixedBatch ?? budget.chunk(of: classifier.taking(batch.shape).network, limit: count)
        var results: [Attribution] = []
        for start in stride(from: 0, to: count, by: size) {
            let range = start..<min(start + size, count)
            var input = moved.slice(0, range)
            var chosen = targets.count == 1 ? targets : Array(targets[range])
            let missing = classifier.input.fixedBatch.map { $0 - range.count } ?? 0
            if missing > 0 {
                input = .concatenated([input, input.slice(0, 0..<1).repeatedEach(missing)])
                if chosen.count > 1 { chosen += Array(repeating: chosen[0], count: missing) }
            }
            let question = Question(
                classifier: asked, input: input, targets: chosen, budget: budget, offset: start,
                progress: progress.part(of: range, in: count), forward: missing > 0 ? nil : forward?.rows(range))
            results += attributions(from: try answer(question), question).prefix(range.count)
        }
        return results
    }

    private func attributions(from answer: Answer, _ question: Question) -> [Attribution] {
        let maps = answer.maps
        let height = maps.shape[1]
        let width = maps.shape[2]
        let values = maps.floats
        return (0..<question.batch).map { index in
            let map = Heatmap(
                height: height, width: width,
                values: Array(values[index * height * width..<(index + 1) * height * width]))
            var warnings = answer.warnings[index]
            if let degeneracy = map.degeneracy {
                let advice = advice(on: degeneracy).map { ": \($0)" } ?? ""
                warnings.append("degenerate: \(degeneracy.rawValue)\(advice)")
            }
            if let precision = question.network.preparation?.precision, precision != .float32 {
                warnings.append(
                    "computed in \(precision), with three digits: single pixels are less certain than the whole")
            }
            return Attribution(
                map: map, method: Self.identifier, layer: answer.layer?.path, layerReason: answer.layer?.reason,
                target: answer.targets.explained[index], unit: unit.text(for: question.classifier.scoring),
                // A difference of classes may be negative where the method itself never is.
                isSigned: isSigned || (map.range?.lowerBound ?? 0) < 0, seed: seed, settings: settings,
                convergenceGap: answer.convergenceGaps.flatMap { $0[index].isFinite ? $0[index] : nil },
                warnings: warnings, stages: answer.stages[index])
        }
    }
}

extension Network {
    /// Whether a batch is what the network takes.
    func check(_ batch: Tensor) throws(RationaleError) {
        guard input.accepts(batch.shape) else {
            throw RationaleError(
                .usage,
                "\(name) takes a batch of inputs of shape \(input.shapeText), not a tensor of shape \(batch.shape)")
        }
    }
}
