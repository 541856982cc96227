internal import RationaleCore

/// The light over the whole scene.
public struct Light: Equatable, Codable, Sendable {
    /// -1 is a cold morning, 1 a warm evening.
    public var warmth: Double
    /// A factor on all colours, about 1.
    public var brightness: Double
    /// Where the light comes from: -1 the left, 1 the right.
    public var direction: Double

    init(seed: UInt64) {
        var random = SplitMix64(seed: seed, for: "light")
        warmth = random.uniform(-1...1)
        brightness = random.uniform(0.86...1.03)
        direction = random.uniform(-1...1)
    }
}
