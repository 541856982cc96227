/// A line of a run's log.
public struct TrainingRecord: Sendable, Hashable, Codable {
    /// How many steps were done.
    public var step: Int
    /// Means over the samples since the line before: `loss`, and the task's own metrics.
    public var training: [String: Double]?
    /// Of the last step.
    public var learningRate: Double?
    /// What ``LearningTask/evaluate(parameters:statistics:)`` found.
    public var evaluation: [String: Double]?
    /// What depends on the machine's mood; everything else is the same in every run of the same settings.
    public var timing: Timing?

    /// Where the time went.
    public struct Timing: Sendable, Hashable, Codable {
        /// Of the steps since the line before, or of the evaluation.
        public var seconds: Double
        /// By all workers together.
        public var samplesPerSecond: Double?
        /// The share of the time in which the learner had no batch, 0 to 1.
        public var waiting: Double?
    }
}
