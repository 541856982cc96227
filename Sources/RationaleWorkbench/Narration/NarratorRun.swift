import Foundation
import RationaleAviary
public import RationaleCore
import RationaleNarration
import RationaleNetworks
import RationaleTorch
public import RationaleTraining

/// A run of `train narrator`: a language network learns to say in words what a classifier computes.
public struct NarratorRun: Sendable {
    public let options: NarratorOptions
    /// What a person should know before it begins.
    public let notes: [String]
    private let command: [String]
    private let task: NarratorTask
    private let run: LearningRun
    /// The narrator, but for what its network learns.
    private let narrator: Narrator

    public var isFirst: Bool { run.workers.rank == 0 }

    /// The name of the file that is written.
    public static let modelName = "narrator.safetensors"

    /// Checks a request, and reads the classifier's activations of all inputs.
    ///
    /// - Parameters:
    ///   - options: what is asked.
    ///   - command: the words of the command line, for the narrator's record.
    ///   - existing: what to do about a folder that holds something already.
    ///   - progress: called with the inputs done, and all of them.
    /// - Throws: `RationaleError`: `usage` for what makes no sense, `missingInput` and `badData` for files.
    public init(
        _ options: NarratorOptions, command: [String], existing: ExistingOutput,
        progress: (Int, Int) throws -> Void = { _, _ in }
    ) throws {
        guard options.pictures > 0, options.leastCount > 0, options.contrast >= 0 else {
            throw RationaleError(
                .usage,
                "--pictures \(options.pictures) --least-count \(options.leastCount) --contrast \(options.contrast): "
                    + "expected 1 or more, 1 or more, and 0 or more")
        }
        let mode = try NarratorFeatures.Mode(options.mode, for: "--mode")
        // Ready features have no decision of their own to narrate; one hidden layer as published.
        let hiddenLayers = options.hiddenLayers ?? (NarratorData.isReady(options.data) ? 1 : nil)
        let data = try NarratorData(
            options.data, seenBy: options.explain, trainingCount: options.pictures,
            evaluationCount: options.training.evaluationCount, hasOwnClasses: hiddenLayers != nil,
            seed: options.training.seed)
        let classifier = data.classifier
        let total = data.training.count + data.validation.count
        // x: with a classifier on top, the layers alone; r(x) follows from it once that has learnt.
        let base = try NarratorFeatures(
            classifier, mode: hiddenLayers == nil ? mode : .captioning, layers: options.layers)
        var learnt = try data.training.read(base) { try progress($0, total) }
        var judged = try data.validation.read(base) { try progress(data.training.count + $0, total) }
        var features = base
        var headAccuracy: Double?
        if let hiddenLayers {
            let (head, accuracy) = try Self.head(
                hiddenLayers, on: learnt, judged, classes: data.classes ?? [], epochs: options.headEpochs,
                seed: options.training.seed)
            headAccuracy = accuracy
            features = try NarratorFeatures(classifier, mode: mode, layers: base.layers, head: head)
            let own = try NarratorFeatures(
                head.classifier, mode: mode, layers: mode == .captioning ? [NarratorFeatures.input] : [])
            learnt.features = try own.features(of: learnt.features)
            judged.features = try own.features(of: judged.features)
        }
        let vocabulary = NarratorVocabulary(of: learnt.captions.joined(), least: options.leastCount)
        let mean = learnt.features.mean([0])
        let deviation = features.deviation(of: learnt.features)
        var narrator = try Narrator(
            of: features, vocabulary: vocabulary,
            network: NarratorNetwork(
                NarratorConfiguration(
                    vocabulary: vocabulary.count, features: features.width, embedding: options.embedding,
                    hidden: options.hidden, dropout: options.dropout), seed: options.training.seed),
            mean: mean, deviation: deviation, isStandardized: options.standardizes)
        func samples(_ read: CaptionedInputs.Read) throws -> NarratorSamples {
            try NarratorSamples(
                features: narrator.read(read.features), classes: read.labels, captions: read.captions,
                vocabulary: vocabulary)
        }
        let training = try samples(learnt)
        narrator.prototypes = training.prototypes(
            classes: features.head?.architecture.classes ?? narrator.fingerprint.count)
        var task = try NarratorTask(
            narrator.network, training: training, evaluation: samples(judged),
            source: [
                "data": options.data, "classifier": classifier.name, "mode": options.mode,
                "layers": features.layers.joined(separator: ","), "standardize": "\(options.standardizes)",
                "hiddenLayers": hiddenLayers.map(String.init) ?? "none", "headEpochs": "\(options.headEpochs)",
            ],
            seed: options.training.seed)
        task.contrast = options.contrast
        task.classifierAccuracy = headAccuracy
        run = try LearningRun(
            options.training, epochLength: training.sentences.count, standardSteps: 10_000,
            standardEpochs: NarratorOptions.standardEpochs, plateauPatience: 1, command: command, existing: existing)
        self.options = options
        self.command = command
        self.task = task
        self.narrator = narrator
        notes =
            classifier.notes + data.notes + [
                "\(training.sentences.count) sentences about \(training.features.shape[0]) inputs, \(vocabulary.count) words; "
                    + "it reads \(features.parts.map { "\($0.name) (\($0.range.count))" }.joined(separator: ", "))"
            ]
    }

