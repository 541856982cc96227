public import RationaleCore
import RationaleData
public import RationaleNetworks
public import RationaleTorch
public import RationaleTraining

/// Learning to name vectors: the weights of a ``FeatureClassifier``, by cross-entropy.
///
/// *Source:* Barratt (2017), arXiv:1710.09511, and its program.
public struct FeatureClassifierTask: LearningTask {
    public let network: TrainableNetwork
    public let objective = Objective("accuracy", .higher)
    private let classifier: Classifier
    private let training, evaluation: (features: Tensor, labels: [Int])
    private let labels: LabelSet
    private let order: EpochOrder
    private let seed: UInt64

    /// - Parameters:
    ///   - classifier: what learns, as it begins.
    ///   - training: vectors `[input, width]` and the class of each.
    ///   - evaluation: others, to judge by.
    ///   - classes: the names of the classes.
    ///   - seed: of the order of samples.
    public init(
        _ classifier: Classifier, training: (features: Tensor, labels: [Int]),
        evaluation: (features: Tensor, labels: [Int]), classes: [String], seed: UInt64 = 0
    ) throws(RationaleError) {
        guard !training.labels.isEmpty, !evaluation.labels.isEmpty else {
            throw RationaleError(
                .badData,
                "there are \(training.labels.count) inputs to learn from and \(evaluation.labels.count) to judge by")
        }
        self.classifier = classifier
        self.training = training
        self.evaluation = evaluation
        self.seed = seed
        labels = LabelSet(classes)
        network = try TrainableNetwork(classifier.network)
        order = EpochOrder(count: training.labels.count, seed: seed)
    }

    public var identity: [String: String] {
        ["task": "feature classifier", "samples": "\(training.labels.count)", "sampleSeed": "\(seed)"]
    }
    public var parameters: NamedTensors { network.parameters }
    public var statistics: NamedTensors { network.statistics }
    public var epochLength: Int? { training.labels.count }

    /// Vectors, and what they may be.
    public struct Batch: Sendable {
        let features: Tensor
        let targets: Tensor
    }

    public func batch(of samples: Range<Int>) throws -> Batch { try batch(samples.map { order[$0] }, of: training) }

    private func batch(_ rows: [Int], of samples: (features: Tensor, labels: [Int])) throws -> Batch {
        let targets = try rows.flatMap { try labels.target(of: [samples.labels[$0]]) }
        return Batch(
            features: samples.features.indices(0, rows),
            targets: Tensor(targets, shape: [rows.count, labels.names.count]))
    }

    public func loss(of batch: Batch, in pass: TrainingPass) throws -> Loss {
        let result = try network(
            batch.features, pass.parameters, pass.statistics, using: pass.generator, precision: pass.precision.dtype)
        return Loss(labels.loss(result.logits, batch.targets), statistics: result.statistics)
    }

    public func evaluate(
        parameters: NamedTensors, statistics: NamedTensors, share: EvaluationShare
    ) throws -> ClassificationMetrics {
        var metrics = ClassificationMetrics(labels)
        let evaluated = classifier.with(network.network(parameters, statistics))
        let rows = Array(share.range(of: evaluation.labels.count))
        let batch = try batch(rows, of: evaluation)
        metrics.add(try withoutGradient { try evaluated.scores(of: batch.features) }, batch.targets)
        return metrics
    }

    /// The classifier with the weights that were best.
    public func classifier(_ result: TrainingResult) throws -> Classifier {
        let weights = result.best ?? result.last
        return classifier.with(network.network(weights.parameters, weights.statistics))
    }

    /// The published recipe: Adam, learning rate 1e−3, halved whenever an epoch brings no better accuracy, 32 vectors a
    /// step, 100 epochs.
    public static func publishedSettings(samples: Int, epochs: Int = 100) -> TrainingSettings {
        var settings = TrainingSettings(.epochs(epochs))
        settings.rule = .adam()
        settings.learningRate = 1e-3
        settings.batchSize = 32
        settings.evaluationInterval = max(1, samples / settings.batchSize)
        settings.schedule = LearningRateSchedule(.halvingOnPlateau(patience: 1))
        return settings
    }
}
