/// One of the steps by which a method came to its map: what it found and what it cost.
public struct AttributionStage: Equatable, Sendable {
    /// What was done: `feature bottleneck`.
    public var name: String
    /// What it found, at the resolution at which it works; `nil` where only the description was read, as the numbers of
    /// maps have a file of their own.
    public var map: Heatmap?
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
        name: String, map: Heatmap?, unit: String, losses: [Float] = [], passed: [Float] = [], bits: Double? = nil,
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

extension AttributionStage: Codable {
    private enum CodingKeys: String, CodingKey { case name, unit, losses, passed, bits, settings }

    public init(from decoder: any Decoder) throws {
        let container = try decoder.container(keyedBy: CodingKeys.self)
        name = try container.decode(String.self, forKey: .name)
        map = nil
        unit = try container.decode(String.self, forKey: .unit)
        losses = try container.decode([Float?].self, forKey: .losses).map { $0 ?? .nan }
        passed = try container.decode([Float?].self, forKey: .passed).map { $0 ?? .nan }
        bits = try container.decodeIfPresent(Double.self, forKey: .bits)
        settings = try container.decode([String: String].self, forKey: .settings)
    }

    /// Everything but the map; what is no finite number is `null`.
    public func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: CodingKeys.self)
        try container.encode(name, forKey: .name)
        try container.encode(unit, forKey: .unit)
        try container.encode(losses.map(\.ifFinite), forKey: .losses)
        try container.encode(passed.map(\.ifFinite), forKey: .passed)
        try container.encodeIfPresent(bits?.ifFinite, forKey: .bits)
        try container.encode(settings, forKey: .settings)
    }
}
