public import RationaleCore
public import RationaleNetworks
public import RationaleTorch

/// A text's tokens and what it may be about.
public struct LabeledTokens: Sendable {
    public var tokens: [Int]
    /// Indices of classes; see ``LabelSet``.
    public var classes: [Int]

    public init(_ tokens: [Int], _ classes: [Int]) {
        self.tokens = tokens
        self.classes = classes
    }
}

/// Learning to name what a text is.
///
/// Texts of a batch are filled up with the padding token at their ends, which the network must not read
/// (`DeepLSTM` does not): a text costs the same whatever stands beside it.
public struct TextClassifierTask: LearningTask {
    public let classifier: Classifier
    public let labels: LabelSet
    public var epochLength: Int?
    public let objective = Objective("accuracy", .higher)
    private let source: [String: String]
    private let padding: Int
    /// What learns, for passes in training and evaluation mode.
    public let network: TrainableNetwork
    private let sample: @Sendable (Int) throws -> LabeledTokens
    private let evaluation: [LabeledTokens]

    /// How many texts are judged at once, of similar length.
    private static let evaluationBatch = 64

    /// - Parameters:
    ///   - classifier: what learns, as it begins; it takes tokens.
    ///   - labels: what its scores are about.
    ///   - padding: the token that fills short texts of a batch.
    ///   - source: what distinguishes these samples from others, in words: where they come from, their seeds.
    ///   - evaluation: the texts that an evaluation is about.
    ///   - trainingSample: gives training sample number `i`, a pure function of `i`. Called on other threads.
    /// - Throws: `RationaleError.Code.usage` for a network that cannot be trained, or does not take texts of any length,
    ///   or nothing to judge by.
    public init(
        _ classifier: Classifier, labels: LabelSet, padding: Int = DeepLSTM.padding, source: [String: String],
        evaluation: [LabeledTokens], trainingSample: @escaping @Sendable (Int) throws -> LabeledTokens
    ) throws(RationaleError) {
        guard classifier.input.isText else {
            throw RationaleError(
                .usage, "\(classifier.name) takes \(classifier.input.shapeText), expected a text's tokens")
        }
        guard !evaluation.isEmpty else { throw RationaleError(.usage, "an evaluation needs at least one text") }
        self.classifier = classifier
        self.labels = labels
        self.padding = padding
        self.source = source
        // Texts of similar length go together, so that little is filled up.
        self.evaluation = evaluation.sorted { $0.tokens.count < $1.tokens.count }
        network = try TrainableNetwork(classifier.network)
        sample = trainingSample
    }

    public var identity: [String: String] {
        source.merging([
            "network": classifier.name, "classes": labels.names.joined(separator: ","), "labels": labels.kind.rawValue,
            "evaluationCount": "\(evaluation.count)", "epochLength": epochLength.map { "\($0)" } ?? "endless",
        ]) { $1 }
    }

    public var parameters: NamedTensors { network.parameters }
    public var statistics: NamedTensors { network.statistics }

    /// Texts of one length, and what they may be.
    public struct Batch: Sendable {
        /// `[batch, token]`.
        public let tokens: Tensor
        /// `[batch, class]`, as ``LabelSet/target(of:)`` makes them.
        public let targets: Tensor
    }

    public func batch(of samples: Range<Int>) throws -> Batch { try batch(samples.map { try sample($0) }) }

    private func batch(_ samples: [LabeledTokens]) throws -> Batch {
        // An empty text is nothing but padding.
        let length = max(1, samples.map(\.tokens.count).max() ?? 0)
        var tokens: [Int64] = []
        var targets: [Float] = []
        for sample in samples {
            tokens += sample.tokens.map(Int64.init)
            tokens += Array(repeating: Int64(padding), count: length - sample.tokens.count)
            targets += try labels.target(of: sample.classes)
        }
        return Batch(
            tokens: Tensor(tokens, shape: [samples.count, length]),
            targets: Tensor(targets, shape: [samples.count, labels.names.count]))
    }

    public func loss(of batch: Batch, in pass: TrainingPass) throws -> Loss {
        let result = try network(
            batch.tokens.moved(to: classifier.device), pass.parameters, pass.statistics, using: pass.generator,
            precision: pass.precision.dtype)
        let targets = batch.targets.moved(to: classifier.device)
        return Loss(
            labels.loss(result.logits, targets, scoring: classifier.scoring), statistics: result.statistics,
            metrics: ["accuracy": labels.accuracy(result.logits, targets)])
    }

    public func evaluate(
        parameters: NamedTensors, statistics: NamedTensors, share: EvaluationShare
    ) throws -> ClassificationMetrics {
        let evaluated = try classifier.with(network.network(parameters, statistics)).prepared()
        var metrics = ClassificationMetrics(labels)
        let samples = share.range(of: evaluation.count)
        for start in stride(from: samples.lowerBound, to: samples.upperBound, by: Self.evaluationBatch) {
            let batch = try batch(Array(evaluation[start..<min(start + Self.evaluationBatch, samples.upperBound)]))
            let scores = try evaluated.scores(of: batch.tokens.moved(to: classifier.device))
            metrics.add(scores, batch.targets.moved(to: classifier.device), scoring: classifier.scoring)
        }
        return metrics
    }
}
