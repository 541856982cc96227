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
        let (parameters, statistics) = (task.parameters, task.statistics)
        _ = try ParameterGroup.groups(of: parameters.names, in: settings)
        let identity = TrainingCheckpoint.Identity(task: task.identity, settings: settings, workers: workers.count)
        try workers.checkAllLearn(identity.describing(parameters, statistics))
        // One worker reads and writes; what it reads it tells the others.
        let folder = workers.rank == 0 ? folder.map { TrainingFolder(url: $0, results: results) } : nil
        let checkpoint = try workers.checkpointFromFirst {
            guard let folder else { return nil }
            // From here on no other process changes the folder.
            try folder.take()
            let checkpoint = try folder.checkpoint(existing)
            try checkpoint?.check(isOf: identity, of: task, steps: steps, in: folder.checkpoint!)
            folder.removeUnfinished()
            if existing == .overwrite { folder.removeResults() }
            try folder.keep(upTo: checkpoint?.state ?? .init())
            return checkpoint
        }
        let best = try workers.checkpointFromFirst {
            guard let folder, let checkpoint else { return nil }
            let best = try folder.best(of: checkpoint.state)
            try best?.check(isOf: identity, of: task, steps: steps, in: folder.best)
            return best
        }
        let learner = try Learner(task, settings, steps: steps, workers, identity, from: checkpoint)
        return try TrainingLoop(learner, folder, best: best?.weights(of: task)).run(observing: observe)
    }
}

/// A run from where it is to its end: when to evaluate, to log, to write checkpoints and to stop.
private final class TrainingLoop<Task: LearningTask> {
    private let learner: Learner<Task>
    /// Where this worker writes, if it does.
    private let folder: TrainingFolder?
    private var history: [TrainingRecord]
    private var best: TrainingResult.Weights?
    /// The state that the last checkpoint was written of.
    private var saved: TrainingCheckpoint.State?
    private var stoppedEarly = false
    private var timing: (since: ContinuousClock.Instant, waited: Duration, step: Int)

    init(_ learner: Learner<Task>, _ folder: TrainingFolder?, best: TrainingResult.Weights?) {
        self.learner = learner
        self.folder = folder
        self.best = best
        history = folder?.records ?? []
        timing = (.now, .zero, learner.state.step)
    }

    private var settings: TrainingSettings { learner.settings }
    private var step: Int { learner.state.step }

    /// Learns to the end.
    func run(observing observe: (TrainingProgress) throws -> Void) throws -> TrainingResult {
        do {
            try loop(observe)
        } catch let error as RationaleError where error.code == .interrupted {
            try save()
            throw error
        }
        return TrainingResult(last: learner.weights, best: best, history: history, stoppedEarly: stoppedEarly)
    }

    /// What is due after a step is decided from the state alone, so that a run which goes on from a checkpoint does what
    /// was left to do when it was written.
    private func loop(_ observe: (TrainingProgress) throws -> Void) throws {
        var told = history.count
        while true {
            if learner.isInterrupted { throw RationaleError(.interrupted, "the training was interrupted") }
            if learner.workers.count == 1 { try Cancellation.check() }
            if step > 0, step % settings.evaluationInterval == 0 || step == learner.steps,
                learner.state.evaluatedStep < step
            {
                try evaluate()
            }
            try observe(progress(since: told))
            told = history.count
            stoppedEarly = settings.patience.map { learner.state.evaluationsSinceBest >= $0 } ?? false
            if stoppedEarly || step >= learner.steps { break }
            if step % settings.checkpointInterval == 0, step > 0 { try save() }
            let rate = learner.learningRate
            try learner.step()
            if step % settings.logInterval == 0 || step == learner.steps { try note(learningRate: rate) }
        }
        try save()
    }

    private func progress(since told: Int) -> TrainingProgress {
        TrainingProgress(
            step: step, steps: learner.steps, records: Array(history[told...]),
            training: history.last { $0.training != nil }, evaluation: history.last { $0.evaluation != nil })
    }

    /// Writes a line about the steps since the last one.
    private func note(learningRate: Double) throws {
        let means = try learner.takeMeans()
        let now = ContinuousClock.now
        let waited = learner.waited
        let seconds = (now - timing.since) / .seconds(1)
        let count = (step - timing.step) * settings.batchSize * settings.accumulation * learner.workers.count
        try append(
            TrainingRecord(
                step: step, training: means, learningRate: learningRate,
                timing: .init(
                    seconds: seconds, samplesPerSecond: Double(count) / seconds,
                    waiting: min(1, (waited - timing.waited) / .seconds(seconds)))))
        timing = (.now, waited, step)
    }

    private func evaluate() throws {
        let begin = ContinuousClock.now
        let weights = learner.weights
        let found = try learner.evaluate(weights)
        let seconds = (ContinuousClock.now - begin) / .seconds(1)
        let value = found[learner.task.objective.metric] ?? .nan
        learner.state.evaluatedStep = step
        let isBest = learner.state.note(value, for: learner.task.objective, settings.schedule)
        try append(TrainingRecord(step: step, evaluation: found, timing: .init(seconds: seconds)))
        if isBest {
            best = weights
            try write { try $0.writeBest($1) }
        }
        // Evaluating is not learning: its time is its own line's.
        timing.since += ContinuousClock.now - begin
    }

    private func append(_ record: TrainingRecord) throws {
        try folder?.append(record)
        history.append(record)
    }

    private func save() throws {
        guard saved != learner.state else { return }
        try write { try $0.writeLast($1) }
        saved = learner.state
    }

    /// Writes a checkpoint where this worker writes. What the writer refuses to write, all refuse to go on with.
    private func write(_ body: (TrainingFolder, TrainingCheckpoint) throws -> Void) throws {
        try folder?.flush()
        if let folder {
            try body(folder, learner.checkpoint())
        } else if learner.workers.count > 1 {
            try learner.checkIsFinite()
        }
    }
}
