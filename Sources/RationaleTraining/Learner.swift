import RationaleCore
import RationaleData
import RationaleTorch

/// A task that is being learnt: weights, optimiser, statistics, and how one step changes them.
///
/// Weights, gradients and statistics are lists in the task's own order throughout.
package final class Learner<Task: LearningTask> {
    let task: Task
    let settings: TrainingSettings
    let steps: Int
    let workers: any Workers
    private let identity: TrainingCheckpoint.Identity
    private let optimizer: GroupedOptimizer
    private let batches: Prefetcher<Task.Batch>
    private var statistics: NamedTensors
    private var average: NamedTensors?
    /// Sums of the log since its last line.
    private var sums: NamedTensors
    var state: TrainingCheckpoint.State
    /// Whether any worker was asked to stop.
    private(set) var isInterrupted = false

    /// For a loop around nothing but the steps, to see how long they take.
    package convenience init(_ task: Task, _ settings: TrainingSettings) throws {
        try self.init(
            task, settings, steps: settings.steps(epochLength: task.epochLength, workers: 1), LoneWorker(),
            .init(task: task.identity, settings: settings, workers: 1), from: nil)
    }

    init(
        _ task: Task, _ settings: TrainingSettings, steps: Int, _ workers: any Workers,
        _ identity: TrainingCheckpoint.Identity, from checkpoint: TrainingCheckpoint?
    ) throws {
        self.task = task
        self.settings = settings
        self.steps = steps
        self.workers = workers
        self.identity = identity
        state = checkpoint?.state ?? .init()
        sums = checkpoint?.sums ?? [:]
        let (first, given) = (task.parameters, task.statistics)
        // All begin with the same, whatever each made of its settings.
        let shared = try workers.broadcast(
            first.map { checkpoint?.parameters[$0.name] ?? $0.tensor }
                + given.map { checkpoint?.statistics[$0.name] ?? $0.tensor })
        statistics = given.with(Array(shared[first.count...]))
        // The order in memory decides which kernels run, and so the last bits.
        let start = first.with(zip(shared, first.tensors).map { $0.ordered(like: $1) })
        optimizer = try GroupedOptimizer(start, settings)
        if let checkpoint { try optimizer.restore(checkpoint.optimizer) }
        if settings.averageDecay != nil {
            average = start.with(
                start.map { checkpoint?.average[$0.name]?.ordered(like: $0.tensor) ?? $0.tensor.detached })
        }
        let (rank, count) = (workers.rank, workers.count)
        batches = Prefetcher(
            from: state.step * settings.accumulation, ahead: settings.batchesAhead, threads: settings.drawingThreads
        ) { try task.batch(of: settings.samples(ofPass: $0, rank: rank, of: count)) }
    }

    // MARK: One step

    /// Changes the weights once.
    ///
    /// Where it throws, state, weights and statistics are those of the step before.
    package func step() throws {
        let weights = optimizer.leaves
        let learning = optimizer.learning(of: weights)
        var statistics = statistics
        var means: NamedTensors = [:]
        var gradients: [Tensor] = []
        for micro in 0..<settings.accumulation {
            let number = state.step * settings.accumulation + micro
            let seed = settings.seed(ofPass: number, rank: workers.rank, of: workers.count)
            let pass = TrainingPass(
                parameters: weights, statistics: statistics, precision: settings.precision,
                generator: Generator(seed: seed, device: learning.first?.device ?? .cpu))
            let found = try uninterruptedWithOthers {
                try self.pass(try batches.next(), pass, learning)
            }
            gradients = gradients.isEmpty ? found.gradients : zip(gradients, found.gradients).map { $0 + $1 }
            statistics = statistics.merging(found.loss.statistics.mapTensors(\.detached))
            let logged = found.loss.metrics.merging(["loss": found.loss.value]).mapTensors(\.detached)
            means = means.merging(logged) { $0 + $1 }
        }
        guard statistics.count == self.statistics.count else {
            let name = statistics.names[self.statistics.count]
            throw RationaleError(.usage, "the loss returns a statistic '\(name)' that the task does not begin with")
        }
        try shareWithOthers(&gradients, &statistics, &means)
        try limit(&gradients)
        try optimizer.step(gradients, learningRate: learningRate)
        updateAverage(weights)
        self.statistics = statistics
        sums = sums.merging(means) { $0 + $1 }
        state.summedPasses += settings.accumulation
        state.step += 1
    }

    /// One forward and one backward pass.
    private func pass(
        _ batch: Task.Batch, _ pass: TrainingPass, _ leaves: [Tensor]
    ) throws -> (loss: Loss, gradients: [Tensor]) {
        try withGradient {
            let loss = try task.loss(of: batch, in: pass)
            let share = loss.value.detached.onesLike * (1 / Double(settings.accumulation))
            return (loss, try gradient(of: [loss.value], with: leaves, seeds: [share]))
        }
    }

    /// The one place where workers meet in a step: gradients, statistics and the log's numbers become their means, and
    /// whether one is to stop becomes known to all.
    private func shareWithOthers(
        _ gradients: inout [Tensor], _ statistics: inout NamedTensors, _ means: inout NamedTensors
    ) throws {
        guard workers.count > 1 else { return }
        // Counters are the same everywhere.
        let averaged = NamedTensors(statistics.filter(\.tensor.dtype.isFloatingPoint))
        let asked = Tensor([(try? Cancellation.check()) == nil ? 1 : 0] as [Float], shape: [1])
        let shared = try workers.mean(of: gradients + averaged.tensors + means.tensors + [asked])
        gradients = Array(shared.prefix(gradients.count))
        let rest = Array(shared.dropFirst(gradients.count))
        statistics = statistics.merging(averaged.with(Array(rest.prefix(averaged.count))))
        means = means.with(Array(rest.dropFirst(averaged.count).dropLast()))
        isInterrupted = isInterrupted || rest.last!.item > 0
    }

    /// With others, a worker that stops in the midst of a step would leave them waiting.
    private func uninterruptedWithOthers<Result>(_ body: () throws -> Result) throws -> Result {
        workers.count > 1 ? try Cancellation.whenever({ false }, body) : try body()
    }

    private func limit(_ gradients: inout [Tensor]) throws {
        guard let limit = settings.gradientLimit, !gradients.isEmpty else { return }
        let norms = gradients.map { gradient in (gradient * gradient).sum() }
        // A sum's last bits depend on the number of threads: with the mean, all use the same.
        let norm = try workers.mean(of: [Tensor.stacked(norms).sum().squareRoot])[0]
        let factor = ((norm + 1e-6).power(-1) * limit).clamped(max: 1)
        gradients = gradients.map { $0 * factor }
    }

    private func updateAverage(_ weights: NamedTensors) {
        guard let decay = settings.averageDecay else { return }
        let count = Double(state.step)
        let weight = 1 - min(decay, (1 + count) / (10 + count))
        average = weights.with(
            zip(average!.tensors, weights.tensors).map { mean, parameter in
                mean.adding(parameter.detached - mean, times: weight)
            })
    }

    /// The learning rate of the next step.
    var learningRate: Double {
        settings.learningRate * settings.schedule.factor(step: state.step, of: steps, halvings: state.halvings)
    }

    // MARK: Between steps

    /// The means of the log since they were last taken.
    @discardableResult
    package func takeMeans() throws -> [String: Double] {
        let means = Dictionary(
            uniqueKeysWithValues: sums.map { name, sum in
                guard sum.shape == [2] else { return (name, sum.item / Double(state.summedPasses)) }
                let parts = sum.elements(as: Double.self)
                return (name, parts[0] / parts[1])
            })
        try checkIsFinite(means["loss"])
        sums = [:]
        state.summedPasses = 0
        return means
    }

    /// What is evaluated and returned, as copies.
    var weights: TrainingResult.Weights {
        .init(step: state.step, parameters: average ?? optimizer.parameters, statistics: statistics)
    }

    /// How good the weights are, the same numbers on all workers: each judges its share of the samples.
    func evaluate(_ weights: TrainingResult.Weights) throws -> [String: Double] {
        let share = EvaluationShare(workers.rank, of: workers.count)
        let own = try uninterruptedWithOthers {
            try withoutGradient {
                try task.evaluate(parameters: weights.parameters, statistics: weights.statistics, share: share)
            }
        }
        let found = try workers.merged(own).values
        guard found[task.objective.metric] != nil else {
            let names = found.keys.sorted().joined(separator: ", ")
            throw RationaleError(
                .usage, "the task is to be judged by '\(task.objective.metric)', but its evaluation gives \(names)")
        }
        return found
    }

    /// The run as it is, complete.
    ///
    /// - Throws: `RationaleError.Code.badData` where weights or loss are no numbers any more: that is nothing to go on from.
    func checkpoint() throws -> TrainingCheckpoint {
        try checkIsFinite()
        return TrainingCheckpoint(
            identity: identity, state: state, parameters: optimizer.parameters, statistics: statistics,
            average: average ?? [:], optimizer: optimizer.state, sums: sums)
    }

    /// Whether this is something to go on from.
    ///
    /// - Throws: `RationaleError.Code.badData` where weights or loss are no numbers any more.
    func checkIsFinite() throws {
        try checkIsFinite(optimizer.leaves.tensors.allSatisfy(\.isFinite) ? 0 : .nan)
        if let loss = sums["loss"] { try checkIsFinite(loss.item) }
    }

    private func checkIsFinite(_ loss: Double?) throws {
        guard let loss, !loss.isFinite else { return }
        throw RationaleError(
            .badData, "the loss is no finite number any more, at step \(state.step)",
            hint: "Use a smaller learning rate, a longer warm-up or a limit of the gradients.")
    }

    /// For how long the learner has waited for batches.
    var waited: Duration { batches.waited }
}

extension TrainingSettings {
    /// The samples of one worker's pass, passes being counted through from the first step.
    ///
    /// Step `s` of `w` workers with `k` passes of `b` samples takes the samples `s·w·k·b ..< (s+1)·w·k·b`, each worker's in
    /// one piece: a step of two workers, or of two passes, is about the same samples as one of a batch twice as large.
    fileprivate func samples(ofPass pass: Int, rank: Int, of workers: Int) -> Range<Int> {
        let (step, micro) = pass.quotientAndRemainder(dividingBy: accumulation)
        let start = ((step * workers + rank) * accumulation + micro) * batchSize
        return start..<start + batchSize
    }

    /// The seed of what is drawn in the pass.
    fileprivate func seed(ofPass pass: Int, rank: Int, of workers: Int) -> UInt64 {
        var random = SplitMix64(seed: seed, for: "pass \(samples(ofPass: pass, rank: rank, of: workers).lowerBound)")
        return random.next()
    }
}

extension Tensor {
    /// The same elements in the order in memory that another tensor of this shape has.
    fileprivate func ordered(like other: Tensor) -> Tensor {
        strides == other.strides ? self : rank == 4 ? ordered(.channelsLast) : self
    }
}
