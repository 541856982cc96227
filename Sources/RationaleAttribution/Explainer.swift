public import RationaleCore
public import RationaleNetworks
import RationaleText
public import RationaleTorch

/// A way to explain that can be asked for by its name.
///
/// An ``AttributionMethod`` answers by a map. What answers otherwise, by a sentence or a graph of concepts, conforms to this
/// protocol alone: it turns a ``Question`` into one `Finding` for each input.
public protocol Explainer: Sendable {
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
    /// What one unit of its values means.
    var unit: MapUnit { get }
    /// The seed, where random numbers are drawn.
    var seed: UInt64? { get }

    /// The layer whose activation it begins with, so that the pass that predicts can keep it (``ForwardPass``); none by default.
    func observedLayer(in network: Network) throws -> LayerChoice?

    /// Explains one chunk of inputs.
    ///
    /// - Returns: one finding for each input, in order; ``finding(_:target:in:)`` fills in what is known without it.
    /// - Throws: `RationaleError` naming the layer or setting that does not fit.
    func findings(_ question: Question) throws -> [Finding]
}

extension Explainer {
    public static var inputs: Set<InputKind> { Set(InputKind.allCases) }
    public static var settings: [Setting<Self>] { [] }
    public static var title: String { identifier }
    public var seed: UInt64? { nil }
    public func observedLayer(in network: Network) throws -> LayerChoice? { nil }

    /// The value of every setting by name, as results carry it; layer and seed have fields of their own there.
    public var settings: [String: String] {
        var texts: [String: String] = [:]
        for setting in Self.settings where setting.name != "layer" && setting.name != "seed" {
            texts[setting.name] = setting.text(self)
        }
        return texts
    }

    /// A finding with the header of this method.
    public func finding(
        _ content: Finding.Content?, target: ExplainedTarget, in classifier: Classifier
    ) -> Finding {
        Finding(
            method: Self.identifier, title: Self.title, content: content, target: target,
            unit: unit.text(for: classifier.scoring), seed: seed, settings: settings)
    }

    /// Explains a batch; the parameters are those of ``AttributionMethod/attribute(_:targets:in:budget:progress:forward:)``.
    ///
    /// - Returns: one finding for each input, in order.
    /// - Throws: `RationaleError`.
    public func explain(
        _ batch: Tensor, targets: [Target] = [.top], in classifier: Classifier, budget: MemoryBudget = .standard,
        progress: MethodProgress = .silent, forward: ForwardPass? = nil
    ) throws -> [Finding] {
        try inChunks(batch, targets, classifier, budget, progress, forward) { try findings($0) }
    }
}

extension Explainer {
    /// Asks about a batch in chunks that fit into the memory.
    ///
    /// - Parameters:
    ///   - takesOtherShapes: whether it may ask the classifier about other shapes than the batch's.
    ///   - text: what the batch is, where it is one text.
    func inChunks<Found>(
        _ batch: Tensor, _ targets: [Target], _ classifier: Classifier, _ budget: MemoryBudget,
        _ progress: MethodProgress, _ forward: ForwardPass?, takesOtherShapes: Bool = false,
        text: TokenizedText? = nil, ask: (Question) throws -> [Found]
    ) throws -> [Found] {
        try classifier.network.check(batch)
        let fitting = classifier.taking(batch.shape)
        guard targets.count == 1 || targets.count == batch.shape[0] else {
            throw RationaleError(
                .usage, "\(targets.count) targets for \(batch.shape[0]) inputs", hint: "Give one, or one for each.")
        }
        let moved = batch.moved(to: classifier.device)
        let count = batch.shape[0]
        // A network that takes batches of one size only is asked about such batches.
        let size = try classifier.input.fixedBatch ?? budget.chunk(of: fitting.network, limit: count)
        var results: [Found] = []
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
                classifier: takesOtherShapes ? classifier : fitting, input: input, targets: chosen, budget: budget,
                offset: start,
                progress: progress.part(of: range, in: count), forward: missing > 0 ? nil : forward?.rows(range),
                text: text)
            results += try ask(question).prefix(range.count)
        }
        return results
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
