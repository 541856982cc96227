internal import RationaleCore

/// Where the bird sits, and how large it is.
public struct Place: Equatable, Codable, Sendable {
    /// The middle of the body: 0 is the left edge of the picture, 1 the right.
    public var x: Double
    /// The middle of the body: 0 is the upper edge of the picture, 1 the lower.
    public var y: Double
    /// The length of a hundred units of the bird's own measure, as a share of the picture's side.
    public var scale: Double

    init(seed: UInt64) {
        var random = SplitMix64(seed: seed, for: "place")
        x = random.uniform(0.44...0.56)
        y = random.uniform(0.49...0.57)
        scale = random.uniform(0.61...0.77)
    }
}
