public import Foundation
public import RationaleCore
import RationaleTorch

/// Learns a task: the one loop for everything that is learnt here.
///
/// ```swift
/// var settings = TrainingSettings(.steps(2000))
/// settings.schedule = LearningRateSchedule(.cosine(), warmup: 100)
/// let result = try Trainer(task, settings, folder: folder).run(.resume) { print($0.step, "of", $0.steps) }
/// ```
///
/// A step draws the next samples by number, passes them through the network in one or more micro-batches, averages the
/// gradients over them and over the workers, and lets the optimiser change the weights. Everything that decides it is a
/// pure function of the settings and the number of the step, or is in the checkpoint. So a run that was killed, at
/// whatever moment, goes on from its last checkpoint to the same weights and the same log, bit for bit on the same
/// machine and number of threads, as if nothing had happened.
public struct Trainer<Task: LearningTask> {
    public let task: Task
    public let settings: TrainingSettings
    /// Where checkpoints and the log go; `nil` for nowhere.
    public let folder: URL?
    public let workers: any Workers
    private let results: [String]

    /// - Parameters:
    ///   - task: what to learn.
    ///   - settings: how.
    ///   - folder: where checkpoints and the log go; `nil` for nowhere. Made where it does not exist. Only that of the
    ///     first worker matters.
    ///   - results: names of files that the caller makes in the folder of a training that has ended: they are guarded,
    ///     and replaced, like the checkpoints.
    ///   - workers: the processes that share the work; see <doc:TrainingOnSeveralProcesses>.
    public init(
        _ task: Task, _ settings: TrainingSettings, folder: URL? = nil, results: [String] = [],
        workers: any Workers = LoneWorker()
    ) {
        self.task = task
        self.settings = settings
        self.folder = folder
        self.results = results
        self.workers = workers
    }

    /// Learns until the last step, or until nothing becomes better.
    ///
    /// - Parameters:
    ///   - existing: what to do about a training in the folder.
    ///   - observe: called after each step; what it throws ends the run, which can be gone on from.
    /// - Returns: the last and the best weights, and the log.
    /// - Throws: `RationaleError`: `usage` for settings that make no sense; `badData` for a checkpoint that is damaged or
    ///   of another run, naming what differs, and for a loss that is no number any more; `cannotWrite`; `interrupted`
    ///   where that was asked for (`Cancellation`), after a checkpoint was written; `unavailable` where another worker
    ///   is gone.
    /// - Complexity: a forward and a backward pass for each batch; a copy of the weights for each evaluation, and of the
    ///   weights and the optimiser's state for each checkpoint.
    public func run(
        _ existing: ExistingOutput = .refuse, observing observe: (TrainingProgress) throws -> Void = { _ in }
    ) throws -> TrainingResult {
        let steps = try settings.steps(epochLength: task.epochLength, workers: workers.count)
        let identity = RunIdentity(task: task.identity, settings: settings, workers: workers.count)
        try workers.checkAllLearn(identity.describing(task.parameters, task.statistics))
        // One worker reads and writes; what it reads it tells the others.
        let folder = workers.rank == 0 ? folder.map { CheckpointFolder(url: $0, results: results) } : nil
        var log: TrainingLog?
        let checkpoint = try workers.checkpointFromFirst {
            guard let folder else { return nil }
            try folder.make()
            // From here on no other process changes the folder.
            log = try TrainingLog(in: folder.url)
            let checkpoint = try folder.checkpoint(existing)
            try checkpoint?.check(isOf: identity, of: task, steps: steps, in: folder.checkpoint!)
            folder.removeUnfinished()
            if existing == .overwrite { folder.removeResults() }
            try log?.keep(upTo: checkpoint?.state ?? TrainingState())
            return checkpoint
        }
        let best = try workers.checkpointFromFirst {
            guard let folder, let checkpoint else { return nil }
            let best = try folder.best(of: checkpoint.state)
            try best?.check(isOf: identity, of: task, steps: steps, in: folder.best)
            return best
        }
        let learner = try Learner(task, settings, steps: steps, workers, identity, from: checkpoint)
        let run = TrainingRun(learner, folder: folder, log: log)
        run.best = best?.weights
        return try run.finish(observing: observe)
    }
}
