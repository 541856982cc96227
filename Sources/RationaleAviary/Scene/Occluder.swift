internal import RationaleCore

/// A leafy twig in front of the bird, reaching in from the border.
public struct Occluder: Equatable, Codable, Sendable {
    /// Where it enters, along the border: 0 to 4 clockwise from the upper left corner.
    public var entry: Double
    /// How far it reaches in, as a share of the picture's side.
    public var reach: Double
    /// How it bends, in radians.
    public var bend: Double
    /// Decides its leaves.
    public var seed: UInt64

    init(seed: UInt64, index: Int) {
        var random = SplitMix64(seed: seed, for: "occluder \(index)")
        entry = random.uniform(0...4)
        reach = random.uniform(0.18...0.3)
        bend = random.uniform(-0.6...0.6)
        self.seed = random.next()
    }

    static func all(seed: UInt64) -> [Occluder] {
        var random = SplitMix64(seed: seed, for: "occluders")
        return (0..<random.index(below: 3)).map { Occluder(seed: seed, index: $0) }
    }
}
