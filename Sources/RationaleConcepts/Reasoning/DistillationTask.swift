import Foundation
public import RationaleCore
import RationaleData
public import RationaleTorch
public import RationaleTraining

/// Learning to say what a classifier says, from the concepts in a picture: the weights of a ``ReasoningNetwork``.
///
/// ```swift
/// let task = try DistillationTask(network, training: samples, evaluation: others, source: ["data": "birds"])
/// let result = try Trainer(task, settings).run()
/// let learned = task.network(result.best ?? result.last)
/// ```
///
/// Every epoch passes all samples, in an order drawn by the seed and the epoch. Samples with edits teach changes of scores as well:
/// for each of them in a batch one of its edits is drawn, and `mean_c (Δs̃_c − Δt̃_c)² / σ_Δ²` is added to the loss, Δ the change
/// from the original to the edited picture and σ_Δ² the mean of Δt̃² over all edits.
///
/// *Source:* Ge et al. (2021), as ``ReasoningNetwork``, for ``DistillationObjective/normalized`` and ``publishedSettings(samples:)``.
/// Departs from it in that a batch is passed at once, which with the norm `.graph` is the same as one picture at a time, and in that
/// gradients are means over a batch, not sums; Adam's steps do not depend on it.
///
/// *Cost:* one pass a step, of the batch and its edits; each sample's features are copied once an epoch.
public struct DistillationTask: LearningTask {
    /// What learns, as it begins.
    public let network: ReasoningNetwork
    public let training, evaluation: ConceptGraphSamples
    public let comparison: DistillationObjective
    public let objective = Objective("loss", .lower)
    /// How much the cost of edits counts beside that of whole pictures, at least 0. Default: 1, as both are fractions of the
    /// classifier's variance.
    public var editWeight = 1.0
    private let source: [String: String]
    private let seed: UInt64
    private let order: EpochOrder
    /// σ² of the objective, and of the edits' changes.
    private let variance, editVariance: Double
    /// The edits of each sample.
    private let editsOf: [Int: [Int]]

    /// How many pictures an evaluation passes at once.
    private static let evaluationBatch = 256

    /// - Parameters:
    ///   - network: what learns, as it begins; float32.
    ///   - training: what is learnt from.
    ///   - evaluation: what evaluations judge by, other pictures.
    ///   - source: what distinguishes these samples from others, in words: where they come from, their seeds.
    ///   - comparison: of the network's scores with the classifier's.
    ///   - seed: of the order of samples and the choice of edits.
    /// - Throws: `RationaleError`: `usage` where samples do not fit the network, `badData` where the classifier's scores do not
    ///   differ between classes, so that there is nothing to learn.
    public init(
        _ network: ReasoningNetwork, training: ConceptGraphSamples, evaluation: ConceptGraphSamples,
        source: [String: String], comparison: DistillationObjective = .scores, seed: UInt64 = 0
    ) throws(RationaleError) {
        for (name, samples) in [("training", training), ("evaluation", evaluation)] {
            let shape = samples.graphs.features.shape
            let expected = [network.configuration.nodes, network.configuration.featureWidth]
            guard Array(shape.dropFirst()) == expected, samples.scores.shape[1] == network.configuration.classes else {
                throw RationaleError(
                    .usage,
                    "distillation: the \(name) samples have \(shape[1]) nodes of \(shape[2]) features and "
                        + "\(samples.scores.shape[1]) scores, the network \(expected[0]) of \(expected[1]) and "
                        + "\(network.configuration.classes)")
            }
        }
        func variance(_ scores: Tensor, _ what: String) throws(RationaleError) -> Double {
            let variance = scores.converted(to: .float64).centered.power(2).mean().item
            guard variance > 0 else {
                throw RationaleError(
                    .badData, "distillation: the classifier's \(what) do not differ between classes",
                    hint: "A reasoning network learns differences, so it needs at least two classes.")
            }
            return variance
        }
        self.network = network
        self.training = training
        self.evaluation = evaluation
        self.comparison = comparison
        self.source = source
        self.seed = seed
        order = EpochOrder(count: training.count, seed: seed)
        self.variance = try variance(training.scores, "scores")
        if let edits = training.edits {
            editVariance = try variance(
                edits.scores - training.scores.indices(0, edits.samples), "changes of scores by edits")
            editsOf = Dictionary(grouping: edits.samples.indices) { edits.samples[$0] }
        } else {
            editVariance = self.variance
            editsOf = [:]
        }
    }

    public var identity: [String: String] {
        let configuration = (try? TrainingJSON.encoder.encode(network.configuration))
            .map { String(decoding: $0, as: UTF8.self) }
        return source.merging([
            "task": "distillation", "network": configuration ?? "", "comparison": comparison.rawValue,
            "sampleSeed": "\(seed)", "samples": "\(training.count)", "edits": "\(training.edits?.samples.count ?? 0)",
            "editWeight": "\(editWeight)", "evaluationCount": "\(evaluation.count)",
        ]) { $1 }
    }

    public var parameters: NamedTensors { network.parameters }
    public var statistics: NamedTensors { network.statistics }
    public var epochLength: Int? { training.count }

    /// The network with weights of a training of this task.
    public func network(_ weights: TrainingResult.Weights) -> ReasoningNetwork {
        network.with(weights.parameters, weights.statistics)
    }

