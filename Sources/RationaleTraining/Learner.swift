import RationaleCore
import RationaleData
import RationaleTorch

/// A task that is being learnt: weights, optimiser, statistics, and how one step changes them.
final class Learner<Task: LearningTask> {
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
        statistics = checkpoint?.statistics ?? task.statistics
        statisticNames = statistics.keys.sorted()
        state = checkpoint?.state ?? TrainingState()
        sums = checkpoint?.sums ?? [:]
        // The order in memory decides which kernels run, and so the last bits.
        let start = names.map { checkpoint?.parameters[$0]?.ordered(like: first[$0]!) ?? first[$0]! }
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
    func step() throws {
        let leaves = optimizer.leaves
        let parameters = Dictionary(uniqueKeysWithValues: zip(names, leaves))
        var statistics = statistics
        var sums = sums
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
                sums[name] = sums[name].map { $0 + value.detached } ?? value.detached
            }
        }
        try shareWithOthers(&gradients, &statistics)
        try limit(&gradients)
        try optimizer.step(gradients: gradients, learningRate: learningRate)
        updateAverage(leaves)
        self.statistics = statistics
        self.sums = sums
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

    /// The one place where workers meet: gradients and statistics become their means, and whether one is to stop
    /// becomes known to all.
    private func shareWithOthers(_ gradients: inout [Tensor], _ statistics: inout [String: Tensor]) throws {
        guard workers.count > 1 else { return }
        let asked = (try? Cancellation.check()) == nil
        let flag = Tensor([Float(asked ? 1 : 0)], shape: [1]).moved(to: gradients.first?.device ?? .cpu)
        let shared = try workers.mean(of: gradients + statisticNames.map { statistics[$0]! } + [flag])
        gradients = Array(shared.prefix(gradients.count))
        for (name, mean) in zip(statisticNames, shared.dropFirst(gradients.count)) { statistics[name] = mean }
        isInterrupted = isInterrupted || shared.last!.sum().item > 0
    }

    /// With others, a worker that stops in the midst of a step would leave them waiting.
    private func uninterruptedWithOthers<Result>(_ body: () throws -> Result) throws -> Result {
        workers.count > 1 ? try Cancellation.whenever({ false }, body) : try body()
    }

    private func limit(_ gradients: inout [Tensor]) throws {
        guard let limit = settings.gradientLimit, !gradients.isEmpty else { return }
        let norms = gradients.map { gradient in (gradient * gradient).sum() }
        let norm = Tensor.stacked(norms).sum().squareRoot
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

    /// The means of the log since they were last taken, over all workers.
    func takeMeans() throws -> [String: Double] {
        let names = sums.keys.sorted()
        let shared = try workers.mean(of: names.map { sums[$0]! })
        let means = shared.map { $0.item / Double(state.summedPasses) }
        let found = Dictionary(uniqueKeysWithValues: zip(names, means))
        try checkIsFinite(found["loss"])
        sums = [:]
        state.summedPasses = 0
        return found
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
        let values = Tensor(names.map { found[$0]! }, shape: [names.count]).moved(to: device)
        let shared = try workers.mean(of: [values])[0]
        return Dictionary(uniqueKeysWithValues: zip(names, shared.elements(as: Double.self)))
    }

    /// The run as it is, complete.
    ///
    /// - Throws: `RationaleError.Code.badData` where weights or loss are no numbers any more: that is nothing to go on from.
    func checkpoint() throws -> TrainingCheckpoint {
        let parameters = optimizer.parameters
        try checkIsFinite(parameters.allSatisfy(\.isFinite) ? 0 : .nan)
        if let loss = sums["loss"] { try checkIsFinite(loss.item) }
        return TrainingCheckpoint(
            identity: identity, state: state, parameters: Dictionary(uniqueKeysWithValues: zip(names, parameters)),
            statistics: statistics, average: average.map { Dictionary(uniqueKeysWithValues: zip(names, $0)) } ?? [:],
            optimizer: Dictionary(uniqueKeysWithValues: zip(names, optimizer.state)), sums: sums)
    }

    private var device: Device { optimizer.leaves.first?.device ?? .cpu }

    /// Where workers go on from different checkpoints, what they learnt would be a mixture.
    func checkBeginsTogether() throws {
        guard workers.count > 1 else { return }
        let mean = try workers.mean(of: [Tensor([Float(state.step)], shape: [1]).moved(to: device)])[0].sum().item
        guard mean == Double(state.step) else {
            throw RationaleError(
                .badData, "worker \(workers.rank) begins at step \(state.step), the others do not",
                hint: "All workers need to see the same folder of checkpoints.")
        }
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
