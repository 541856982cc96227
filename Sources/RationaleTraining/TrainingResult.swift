public import RationaleTorch

/// What a run learnt.
public struct TrainingResult: Sendable {
    /// Weights as they were after some step.
    public struct Weights: Sendable {
        /// How many steps were done.
        public let step: Int
        /// By name; the running mean where ``TrainingSettings/averageDecay`` is set.
        public let parameters: [String: Tensor]
        public let statistics: [String: Tensor]
    }

    /// After the last step.
    public let last: Weights
    /// After the evaluation with the best objective; `nil` if none was a number.
    public let best: Weights?
    /// The whole log, of the runs before too.
    public let history: [TrainingRecord]
    /// Whether it ended because nothing became better for ``TrainingSettings/patience`` evaluations.
    public let stoppedEarly: Bool
}
