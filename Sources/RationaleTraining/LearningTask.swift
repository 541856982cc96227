public import RationaleTorch

/// Something that can be learnt: what a sample is, what a network's mistakes cost, and how they are counted.
///
/// Everything is open: a batch is whatever ``loss(of:in:)`` needs (pictures, composites of several, captions, pairs), the
/// loss is any differentiable function of passes through the network, its layers' activations and their gradients, and the
/// evaluation accumulates whatever metrics there are.
///
/// Sample number `i` is a pure function of `i` and the task's own seed. Hence batches can be drawn ahead on other
/// threads, a killed run can go on where it was, and several processes can share the samples of a step.
public protocol LearningTask: Sendable {
    /// What ``loss(of:in:)`` needs of some samples.
    associatedtype Batch: Sendable
    /// What an evaluation accumulates; ``Means`` by default.
    associatedtype Metrics: MetricAccumulator = Means

    /// What makes this task this one and no other: the architecture, the seed of the samples, the number of classes.
    ///
    /// A checkpoint carries it, and a run goes on only from a checkpoint of the same.
    var identity: [String: String] { get }
    /// What gradients change, as training begins with it. Its order is that of every list of weights in a run.
    var parameters: NamedTensors { get }
    /// What training changes without gradients: running means and variances of batch norms.
    var statistics: NamedTensors { get }
    /// How many samples make an epoch; `nil` where samples never end.
    var epochLength: Int? { get }
    /// The metric of ``evaluate(parameters:statistics:share:)`` that tells better weights from worse ones.
    var objective: Objective { get }

    /// The batch of these samples. Called on other threads, ahead of its use.
    func batch(of samples: Range<Int>) throws -> Batch

    /// What the batch costs, as a mean over its samples.
    ///
    /// Gradients are recorded. The loss may contain gradients itself (`gradient(of:with:creatingGraph:)`), and any number of
    /// passes: each goes on from the statistics of the one before.
    func loss(of batch: Batch, in pass: TrainingPass) throws -> Loss

    /// How good the weights are on samples that training never sees.
    ///
    /// - Parameters:
    ///   - parameters: the weights to judge, in the task's order; the running mean where ``TrainingSettings/averageDecay`` is set.
    ///   - statistics: the statistics to judge with.
    ///   - share: which of these samples are this process's; the accumulators of all are merged. A task that judges by all
    ///     samples on every process may ignore it.
    func evaluate(parameters: NamedTensors, statistics: NamedTensors, share: EvaluationShare) throws -> Metrics
}

extension LearningTask {
    public var statistics: NamedTensors { [:] }
    public var epochLength: Int? { nil }
    public var objective: Objective { Objective("loss", .lower) }
}

/// Everything one loss needs besides the batch.
public struct TrainingPass: Sendable {
    /// The present weights. Those that learn record gradients, those of a frozen ``ParameterGroup`` do not. They hold what
    /// they hold until the step is over; keep no reference.
    public let parameters: NamedTensors
    /// The present statistics.
    public let statistics: NamedTensors
    /// In what numbers passes are to be computed; parameters and statistics are float32 in any case.
    public let precision: TrainingPrecision
    /// For dropouts and other draws; its seed follows from the run's and the samples' numbers.
    public let generator: Generator

    package init(
        parameters: NamedTensors, statistics: NamedTensors, precision: TrainingPrecision = .float32,
        generator: Generator
    ) {
        self.parameters = parameters
        self.statistics = statistics
        self.precision = precision
        self.generator = generator
    }
}

/// What a batch costs.
public struct Loss: Sendable {
    /// The mean over the batch, a scalar with the graph that computed it.
    public var value: Tensor
    /// The statistics after this batch; those left out stay as they were.
    public var statistics: NamedTensors
    /// Further means for the log. A scalar is a mean over the batch's samples; ``mean(of:weight:)`` makes one over anything
    /// else, such as the samples that have a box.
    public var metrics: NamedTensors

    public init(_ value: Tensor, statistics: NamedTensors = [:], metrics: NamedTensors = [:]) {
        self.value = value
        self.statistics = statistics
        self.metrics = metrics
    }

    /// A mean for the log over so many things as a batch happens to have: the log divides the sum of all sums by the sum
    /// of all weights, over passes and processes.
    ///
    /// - Parameters:
    ///   - sum: a scalar.
    ///   - weight: a scalar: how many things were summed.
    /// - Returns: both, `[2]`. Nothing waits for the device.
    public static func mean(of sum: Tensor, weight: Tensor) -> Tensor {
        .stacked([sum.detached, weight.detached.converted(to: sum.dtype)])
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

/// The part of an evaluation that one of several processes does.
public struct EvaluationShare: Sendable, Hashable {
    /// Which part, from 0.
    public let index: Int
    /// How many parts there are.
    public let count: Int

    /// - Precondition: `index` is one of `count`.
    public init(_ index: Int, of count: Int) {
        precondition((0..<count).contains(index), "part \(index) of \(count)")
        self.index = index
        self.count = count
    }

    /// All of it.
    public static let whole = EvaluationShare(0, of: 1)

    /// Which samples of so many: the parts of all processes have none in common and together are all.
    public func range(of samples: Int) -> Range<Int> { samples * index / count..<samples * (index + 1) / count }
}
