public import RationaleCore

/// How true a network's explanations are.
public struct TruthReport: Sendable {
    /// `accuracy`, `background-independence` and `unchanged-by-distractors`.
    public var network: [Score]
    /// Best overall score first; methods without one last.
    public var methods: [MethodTruth]
    /// Methods that cannot explain this network, and why.
    public var failures: [Failure]

    public struct Failure: Sendable {
        public var method: String
        public var error: RationaleError

        package init(method: String, error: RationaleError) {
            self.method = method
            self.error = error
        }
    }
}

/// How true one method's explanations are.
public struct MethodTruth: Sendable {
    /// The method's identifier.
    public var method: String
    /// The share of the evidence above which a region counted as named.
    public var share: Double
    /// A metric is missing where no scene says anything about it.
    public var scores: [TruthMetric: Score]
    /// How many maps said nothing: constant, or not finite.
    public var degenerateMaps: Int
    /// How many maps were made.
    public var maps: Int
    /// How long making them took.
    public var seconds: Double

    /// Whether it belongs before another in a table: by overall score, then by name.
    public func isBetter(than other: MethodTruth) -> Bool {
        let (mine, theirs) = (scores[.overall]?.value ?? -1, other.scores[.overall]?.value ?? -1)
        return mine == theirs ? method < other.method : mine > theirs
    }
}
