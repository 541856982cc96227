internal import RationaleCore

/// Something beside the bird that says nothing about its species, often in a colour that might.
public struct Distractor: Equatable, Codable, Sendable {
    public enum Kind: String, CaseIterable, Codable, Sendable {
        case berries, leaf, flower, feather, pebble, butterfly, ribbon, cone
    }

    public var kind: Kind
    public var color: Appearance.Plumage
    /// The middle: 0 is the left edge of the picture, 1 the right.
    public var x: Double
    /// The middle: 0 is the upper edge of the picture, 1 the lower.
    public var y: Double
    /// The width as a share of the picture's side.
    public var size: Double
    /// Clockwise, in radians.
    public var angle: Double

    init(seed: UInt64, index: Int) {
        var random = SplitMix64(seed: seed, for: "distractor \(index)")
        kind = random.pick(Kind.allCases)
        color = random.pick(Appearance.Plumage.allCases)
        // Around the bird: on a ring that leaves its middle free.
        let direction = random.uniform(0...(2 * .pi))
        let distance = random.uniform(0.36...0.46)
        x = 0.5 + distance * Vector(angle: direction).x
        y = 0.5 + distance * Vector(angle: direction).y
        size = random.uniform(0.1...0.17)
        angle = random.uniform(-.pi...(.pi))
    }

    static func all(seed: UInt64) -> [Distractor] {
        var random = SplitMix64(seed: seed, for: "distractors")
        return (0..<(1 + random.index(below: 4))).map { Distractor(seed: seed, index: $0) }
    }
}
