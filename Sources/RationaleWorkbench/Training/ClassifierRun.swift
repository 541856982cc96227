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
    /// The command as it was typed, for the model's metadata.
    public let command: [String]
    public let existing: ExistingOutput
    private let samples: ClassifierSamples
    private let settings: TrainingSettings
    private let network: Network
    private let workers: any Workers

    /// Whether this process is the one that writes, of those that a launcher started together.
    public var isFirst: Bool { workers.rank == 0 }

    static let modelName = "model.safetensors"

    /// Checks a request.
    ///
    /// - Throws: `RationaleError`: `usage` for what makes no sense, `missingInput` for a folder of pictures that is not
    ///   there or nothing to resume, `badData` for a folder of another layout, `unavailable` for a device.
    public init(_ options: ClassifierOptions, command: [String], existing: ExistingOutput = .refuse) throws {
        self.options = options
        self.command = command
        self.existing = existing
        if let side = options.side, !ClassifierOptions.sides.contains(side) {
            throw RationaleError(
                .usage,
                "--side \(side): expected \(ClassifierOptions.sides.lowerBound) to "
                    + "\(ClassifierOptions.sides.upperBound) pixels")
        }
        guard options.evaluationCount > 0 else {
            throw RationaleError(.usage, "--evaluation-count must be at least 1, found \(options.evaluationCount)")
        }
        let published = try Zoo.architecture(named: options.architecture)
        let side = options.side ?? published.input.shape[1]
        var preprocessing = published.preprocessing
        if options.side != nil { preprocessing = .imageNet(resize: side, crop: side) }
        if options.data == "aviary" {
            let aviary = try options.speciesCount.map { count throws(RationaleError) in
                try Aviary(speciesCount: count, seed: options.seed)
            }
            samples = ClassifierSamples(
                aviary ?? .standard, side: side, seed: options.seed, evaluationCount: options.evaluationCount)
        } else {
            guard options.speciesCount == nil else {
                throw RationaleError(.usage, "--species-count belongs to --data aviary, not to \(options.data)")
            }
            samples = ClassifierSamples(
                try ImageFolder(options.data), preprocessing: preprocessing, side: side, seed: options.seed)
        }
        workers = try ProcessWorkers.launched()
        var settings = try options.settings(epochLength: samples.epochLength, workers: workers.count)
        settings.drawingThreads = min(4, ProcessInfo.processInfo.activeProcessorCount)
        self.settings = settings
        if existing == .resume { try Self.checkCanResume(options.output, workers) }
        var network = try Network(
            Zoo.architecture(named: options.architecture, classes: samples.names.count), seed: options.seed)
        network.input.shape = [3, side, side]
        network.preprocessing = preprocessing
        network.labels = samples.names
        self.network = network.moved(
            to: try DeviceChoice.device(options.device, localRank: workers.count > 1 ? workers.localRank : nil))
    }

    private static func checkCanResume(_ folder: String, _ workers: any Workers) throws {
        _ = try workers.fromFirst {
            guard CheckpointFolder(url: URL(fileURLWithPath: folder)).checkpoint != nil else {
                throw RationaleError(
                    .missingInput, "\(folder): there is no checkpoint to resume from",
                    hint: "Leave --resume out to begin.")
            }
            return Data()
        }
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
            network, labels: LabelSet(samples.names), source: samples.source, seed: options.seed,
            augmentation: samples.augmentation, evaluationCount: samples.evaluationCount,
            evaluationSample: samples.evaluationSample, trainingSample: samples.trainingSample)
        task.epochLength = samples.epochLength
        let folder = URL(fileURLWithPath: options.output)
        let found = try Cancellation.whenever(isCancelled) {
            try Trainer(task, settings, folder: folder, results: [Self.modelName], workers: workers)
                .run(existing, observing: observe)
        }
        return try finish(found)
    }

    /// The command that makes the model, from the beginning.
    private var makingCommand: [String] { command.filter { !["--resume", "--overwrite"].contains($0) } }

    private func finish(_ found: TrainingResult) throws -> ClassifierResult {
        let weights = found.best ?? found.last
        let figures = found.history.last { $0.step == weights.step && $0.evaluation != nil }?.evaluation ?? [:]
        let learnt = try TrainableNetwork(network).network(weights.parameters, weights.statistics).moved(to: .cpu)
        var own = OwnModel(
            architecture: options.architecture, classes: samples.names.count, labels: samples.names,
            preprocessing: learnt.preprocessing)
        own.inputShape = learnt.input.shape
        own.origin = OwnModel.Origin(
            command: makingCommand.joined(separator: " "), seed: options.seed, step: weights.step, evaluation: figures,
            version: Rationale.version)
        let path = "\(options.output)/\(Self.modelName)"
        if isFirst { try own.write(learnt, to: URL(fileURLWithPath: path)) }
        return ClassifierResult(
            model: path, step: weights.step, evaluation: figures, evaluationCount: samples.evaluationCount,
            stoppedEarly: found.stoppedEarly)
    }
}
