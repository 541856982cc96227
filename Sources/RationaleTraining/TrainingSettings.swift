package import RationaleCore
public import RationaleTorch

/// How a task is learnt. With the task itself and the number of workers it decides every number of a run.
public struct TrainingSettings: Sendable, Hashable, Codable {
    /// When a run ends.
    public enum Length: Sendable, Hashable, Codable {
        case steps(Int)
        /// Of the task's ``LearningTask/epochLength``; the last step of a run may go beyond its end.
        case epochs(Int)
    }

    public var length: Length
    /// How gradients change weights.
    public var rule: OptimizerRule = .adamW()
    /// The size of a step before ``schedule``.
    public var learningRate = 1e-3
    public var schedule = LearningRateSchedule()
    /// Pulls weights to 0; see `Optimizer`.
    public var weightDecay = 0.0
    /// Parameters that learn differently: another learning rate or weight decay, or not at all. `nil` for none.
    public var groups: [ParameterGroup]?
    /// Samples in one pass of one worker.
    public var batchSize = 32
    /// Passes in a step, their gradients averaged: the step of a batch so many times as large, in the memory of one.
    public var accumulation = 1
    /// The most that the norm of all gradients together may be; larger ones are scaled down to it.
    ///
    /// *Source*: Pascanu, Mikolov and Bengio (2013), On the Difficulty of Training Recurrent Neural Networks.
    public var gradientLimit: Double?
    /// In what numbers passes are computed.
    public var precision = TrainingPrecision.float32
    /// Of a running mean of the weights, which is then what is evaluated and returned; 0.999 is usual. The mean starts
    /// quickly: after `n` steps the decay is at most `(1 + n) / (10 + n)`.
    ///
    /// *Source*: Polyak and Juditsky (1992), Acceleration of Stochastic Approximation by Averaging.
    public var averageDecay: Double?
    /// Steps between two evaluations; the last step is evaluated in any case.
    public var evaluationInterval = 100
    /// Ends the run when so many evaluations in a row were not better than the best one before; `nil` for never.
    public var patience: Int?
    /// Steps between two lines of the log.
    public var logInterval = 10
    /// Of the draws in passes (dropouts). The task has its own seed for samples and first weights.
    public var seed: UInt64 = 0

    /// Steps between two checkpoints. It decides nothing about the numbers.
    public var checkpointInterval = 100
    /// How many batches are drawn ahead of their use, each kept in memory. It decides nothing about the numbers.
    public var batchesAhead = 4
    /// How many threads draw batches. It decides nothing about the numbers.
    public var drawingThreads = 1

    public init(_ length: Length) { self.length = length }

    /// The names of settings that may differ between a checkpoint and the run that goes on from it.
    static let free: Set<String> = ["checkpointInterval", "batchesAhead", "drawingThreads"]
}

extension TrainingSettings {
    /// How many steps the run has.
    ///
    /// - Parameter epochLength: the task's.
    /// - Parameter workers: how many processes share a step.
    /// - Throws: `RationaleError.Code.usage` where a number makes no sense, or epochs are asked of a task without them.
    package func steps(epochLength: Int?, workers: Int) throws(RationaleError) -> Int {
        try check()
        switch length {
        case .steps(let steps): return steps
        case .epochs(let epochs):
            guard let epochLength else {
                throw RationaleError(
                    .usage, "the samples of this task never end, so it has no epochs", hint: "Give a number of steps.")
            }
            let perStep = batchSize * accumulation * workers
            let (samples, isTooMany) = epochs.multipliedReportingOverflow(by: epochLength)
            guard !isTooMany else { throw RationaleError(.usage, "epochs: \(epochs) are more than can be counted") }
            return samples / perStep + (samples % perStep > 0 ? 1 : 0)
        }
    }

    private func check() throws(RationaleError) {
        var length: (name: String, count: Int)
        switch self.length {
        case .steps(let count): length = ("steps", count)
        case .epochs(let count): length = ("epochs", count)
        }
        let counts = [
            length, ("evaluation interval", evaluationInterval), ("log interval", logInterval),
            ("checkpoint interval", checkpointInterval), ("batches ahead", batchesAhead),
            ("drawing threads", drawingThreads), ("patience", patience ?? 1),
        ]
        // What is multiplied has to fit; more samples than these do not fit into memory.
        let limited =
            counts.map { ($0, $1, 1 << 40) } + [
                ("batch size", batchSize, 1 << 16), ("accumulation", accumulation, 1 << 16),
            ]
        for (name, count, limit) in limited where !(1...limit).contains(count) {
            throw RationaleError(.usage, "\(name): expected 1 to \(limit), found \(count)")
        }
        let numbers = [
            ("learning rate", learningRate, learningRate >= 0, "not negative"),
            ("weight decay", weightDecay, weightDecay >= 0, "not negative"),
            ("gradient limit", gradientLimit ?? 1, gradientLimit ?? 1 > 0, "above 0"),
            (
                "decay of the average", averageDecay ?? 0, (0..<1).contains(averageDecay ?? 0),
                "from 0 up to but not including 1"
            ),
        ]
        for (name, number, isRight, expected) in numbers where !isRight || !number.isFinite {
            throw RationaleError(.usage, "\(name): expected a number \(expected), found \(number)")
        }
        guard schedule.warmup >= 0 else {
            throw RationaleError(.usage, "warm-up: expected at least 0 steps, found \(schedule.warmup)")
        }
    }
}
