internal import RationaleCore

/// How the bird holds itself.
public struct Pose: Equatable, Codable, Sendable {
    /// Whether the bill points to the right of the picture.
    public var facesRight: Bool
    /// How far the body leans forward, in radians.
    public var lean: Double
    /// How far the head is lifted against the body, in radians.
    public var lift: Double
    /// How far the head is turned towards us: 0 is a profile, 1 the most that is drawn.
    public var turn: Double
    /// How far the tail is cocked, in radians.
    public var tail: Double
    /// How far the feet stand apart: 0 together, 1 wide.
    public var stance: Double

    init(seed: UInt64) {
        var random = SplitMix64(seed: seed, for: "pose")
        facesRight = random.chance(0.5)
        lean = random.uniform(-0.28...0.2)
        lift = random.uniform(-0.3...0.3)
        turn = random.uniform(0...1)
        tail = random.uniform(-0.3...0.4)
        stance = random.uniform(0...1)
    }
}
