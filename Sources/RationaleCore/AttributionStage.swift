/// One of the steps by which a method came to its map: what it found and what it cost.
public struct AttributionStage: Equatable, Sendable, Codable {
    /// What was done: `feature bottleneck`.
    public var name: String
    /// What it found, at the resolution at which it works.
    public var map: Heatmap
    /// What one unit of the map means.
    public var unit: String
    /// The loss before each step, in nats; empty where nothing was optimised.
    public var losses: [Float]
    /// What passed on average before each step, in nats for each value; empty where nothing passes.
    public var passed: [Float]
    /// What passed in all at the last step, in bits.
    public var bits: Double?
    /// Every setting by name.
    public var settings: [String: String]

    public init(
        name: String, map: Heatmap, unit: String, losses: [Float] = [], passed: [Float] = [], bits: Double? = nil,
        settings: [String: String] = [:]
    ) {
        self.name = name
        self.map = map
        self.unit = unit
        self.losses = losses
        self.passed = passed
        self.bits = bits
        self.settings = settings
    }
}
