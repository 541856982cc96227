import Foundation
import RationaleAviary
public import RationaleCore
import RationaleData
import RationaleNetworks
import RationaleTorch
public import RationaleTraining

/// A run of `train classifier`: a network of the zoo learns to name pictures, and is written as a model.
///
/// The folder holds `log.jsonl`, the checkpoints `last.safetensors` and `best.safetensors`, and at the end
/// `model.safetensors`: the weights that did best on the pictures to judge by, with everything that `--model` needs.
public struct ClassifierRun: Sendable {
    public let options: ClassifierOptions
    /// What a person should know before it begins: pictures that are passed over, and why.
    public let notes: [String]
    private let samples: ClassifierSamples
    private let classifier: Classifier
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
    ///   there or nothing to resume, `badData` for a folder of another layout, `unavailable` for a device.
    public init(_ options: ClassifierOptions, command: [String], existing: ExistingOutput = .refuse) throws {
        self.options = options
        if let side = options.side, !ClassifierOptions.sides.contains(side) {
            throw RationaleError(
                .usage,
                "--side \(side): expected \(ClassifierOptions.sides.lowerBound) to "
                    + "\(ClassifierOptions.sides.upperBound) pixels")
        }
        let published = try Zoo.architecture(named: options.architecture)
        let side = options.side ?? published.input.shape[1]
        var preprocessing = published.preprocessing
        if options.side != nil { preprocessing = .imageNet(resize: side, crop: side) }
        if options.data == "aviary" {
            let aviary = try options.speciesCount.map { count throws(RationaleError) in
                try Aviary(speciesCount: count, seed: options.seed)
            }
            notes = []
            samples = ClassifierSamples(
                aviary ?? .standard, side: side, seed: options.seed, evaluationCount: options.evaluationCount)
        } else {
            guard options.speciesCount == nil else {
                throw RationaleError(.usage, "--species-count belongs to --data aviary, not to \(options.data)")
            }
            let pictures = try LabeledPictures(in: options.data)
            notes = pictures.notes
            samples = ClassifierSamples(
                pictures, preprocessing: preprocessing, side: side, seed: options.seed)
        }
        run = try LearningRun(
            options.training, epochLength: samples.epochLength, standardSteps: ClassifierOptions.standardSteps,
            standardEpochs: ClassifierOptions.standardEpochs, command: command, existing: existing)
        var classifier = try Classifier(
            Zoo.architecture(named: options.architecture, classes: samples.names.count), seed: options.seed)
        classifier.input.shape = [3, side, side]
        classifier.preprocessing = preprocessing
        classifier.labels = samples.names
        self.classifier = classifier.moved(to: run.device)
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
        var task = try ClassifierTask(
            classifier, labels: LabelSet(samples.names), source: samples.source, seed: options.seed,
            augmentation: samples.augmentation, evaluationCount: samples.evaluationCount,
            evaluationSample: samples.evaluationSample, trainingSample: samples.trainingSample)
        task.epochLength = samples.epochLength
        let found = try run.learn(task, isCancelled: isCancelled, observing: observe)
        return try run.finish(found, of: classifier, evaluationCount: samples.evaluationCount) { learnt in
            var own = OwnModel(
                architecture: options.architecture, classes: samples.names.count, labels: samples.names,
                preprocessing: learnt.preprocessing)
            own.inputShape = learnt.input.shape
            return own
        }
    }
}