    /// Pictures, and edits of some of them.
    public struct Batch: Sendable {
        public let graphs: ConceptGraphTensors
        /// The classifier's, `[picture, class]`.
        public let scores: Tensor
        public let edits: ConceptGraphSamples.Edits?
    }

    public func batch(of samples: Range<Int>) throws -> Batch {
        let rows = samples.map { order[$0] }
        return Batch(
            graphs: training.graphs.rows(rows), scores: training.scores.indices(0, rows),
            edits: editWeight > 0 ? edits(of: samples, rows) : nil)
    }

    /// One edit of each sample that has any; their `samples` are rows of the batch.
    private func edits(of samples: Range<Int>, _ rows: [Int]) -> ConceptGraphSamples.Edits? {
        guard let edits = training.edits else { return nil }
        var (places, chosen): ([Int], [Int]) = ([], [])
        for (place, (number, row)) in zip(samples, rows).enumerated() {
            guard let known = editsOf[row] else { continue }
            var random = SplitMix64(seed: seed, for: "edit \(number)")
            places.append(place)
            chosen.append(random.pick(known))
        }
        guard !chosen.isEmpty else { return nil }
        return .init(samples: places, graphs: edits.graphs.rows(chosen), scores: edits.scores.indices(0, chosen))
    }

    public func loss(of batch: Batch, in pass: TrainingPass) throws -> Loss {
        guard pass.precision == .float32 else {
            throw RationaleError(.usage, "distillation: a reasoning network is small and learns in float32 only")
        }
        let device = network.parameters.tensors[0].device
        let pictures = batch.scores.shape[0]
        let graphs = batch.edits.map { batch.graphs.joined(with: $0.graphs) } ?? batch.graphs
        let result = try network.with(pass.parameters, pass.statistics).pass(graphs.moved(to: device), mode: .training)
        let (scores, teacher) = (result.scores.slice(0, 0..<pictures), batch.scores.moved(to: device))
        var loss = Loss(
            comparison.cost(scores, teacher, variance: variance).mean(), statistics: result.statistics,
            metrics: ["agreement": agreement(scores, teacher)])
        if let edits = batch.edits {
            let change = result.scores.slice(0, pictures..<graphs.count) - scores.indices(0, edits.samples)
            let expected = edits.scores.moved(to: device) - teacher.indices(0, edits.samples)
            let cost = editCost(change, expected)
            loss.value = loss.value + cost.mean() * editWeight
            loss.metrics = loss.metrics.merging([
                "edit cost": Loss.mean(of: cost.sum(), weight: Tensor(Double(cost.count)).moved(to: device))
            ])
        }
        return loss
    }

    private func agreement(_ scores: Tensor, _ teacher: Tensor) -> Tensor {
        Operators.equal(.tensor(scores.detached.argmax(1)), .tensor(teacher.argmax(1))).converted(to: .float32).mean()
    }

    /// The cost of each edit, from the changes of the network's scores and the classifier's: `[edit]`.
    private func editCost(_ change: Tensor, _ expected: Tensor) -> Tensor {
        (change.centered - expected.centered).power(2).mean([1]) * (1 / editVariance)
    }

    public func evaluate(
        parameters: NamedTensors, statistics: NamedTensors, share: EvaluationShare
    ) throws -> DistillationMetrics {
        let network = network.with(parameters, statistics)
        let device = parameters.tensors[0].device
        func chunks(_ count: Int) -> [Range<Int>] {
            let own = share.range(of: count)
            return stride(from: own.lowerBound, to: own.upperBound, by: Self.evaluationBatch).map {
                $0..<min($0 + Self.evaluationBatch, own.upperBound)
            }
        }
        var metrics = DistillationMetrics(editWeight: editWeight)
        for range in chunks(evaluation.count) {
            let scores = try network.scores(of: evaluation.graphs.slice(range).moved(to: device))
            let teacher = evaluation.scores.slice(0, range).moved(to: device)
            metrics.add(scores, teacher, cost: comparison.cost(scores, teacher, variance: variance))
        }
        guard let edits = evaluation.edits else { return metrics }
        for range in chunks(edits.samples.count) {
            let samples = Array(edits.samples[range])
            let before = try network.scores(of: evaluation.graphs.rows(samples).moved(to: device))
            let change = try network.scores(of: edits.graphs.slice(range).moved(to: device)) - before
            let expected = (edits.scores.slice(0, range) - evaluation.scores.indices(0, samples)).moved(to: device)
            metrics.addEdits(change, expected, cost: editCost(change, expected))
        }
        return metrics
    }
}

extension DistillationTask {
    /// The published recipe: Adam, learning rate 0.01, halved at epochs 200, 400, 600 and 800, 128 samples a step, 999 epochs.
    ///
    /// It goes with ``DistillationObjective/normalized`` and the configuration's published form. Epochs need not be whole numbers of
    /// steps; what is left over carries over to the next epoch, as published.
    ///
    /// - Parameter samples: how many there are in an epoch, at least 1.
    public static func publishedSettings(samples: Int) -> TrainingSettings {
        var settings = TrainingSettings(.epochs(999))
        settings.rule = .adam()
        settings.learningRate = 0.01
        settings.batchSize = 128
        let steps = Int((200 * Double(samples) / Double(settings.batchSize)).rounded())
        settings.schedule = LearningRateSchedule(.step(every: max(1, steps), factor: 0.5))
        return settings
    }
}

private enum Operators {
    static let equal: Operator = "aten::eq.Tensor"
}
