import Foundation
import RationaleCore
import RationaleNetworks
import RationaleTorch
import RationaleTraining

/// What every run of `train` does around its task: checks, checkpoints, and the model at the end.
///
/// The folder holds `log.jsonl`, the checkpoints `last.safetensors` and `best.safetensors`, and at the end
/// `model.safetensors`: the weights that did best on the samples to judge by, with everything that `--model` needs.
struct LearningRun: Sendable {
    let options: TrainingOptions
    /// The command as it was typed, for the model's metadata.
    let command: [String]
    let existing: ExistingOutput
    let device: Device
    let workers: any Workers
    private let settings: TrainingSettings

    static let modelName = "model.safetensors"

    /// Checks a request.
    ///
    /// - Parameters:
    ///   - epochLength: how many samples make an epoch; `nil` where they never end.
    ///   - standardSteps: how long where nobody says, and samples never end.
    ///   - standardEpochs: the same, where they do.
    ///   - gradientLimit: see `TrainingSettings`.
    ///   - plateauPatience: of the schedule `plateau`; `nil` for that of all trainings.
    /// - Throws: `usage` for what makes no sense, `missingInput` where there is nothing to resume, `unavailable` for a
    ///   device.
    init(
        _ options: TrainingOptions, epochLength: Int?, standardSteps: Int, standardEpochs: Int,
        gradientLimit: Double? = nil, plateauPatience: Int? = nil, command: [String], existing: ExistingOutput
    ) throws {
        guard options.evaluationCount > 0 else {
            throw RationaleError(.usage, "--evaluation-count must be at least 1, found \(options.evaluationCount)")
        }
        self.options = options
        self.command = command
        self.existing = existing
        workers = try ProcessWorkers.launched()
        var settings = try options.settings(
            epochLength: epochLength, workers: workers.count, standardSteps: standardSteps,
            standardEpochs: standardEpochs)
        settings.drawingThreads = min(4, ProcessInfo.processInfo.activeProcessorCount)
        settings.gradientLimit = gradientLimit
        if let plateauPatience, case .halvingOnPlateau = settings.schedule.shape {
            settings.schedule.shape = .halvingOnPlateau(patience: plateauPatience)
        }
        self.settings = settings
        if existing == .resume { try Self.checkCanResume(options.output, workers) }
        device = try DeviceChoice.device(options.device, localRank: workers.count > 1 ? workers.localRank : nil)
    }

    private static func checkCanResume(_ folder: String, _ workers: any Workers) throws {
        _ = try workers.fromFirst {
            guard TrainingFolder(url: URL(fileURLWithPath: folder)).checkpoint != nil else {
                throw RationaleError(
                    .missingInput, "\(folder): there is no checkpoint to resume from",
                    hint: "Leave --resume out to begin.")
            }
            return Data()
        }
    }

    /// Trains; together with the other processes where a launcher such as torchrun started several.
    ///
    /// - Throws: what the training loop throws; `interrupted` where that was asked for.
    func learn(
        _ task: some LearningTask, isCancelled: @escaping @Sendable () -> Bool,
        observing observe: (TrainingProgress) throws -> Void
    ) throws -> TrainingResult {
        let folder = URL(fileURLWithPath: options.output)
        return try Cancellation.whenever(isCancelled) {
            try Trainer(task, settings, folder: folder, results: [Self.modelName], workers: workers)
                .run(existing, observing: observe)
        }
    }

    /// Writes the model.
    ///
    /// - Parameters:
    ///   - found: what was learnt.
    ///   - network: what learnt it, as it began.
    ///   - evaluationCount: how many samples it was judged by.
    ///   - own: what the model says about itself, but for where it comes from; given the network that has learnt.
    func finish(
        _ found: TrainingResult, of classifier: Classifier, evaluationCount: Int, as own: (Classifier) -> OwnModel
    ) throws -> ClassifierResult {
        let weights = found.best ?? found.last
        let figures = found.history.last { $0.step == weights.step && $0.evaluation != nil }?.evaluation ?? [:]
        let learnt = classifier.with(
            try TrainableNetwork(classifier.network).network(weights.parameters, weights.statistics).moved(to: .cpu))
        var model = own(learnt)
        // The command that makes the model, from the beginning.
        let making = command.filter { !["--resume", "--overwrite"].contains($0) }
        model.origin = OwnModel.Origin(
            command: making.joined(separator: " "), seed: options.seed, step: weights.step, evaluation: figures,
            version: Rationale.version)
        let path = "\(options.output)/\(Self.modelName)"
        if workers.rank == 0 { try model.write(learnt, to: URL(fileURLWithPath: path)) }
        return ClassifierResult(
            model: path, step: weights.step, evaluation: figures, evaluationCount: evaluationCount,
            stoppedEarly: found.stoppedEarly)
    }
}
