/// What `train classifier` made.
public struct ClassifierResult: Sendable, Encodable {
    /// The model's file.
    public let model: String
    /// After which step its weights were taken.
    public let step: Int
    /// How good it is on pictures that it did not learn from: `accuracy`, `loss`.
    public let evaluation: [String: Double]
    /// How many pictures those were.
    public let evaluationCount: Int
    /// Whether it ended because nothing became better.
    public let stoppedEarly: Bool
}
