public import RationaleTorch

/// Something that can be learnt: what a sample is, and what a network's mistakes cost.
///
/// Sample number `i` is a pure function of `i` and the task's own seed. Hence batches can be drawn ahead on other
/// threads, a killed run can go on where it was, and several processes can share the samples of a step.
public protocol LearningTask: Sendable {
    /// What ``loss(of:in:)`` needs of some samples.
    associatedtype Batch: Sendable

    /// What makes this task this one and no other: the architecture, the seed of the samples, the number of classes.
    ///
    /// A checkpoint carries it, and a run goes on only from a checkpoint of the same.
    var identity: [String: String] { get }
    /// What gradients change, by name, as training begins with it.
    var parameters: [String: Tensor] { get }
    /// What training changes without gradients, by name: running means and variances of batch norms.
    var statistics: [String: Tensor] { get }
    /// How many samples make an epoch; `nil` where samples never end.
    var epochLength: Int? { get }
    /// The metric of ``evaluate(parameters:statistics:)`` that tells better weights from worse ones.
    var objective: Objective { get }

    /// The batch of these samples. Called on other threads, ahead of its use.
    func batch(of samples: Range<Int>) throws -> Batch

    /// What the batch costs, as a mean over its samples.
    func loss(of batch: Batch, in pass: TrainingPass) throws -> Loss

    /// How good the weights are on samples that training never sees: metrics by name.
    func evaluate(parameters: [String: Tensor], statistics: [String: Tensor]) throws -> [String: Double]
}

extension LearningTask {
    public var statistics: [String: Tensor] { [:] }
    public var epochLength: Int? { nil }
    public var objective: Objective { Objective("loss", .lower) }
}

/// With what one batch is passed through a network in training.
public struct TrainingPass: Sendable {
    /// The present weights, recording gradients. They hold what they hold until the step is over; keep no reference.
    public let parameters: [String: Tensor]
    /// The present statistics.
    public let statistics: [String: Tensor]
    /// In what numbers the pass is to be computed; parameters and statistics are float32 in any case.
    public let precision: TrainingPrecision
    /// For dropouts and other draws of this pass; its seed follows from the run's and the samples' numbers.
    public let generator: Generator
}

/// What a batch costs.
public struct Loss: Sendable {
    /// The mean over the batch, a scalar with the graph that computed it.
    public var value: Tensor
    /// The statistics after this batch; those left out stay as they were.
    public var statistics: [String: Tensor]
    /// Further means over the batch, for the log: scalars by name (`accuracy`).
    public var metrics: [String: Tensor]

    public init(_ value: Tensor, statistics: [String: Tensor] = [:], metrics: [String: Tensor] = [:]) {
        self.value = value
        self.statistics = statistics
        self.metrics = metrics
    }
}

/// The metric that decides which weights are the best ones.
public struct Objective: Sendable, Hashable, Codable {
    /// Which values are better.
    public enum Direction: String, Sendable, Codable { case lower, higher }

    public var metric: String
    public var better: Direction

    public init(_ metric: String, _ better: Direction) {
        self.metric = metric
        self.better = better
    }

    /// Whether one value is better than another; a value that is not a number is better than nothing else.
    func prefers(_ value: Double, to other: Double) -> Bool {
        if value.isNaN || other.isNaN { return other.isNaN && !value.isNaN }
        return better == .lower ? value < other : value > other
    }
}

/// In what numbers a network is passed through in training. Weights, statistics and optimiser stay float32.
public enum TrainingPrecision: String, Sendable, Codable, CaseIterable {
    case float32
    /// Half the memory and, on processors with instructions for it, about twice the speed; eight bits of mantissa.
    case bfloat16

    public var dtype: DType { self == .float32 ? .float32 : .bfloat16 }
}
