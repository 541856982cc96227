public import RationaleTorch

/// Something that can be learnt: what a sample is, and what a network's mistakes cost.
///
/// Sample number `i` is a pure function of `i` and the task's own seed. Hence batches can be drawn ahead on other
/// threads, a killed run can go on where it was, and several processes can share the samples of a step.
public protocol LearningTask: Sendable {
    /// What ``loss(of:parameters:statistics:using:)`` needs of some samples.
    associatedtype Batch: Sendable

    /// What gradients change, by name, as training begins with it.
    var parameters: [String: Tensor] { get }
    /// What training changes without gradients, by name: running means and variances of batch norms.
    var statistics: [String: Tensor] { get }

    /// The batch of these samples, on the device of the parameters. Called on other threads, ahead of its use.
    func batch(of samples: Range<Int>) throws -> Batch

    /// What the batch costs, as a mean over its samples.
    ///
    /// - Parameters:
    ///   - batch: what to learn from.
    ///   - parameters: the present weights, recording gradients.
    ///   - statistics: the present statistics.
    ///   - generator: for dropouts and other draws of this step.
    func loss(
        of batch: Batch, parameters: [String: Tensor], statistics: [String: Tensor], using generator: Generator
    ) throws -> Loss

    /// How good the weights are on samples that training never sees: metrics by name.
    func evaluate(parameters: [String: Tensor], statistics: [String: Tensor]) throws -> [String: Double]
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
