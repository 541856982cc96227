import Foundation
import RationaleAviary
public import RationaleCore
import RationaleData
import RationaleNetworks
import RationaleTorch
public import RationaleTraining

/// A run of `train classifier` or `train consistent`: a network of the zoo learns to name pictures, and is written as a model.
///
/// The folder holds `log.jsonl`, the checkpoints `last.safetensors` and `best.safetensors`, and at the end
/// `model.safetensors`: the weights that did best on the pictures to judge by, with everything that `--model` needs.
public struct ClassifierRun: Sendable {
    public let options: ClassifierOptions
    /// What a person should know before it begins: pictures that are passed over, a head that is drawn anew, and why.
    public let notes: [String]
    private let samples: ClassifierSamples
    private let classifier: Classifier
    private let pool: GlobalPool?
    private let task: any LearningTask
    private let run: LearningRun

    /// Whether this process is the one that writes, of those that a launcher started together.
    public var isFirst: Bool { run.workers.rank == 0 }

    /// Checks a request.
    ///
    /// - Parameters:
    ///   - options: what is asked.
    ///   - command: the command as it was typed, for the model's metadata.
    ///   - existing: what to do with a folder that is there.
    /// - Throws: `RationaleError`: `usage` for what makes no sense, `missingInput` for a folder of pictures that is not
    ///   there or nothing to resume, `badData` for a folder of another layout or weights that do not fit, `unavailable` for
    ///   a device.
    public init(_ options: ClassifierOptions, command: [String], existing: ExistingOutput = .refuse) throws {
        self.options = options
        if let side = options.side, !ClassifierOptions.sides.contains(side) {
            throw RationaleError(
                .usage,
                "--side \(side): expected \(ClassifierOptions.sides.lowerBound) to "
                    + "\(ClassifierOptions.sides.upperBound) pixels")
        }
        pool = try options.pooling.map { name throws(RationaleError) in try GlobalPool(name, for: "--pooling") }
        let published = try Zoo.architecture(named: options.architecture)
        let side = options.side ?? published.input.shape[1]
        var preprocessing = published.preprocessing
        if options.side != nil { preprocessing = .imageNet(resize: side, crop: side) }
        samples = try ClassifierSamples(options, preprocessing: preprocessing, side: side)
        run = try LearningRun(
            options.training, epochLength: samples.epochLength, standardSteps: ClassifierOptions.standardSteps,
            standardEpochs: ClassifierOptions.standardEpochs, command: command, existing: existing)
        var classifier = try Self.classifier(options, of: samples.labels.names)
        var notes = samples.notes + classifier.notes
        if let pool { classifier.network = try classifier.network.poolingGlobally(by: pool) }
        if samples.labels.kind == .multiple { classifier = try classifier.scored(as: .sigmoid) }
        classifier.input.shape = [3, side, side]
        classifier.preprocessing = preprocessing
        classifier.labels = samples.labels.names
        classifier = classifier.moved(to: run.device)
        if options.weights != nil, classifier.network.lacksNormStatistics {
            classifier.network = try samples.calibrating(classifier)
            notes.append(
                "The batch norms of the weights had no statistics (mean 0, variance 1): they have those of "
                    + "\(ClassifierSamples.calibrationCount) training pictures now, and the network computes what it did."
            )
        }
        self.classifier = classifier
        self.notes = notes
        var task = try samples.task(for: classifier, seed: options.seed)
        if options.freezesBatchNorms { task.mode = .evaluation }
        self.task =
            try options.consistency?.objective(for: task, architecture: options.architecture, samples: samples) ?? task
    }

    /// The network as it begins.
    private static func classifier(_ options: ClassifierOptions, of labels: [String]) throws -> Classifier {
        if let path = options.weights {
            return try Classifier(
                startingAt: URL(fileURLWithPath: path), architecture: options.architecture, labels: labels,
                seed: options.seed)
        }
        return Classifier(
            try Zoo.architecture(named: options.architecture, classes: labels.count), seed: options.seed)
    }

    /// Trains, and writes the model; together with the other processes where a launcher such as torchrun started several.
    ///
    /// - Parameters:
    ///   - isCancelled: asked before each step; a checkpoint is written then.
    ///   - observe: called after each step.
    /// - Throws: what the training loop throws; `interrupted` where that was asked for.
    public func run(
        isCancelled: @escaping @Sendable () -> Bool = { false }, observing observe: (TrainingProgress) throws -> Void
    ) throws -> ClassifierResult {
        let found = try run.learn(task, isCancelled: isCancelled, observing: observe)
        return try run.finish(found, of: classifier, evaluationCount: samples.evaluationCount) { learnt in
            var own = OwnModel(
                architecture: options.architecture, classes: samples.labels.names.count, labels: samples.labels.names,
                preprocessing: learnt.preprocessing)
            own.inputShape = learnt.input.shape
            own.globalPool = pool
            if samples.labels.kind == .multiple { own.scoring = learnt.scoring }
            return own
        }
    }
}