    /// Trains the published classifier on the activations of another network.
    private static func head(
        _ hiddenLayers: Int, on learnt: CaptionedInputs.Read, _ judged: CaptionedInputs.Read, classes: [String],
        epochs: Int, seed: UInt64
    ) throws -> (head: FeatureHead, accuracy: Double?) {
        guard let labels = learnt.labels, let others = judged.labels, !classes.isEmpty else {
            throw RationaleError(
                .badData, "--hidden-layers trains a classifier, and the pictures have no classes",
                hint: "Leave --hidden-layers out.")
        }
        let architecture = FeatureClassifier(
            width: learnt.features.shape[1], hidden: try FeatureClassifier.publishedWidths(hiddenLayers: hiddenLayers),
            classes: classes.count)
        var start = Classifier(architecture, seed: seed)
        start.labels = classes
        let task = try FeatureClassifierTask(
            start, training: (learnt.features, labels), evaluation: (judged.features, others), classes: classes,
            seed: seed)
        let found = try Trainer(
            task, FeatureClassifierTask.publishedSettings(samples: labels.count, epochs: epochs)
        ).run()
        let best = found.best ?? found.last
        return (
            FeatureHead(architecture, try task.classifier(found)),
            found.history.last { $0.step == best.step && $0.evaluation != nil }?.evaluation?[task.objective.metric]
        )
    }

    /// Trains, and writes the narrator.
    ///
    /// - Throws: what the training loop throws; `interrupted` where that was asked for.
    public func run(
        isCancelled: @escaping @Sendable () -> Bool = { false }, observing observe: (TrainingProgress) throws -> Void
    ) throws -> ClassifierResult {
        let found = try run.learn(task, isCancelled: isCancelled, observing: observe)
        let weights = found.best ?? found.last
        let path = "\(options.training.output)/\(Self.modelName)"
        if isFirst {
            var narrator = narrator
            narrator.network = task.network(weights).moved(to: .cpu)
            let making = command.filter { !["--resume", "--overwrite"].contains($0) }
            narrator.origin = [
                "command": making.joined(separator: " "), "seed": "\(options.training.seed)",
                "version": Rationale.version, "step": "\(weights.step)",
            ]
            try narrator.write(to: URL(fileURLWithPath: path))
        }
        return ClassifierResult(
            model: path, step: weights.step,
            evaluation: found.history.last { $0.step == weights.step && $0.evaluation != nil }?.evaluation ?? [:],
            evaluationCount: task.evaluation.sentences.count, stoppedEarly: found.stoppedEarly)
    }
}
