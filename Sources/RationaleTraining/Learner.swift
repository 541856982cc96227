import RationaleCore
import RationaleData
import RationaleTorch

/// A task that is being learnt: weights, optimiser, statistics, and how one step changes them.
package final class Learner<Task: LearningTask> {
    let task: Task
    let settings: TrainingSettings
    let steps: Int
    let workers: any Workers
    private let identity: RunIdentity
    /// The order of everything that is a list of tensors.
    private let names: [String]
    private let statisticNames: [String]
    private let optimizer: Optimizer
    private let batches: Prefetcher<Task.Batch>
    private var statistics: [String: Tensor]
    private var average: [Tensor]?
    /// Sums of the log since its last line.
    private var sums: [String: Tensor]
    var state: TrainingState
    /// Whether any worker was asked to stop.
    private(set) var isInterrupted = false

    /// For a loop around nothing but the steps, to see how long they take.
    package convenience init(_ task: Task, _ settings: TrainingSettings) throws {
        try self.init(
            task, settings, steps: settings.steps(epochLength: task.epochLength, workers: 1), LoneWorker(),
            RunIdentity(task: task.identity, settings: settings, workers: 1), from: nil)
    }

    init(
        _ task: Task, _ settings: TrainingSettings, steps: Int, _ workers: any Workers, _ identity: RunIdentity,
        from checkpoint: TrainingCheckpoint?
    ) throws {
        self.task = task
        self.settings = settings
        self.steps = steps
        self.workers = workers
        self.identity = identity
        let first = task.parameters
        names = first.keys.sorted()
        let given = checkpoint?.statistics ?? task.statistics
        statisticNames = given.keys.sorted()
        state = checkpoint?.state ?? TrainingState()
        sums = checkpoint?.sums ?? [:]
        // All begin with the same, whatever each made of its settings.
        let shared = try workers.broadcast(
            names.map { checkpoint?.parameters[$0] ?? first[$0]! } + statisticNames.map { given[$0]! })
        statistics = Dictionary(uniqueKeysWithValues: zip(statisticNames, shared[names.count...]))
        // The order in memory decides which kernels run, and so the last bits.
        let start = zip(names, shared).map { $1.ordered(like: first[$0]!) }
        optimizer = try Optimizer(settings.rule, parameters: start, weightDecay: settings.weightDecay)
        if let checkpoint { try optimizer.restore(names.map { checkpoint.optimizer[$0] ?? [:] }) }
        if settings.averageDecay != nil {
            average = zip(names, start).map { checkpoint?.average[$0]?.ordered(like: $1) ?? $1.detached }
        }
        let samples = SampleNumbers(settings, rank: workers.rank, workers: workers.count)
        batches = Prefetcher(
            from: state.step * settings.accumulation, ahead: settings.batchesAhead, threads: settings.drawingThreads
        ) { try task.batch(of: samples.ofPass($0)) }
    }

    // MARK: One step

    /// Changes the weights once.
    ///
    /// Where it throws, state, weights and statistics are those of the step before.
    package func step() throws {
        let leaves = optimizer.leaves
        let parameters = Dictionary(uniqueKeysWithValues: zip(names, leaves))
        var statistics = statistics
        var means: [String: Tensor] = [:]
        var gradients: [Tensor] = []
        let samples = SampleNumbers(settings, rank: workers.rank, workers: workers.count)
        for micro in 0..<settings.accumulation {
            let number = state.step * settings.accumulation + micro
            let pass = TrainingPass(
                parameters: parameters, statistics: statistics, precision: settings.precision,
                generator: Generator(seed: samples.seed(ofPass: number), device: leaves.first?.device ?? .cpu))
            let found = try uninterruptedWithOthers {
                try self.pass(try batches.next(), pass, leaves)
            }
            gradients = gradients.isEmpty ? found.gradients : zip(gradients, found.gradients).map { $0 + $1 }
            statistics.merge(found.loss.statistics.mapValues(\.detached)) { $1 }
            for (name, value) in found.loss.metrics.merging(["loss": found.loss.value], uniquingKeysWith: { $1 }) {
                means[name] = means[name].map { $0 + value.detached } ?? value.detached
            }
        }
        try shareWithOthers(&gradients, &statistics, &means)
        try limit(&gradients)
        try optimizer.step(gradients: gradients, learningRate: learningRate)
        updateAverage(leaves)
        self.statistics = statistics
        sums.merge(means) { $0 + $1 }
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
        _ gradients: inout [Tensor], _ statistics: inout [String: Tensor], _ means: inout [String: Tensor]
    ) throws {
        guard workers.count > 1 else { return }
        // Counters are the same everywhere.
        let averaged = statisticNames.filter { statistics[$0]!.dtype.isFloatingPoint }
        let logged = means.keys.sorted()
        let asked = Tensor([(try? Cancellation.check()) == nil ? 1 : 0] as [Float], shape: [1])
        let shared = try workers.mean(
            of: gradients + averaged.map { statistics[$0]! } + logged.map { means[$0]! } + [asked])
        var rest = shared.dropFirst(gradients.count)
        gradients = Array(shared.prefix(gradients.count))
        for name in averaged { statistics[name] = rest.removeFirst() }
        for name in logged { means[name] = rest.removeFirst() }
        isInterrupted = isInterrupted || rest.removeFirst().item > 0
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

    private func updateAverage(_ parameters: [Tensor]) {
        guard let decay = settings.averageDecay else { return }
        let count = Double(state.step)
        let weight = 1 - min(decay, (1 + count) / (10 + count))
        average = zip(average!, parameters).map { mean, parameter in
            mean.adding(parameter.detached - mean, times: weight)
        }
    }

    /// The learning rate of the next step.
    var learningRate: Double {
        settings.learningRate * settings.schedule.factor(step: state.step, of: steps, halvings: state.halvings)
    }

    // MARK: Between steps

    /// The means of the log since they were last taken.
    @discardableResult
    package func takeMeans() throws -> [String: Double] {
        let means = sums.mapValues { $0.item / Double(state.summedPasses) }
        try checkIsFinite(means["loss"])
        sums = [:]
        state.summedPasses = 0
        return means
    }

    /// What is evaluated and returned, as copies.
    var weights: TrainingResult.Weights {
        let values = average ?? optimizer.parameters
        return .init(
            step: state.step, parameters: Dictionary(uniqueKeysWithValues: zip(names, values)), statistics: statistics)
    }

    /// How good the weights are, the same numbers on all workers.
    func evaluate(_ weights: TrainingResult.Weights) throws -> [String: Double] {
        let found = try uninterruptedWithOthers {
            try withoutGradient {
                try task.evaluate(parameters: weights.parameters, statistics: weights.statistics)
            }
        }
        guard found[task.objective.metric] != nil else {
            let names = found.keys.sorted().joined(separator: ", ")
            throw RationaleError(
                .usage, "the task is to be judged by '\(task.objective.metric)', but its evaluation gives \(names)")
        }
        guard workers.count > 1 else { return found }
        let names = found.keys.sorted()
        let values = Tensor(names.map { found[$0]! }, shape: [names.count])
        let shared = try workers.mean(of: [values])[0]
        return Dictionary(uniqueKeysWithValues: zip(names, shared.elements(as: Double.self)))
    }

    /// The run as it is, complete.
    ///
    /// - Throws: `RationaleError.Code.badData` where weights or loss are no numbers any more: that is nothing to go on from.
    func checkpoint() throws -> TrainingCheckpoint {
        try checkIsFinite()
        let parameters = optimizer.parameters
        return TrainingCheckpoint(
            identity: identity, state: state, parameters: Dictionary(uniqueKeysWithValues: zip(names, parameters)),
            statistics: statistics, average: average.map { Dictionary(uniqueKeysWithValues: zip(names, $0)) } ?? [:],
            optimizer: Dictionary(uniqueKeysWithValues: zip(names, optimizer.state)), sums: sums)
    }

    /// Whether this is something to go on from.
    ///
    /// - Throws: `RationaleError.Code.badData` where weights or loss are no numbers any more.
    func checkIsFinite() throws {
        try checkIsFinite(optimizer.leaves.allSatisfy(\.isFinite) ? 0 : .nan)
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

extension Tensor {
    /// The same elements in the order in memory that another tensor of this shape has.
    fileprivate func ordered(like other: Tensor) -> Tensor {
        strides == other.strides ? self : rank == 4 ? ordered(.channelsLast) : self
    }
}
