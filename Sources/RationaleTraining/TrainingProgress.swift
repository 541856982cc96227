/// How far a run is.
public struct TrainingProgress: Sendable {
    /// Steps done, also by the run that this one goes on from.
    public let step: Int
    public let steps: Int
    /// What was written to the log since the last call; empty for most steps.
    public let records: [TrainingRecord]
    /// The latest line about training, for a display that is drawn at every step.
    public let training: TrainingRecord?
    /// The latest evaluation.
    public let evaluation: TrainingRecord?
}
