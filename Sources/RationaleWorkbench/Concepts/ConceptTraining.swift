import Foundation
import RationaleConcepts
public import RationaleCore
import RationaleNetworks
public import RationaleTraining

/// What a person asks of `train concepts`.
public struct ConceptTrainingOptions: Sendable, Hashable {
    /// The classifier, by the options of `explain`; nothing else of them is used.
    public var explain = ExplainOptions()
    /// The concepts that `concepts discover` found.
    public var concepts = ""
    /// `aviary`, or a folder of pictures of known classes.
    public var data = ConceptOptions.aviary
    /// `NAME=LABEL`: classes of the data by the names that the network has for them.
    public var labels: [String] = []
    /// How many scenes of the aviary are learnt from; of files all.
    public var pictures = 2000
    /// How many edited versions of each picture are learnt from. Published: none.
    public var edits = 1
    /// `own`, or `all` as published.
    public var readout = ReasoningConfiguration.Readout.own.rawValue
    /// `batch`, or `graph` as published.
    public var normalization = ReasoningConfiguration.Normalization.batch.rawValue
    /// `none`, or `neighbors` as published.
    public var messages = ReasoningConfiguration.Messages.none.rawValue
    /// `arrangement`, `relations`, or `positions` as published.
    public var edgeContent = ReasoningConfiguration.Edges.arrangement.rawValue
    /// `scores`, or `normalized` as published.
    public var objective = DistillationObjective.scores.rawValue
    /// `difference`, or `feature` as published.
    public var nodes = ConceptMatcher.NodeContent.placed.rawValue
    /// How it is learnt.
    public var training: TrainingOptions

    public init(output: String) {
        training = TrainingOptions(output: output, batchSize: 64, learningRate: 3e-3)
    }

    public static let standardEpochs = 60
}

/// A run of `train concepts`: a reasoning network learns to say what the classifier says, from the concepts in pictures.
public struct ConceptTrainingRun: Sendable {
    public let options: ConceptTrainingOptions
    /// What a person should know before it begins.
    public let notes: [String]
    private let command: [String]
    private let task: DistillationTask
    private let learning: ConceptLearning
    private let run: LearningRun

    public var isFirst: Bool { run.workers.rank == 0 }

    /// Checks a request, and looks for the concepts in all pictures.
    ///
    /// - Parameters:
    ///   - options: what is asked.
    ///   - command: the words of the command line, for the model's record.
    ///   - existing: what to do about a folder that holds something already.
    ///   - progress: called with the pictures done, and all of them.
    /// - Throws: `RationaleError`: `usage` for what makes no sense, `missingInput` and `badData` for files.
    public init(
        _ options: ConceptTrainingOptions, command: [String], existing: ExistingOutput,
        progress: (Int, Int) throws -> Void = { _, _ in }
    ) throws {
        for (flag, number, least) in [("--pictures", options.pictures, 2), ("--edits", options.edits, 0)]
        where number < least {
            throw RationaleError(.usage, "\(flag) \(number): expected \(least) or more")
        }
        self.options = options
        self.command = command
        var model = try ConceptModel(contentsOf: URL(fileURLWithPath: options.concepts))
        model.content = try .init(options.nodes, for: "--nodes")
        let source = ModelSource(options.explain.model ?? BuiltInModel.standard.rawValue, options.explain)
        let classifier = try source.namedClassifier()
            .moved(to: DeviceChoice.device(options.explain.device ?? "auto"))
        let seed = options.training.seed
        let pictures = try ConceptPictures(
            options.data, for: classifier, classes: model.classes.map(String.init), renamed: options.labels,
            limit: .max, seed: seed, trainingCount: options.pictures, evaluationCount: options.training.evaluationCount)
        learning = try ConceptLearning(model, for: classifier)
        let network = try ReasoningNetwork(
            learning.configuration(
                readout: .init(options.readout, for: "--readout"),
                normalization: .init(options.normalization, for: "--normalization"),
                messages: .init(options.messages, for: "--messages"),
                edges: .init(options.edgeContent, for: "--edge-content")), seed: seed)
        let comparison = try DistillationObjective(options.objective, for: "--objective")
        let total = pictures.trainingCount + pictures.evaluationCount
        let training = try learning.samples(
            count: pictures.trainingCount, edits: options.edits, seed: seed, progress: { try progress($0, total) },
            image: pictures.training)
        let evaluation = try learning.samples(
            count: pictures.evaluationCount, edits: options.edits, seed: seed &+ 1,
            progress: { try progress(pictures.trainingCount + $0, total) }, image: pictures.evaluation)
        task = try DistillationTask(
            network, training: training, evaluation: evaluation,
            source: ["concepts": options.concepts, "data": options.data],
            comparison: comparison, seed: seed)
        run = try LearningRun(
            options.training, epochLength: training.count, standardSteps: 2000,
            standardEpochs: ConceptTrainingOptions.standardEpochs, gradientLimit: 5, command: command,
            existing: existing)
        notes = classifier.notes + pictures.notes
    }

    /// Trains, and writes the model.
    ///
    /// - Throws: what the training loop throws; `interrupted` where that was asked for.
    public func run(
        isCancelled: @escaping @Sendable () -> Bool = { false }, observing observe: (TrainingProgress) throws -> Void
    ) throws -> ClassifierResult {
        let found = try run.learn(task, isCancelled: isCancelled, observing: observe)
        let weights = found.best ?? found.last
        let model = try learning.finished(
            task.network(weights), training: task.training, evaluation: task.evaluation, comparison: task.comparison)
        let path = "\(options.training.output)/\(ConceptDiscoveryRun.modelName)"
        if isFirst {
            let making = command.filter { !["--resume", "--overwrite"].contains($0) }
            try model.write(
                to: URL(fileURLWithPath: path),
                origin: [
                    "command": making.joined(separator: " "), "seed": "\(options.training.seed)",
                    "version": Rationale.version, "step": "\(weights.step)",
                ])
        }
        var figures = found.history.last { $0.step == weights.step && $0.evaluation != nil }?.evaluation ?? [:]
        figures["agreement"] = model.quality?.agreement?.value
        figures["correlation"] = model.quality?.correlation
        return ClassifierResult(
            model: path, step: weights.step, evaluation: figures, evaluationCount: task.evaluation.count,
            stoppedEarly: found.stoppedEarly)
    }
}

extension ConceptTrainingOptions: NamedOptions {
    package var fields: [OptionField<Self>] { Self.own + TrainingOptions.fields.map { $0.lifted(to: \.training) } }

    private static let own: [OptionField<Self>] = [
        .value("concepts", \.concepts, isPath: true),
        .value("data", \.data, isPath: true),
        .value("pictures", \.pictures),
        .value("edits", \.edits),
        .value("readout", \.readout),
        .value("normalization", \.normalization),
        .value("messages", \.messages),
        .value("edge-content", \.edgeContent),
        .value("objective", \.objective),
        .value("nodes", \.nodes),
    ]
}
