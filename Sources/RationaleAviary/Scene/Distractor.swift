internal import RationaleCore

/// Something beside the bird that says nothing about its species, often in a colour or a shape that might.
public struct Distractor: Equatable, Codable, Sendable {
    public enum Kind: String, CaseIterable, Codable, Sendable {
        case berries, leaf, flower, feather, pebble, butterfly, ribbon, pennant
    }

    public var kind: Kind
    /// One of the colours that birds wear.
    public var color: Appearance.Plumage
    /// The middle: 0 is the left edge of the picture, 1 the right.
    public var x: Double
    /// The middle: 0 is the upper edge of the picture, 1 the lower.
    public var y: Double
    /// The width as a share of the picture's side.
    public var size: Double
    /// Clockwise, in radians.
    public var angle: Double

    /// One to four of them, near the bird but not behind its middle, and apart from one another.
    static func all(seed: UInt64) -> [Distractor] {
        var random = SplitMix64(seed: seed, for: "distractors")
        var all: [Distractor] = []
        for index in 0..<(1 + random.index(below: 4)) {
            var one = Distractor(seed: seed, index: index)
            for _ in 0..<20 where one.isBehindBird || all.contains(where: { one.distance(to: $0) < 0.2 }) {
                one.move(to: Vector(random.uniform(0.08...0.92), one.kind.height(random.unit())))
            }
            if !one.isBehindBird, all.allSatisfy({ one.distance(to: $0) >= 0.2 }) { all.append(one) }
        }
        return all
    }

    private init(seed: UInt64, index: Int) {
        var random = SplitMix64(seed: seed, for: "distractor \(index)")
        kind = random.pick(Kind.allCases)
        color = random.pick(Appearance.Plumage.allCases)
        x = random.uniform(0.08...0.92)
        y = kind.height(random.unit())
        size = random.uniform(0.13...0.19)
        angle = random.uniform(-1...1) * kind.sway
    }

    private mutating func move(to place: Vector) { (x, y) = (place.x, place.y) }

    private var isBehindBird: Bool {
        let (across, down) = ((x - 0.5) / 0.33, (y - 0.52) / 0.4)
        return across * across + down * down < 1
    }

    private func distance(to other: Distractor) -> Double { Vector(x - other.x, y - other.y).length }
}

extension Distractor.Kind {
    /// Where such a thing is found: stones lie, butterflies fly.
    fileprivate func height(_ share: Double) -> Double {
        switch self {
        case .pebble: 0.88 + 0.07 * share
        case .flower: 0.6 + 0.3 * share
        case .berries, .butterfly: 0.08 + 0.5 * share
        case .pennant: 0.07 + 0.25 * share
        case .leaf, .feather, .ribbon: 0.08 + 0.84 * share
        }
    }

    /// The most it is turned, in radians.
    fileprivate var sway: Double {
        switch self {
        case .pebble, .pennant: 0.2
        case .flower, .berries: 0.35
        case .butterfly, .ribbon: 0.7
        case .leaf, .feather: .pi
        }
    }
}
