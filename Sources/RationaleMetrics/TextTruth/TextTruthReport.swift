public import RationaleCore

/// How true a text network's explanations are.
public struct TextTruthReport: Sendable {
    /// `accuracy` of the network, and `chance`: the share of words that decide, which is what a map gets that says nothing.
    public var network: [Score]
    /// The largest share first.
    public var methods: [TextTruth]
    /// Methods that cannot explain this network, and why.
    public var failures: [TruthReport.Failure]
}

/// How true one method's explanations of texts are.
public struct TextTruth: Sendable {
    /// The method's identifier.
    public var method: String
    /// `decisive-share`, `decisive-ranking` and `decisive-top`; see ``DecisiveWords``.
    public var scores: [Score]
    /// How many maps said nothing: zero, constant, or not finite.
    public var degenerateMaps: Int
    public var maps: Int
    /// How long making them took.
    public var seconds: Double

    public subscript(name: String) -> Score? { scores.first { $0.name == name } }
}
