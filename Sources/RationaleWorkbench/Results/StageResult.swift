package import RationaleCore

/// One of the steps by which a method came to its map, in plain values; the step's own map is in the file of the map.
public struct StageResult: Sendable, Equatable, Codable {
    public var name: String
    /// What one unit of its map means.
    public var unit: String
    /// What passed in all at the last step, in bits, where something passes.
    public var bits: Double?
    /// The loss before each step, in nats; `nil` for what is no number.
    public var losses: [Float?]
    /// What passed on average before each step, in nats for each value; `nil` for what is no number.
    public var passed: [Float?]
    /// Every setting by name.
    public var settings: [String: String]

    package init(_ stage: AttributionStage) {
        name = stage.name
        unit = stage.unit
        bits = stage.bits.flatMap { $0.isFinite ? $0 : nil }
        losses = stage.losses.map { $0.isFinite ? $0 : nil }
        passed = stage.passed.map { $0.isFinite ? $0 : nil }
        settings = stage.settings
    }
}
