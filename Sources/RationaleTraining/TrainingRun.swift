import Foundation
import RationaleCore

/// A run from where it is to its end: when to evaluate, to log, to write checkpoints and to stop.
final class TrainingRun<Task: LearningTask> {
    private let learner: Learner<Task>
    private let folder: CheckpointFolder?
    private let log: TrainingLog?
    private var history: [TrainingRecord] = []
    var best: TrainingResult.Weights?
    /// The state that the last checkpoint was written of.
    private var saved: TrainingState?
    private var stoppedEarly = false
    private var timing: (since: ContinuousClock.Instant, waited: Duration, step: Int)

    init(_ learner: Learner<Task>, folder: CheckpointFolder?, log: TrainingLog?) {
        self.learner = learner
        self.folder = folder
        self.log = log
        history = log?.records ?? []
        timing = (.now, .zero, learner.state.step)
    }

    private var settings: TrainingSettings { learner.settings }
    private var step: Int { learner.state.step }

    /// Learns to the end.
    func finish(observing observe: (TrainingProgress) throws -> Void) throws -> TrainingResult {
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
        try log?.append(record)
        history.append(record)
    }

    private func save() throws {
        guard saved != learner.state else { return }
        try write { try $0.writeLast($1) }
        saved = learner.state
    }

    /// Writes a checkpoint where this worker writes. What the writer refuses to write, all refuse to go on with.
    private func write(_ body: (CheckpointFolder, TrainingCheckpoint) throws -> Void) throws {
        try log?.flush()
        if let folder {
            try body(folder, learner.checkpoint())
        } else if learner.workers.count > 1 {
            try learner.checkIsFinite()
        }
    }
}
