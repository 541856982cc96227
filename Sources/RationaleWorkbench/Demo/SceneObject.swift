import Foundation

/// A coloured shape of a ``Scene``.
package struct SceneObject: Sendable {
    package enum Shape: String, Sendable, CaseIterable { case disc, star }
    package enum Color: String, Sendable, CaseIterable { case red, green, blue }

    /// What makes its class.
    package struct Kind: Sendable, Hashable {
        package let color: Color
        package let shape: Shape

        package init(_ color: Color, _ shape: Shape) {
            self.color = color
            self.shape = shape
        }

        /// `red star`
        package var label: String { "\(color.rawValue) \(shape.rawValue)" }

        /// Every class, in the order of the scores.
        package static let all = Color.allCases.flatMap { color in Shape.allCases.map { Kind(color, $0) } }
    }

    package var kind: Kind
    /// In parts of the picture's side, 0 to 1, from the upper left.
    package var center: SIMD2<Double>
    /// From the centre to the outermost point, in parts of the side.
    package let radius: Double
    private let angle: Double
    private let shade: SIMD3<Double>

    init(_ kind: Kind, using random: inout SplitMix64) {
        self.kind = kind
        radius = random.between(0.17, 0.26)
        center = SIMD2(random.between(0.28, 0.72), random.between(0.28, 0.72))
        angle = random.between(0, 2 * .pi)
        shade = SIMD3(random.between(-0.04, 0.04), random.between(0.75, 0.95), random.between(0.75, 0.98))
    }

    var color: SIMD3<Double> {
        let hue: Double =
            switch kind.color {
            case .red: 1
            case .green: 1.0 / 3
            case .blue: 2.0 / 3
            }
        return .hue(hue + shade.x, saturation: shade.y, brightness: shade.z)
    }

    /// How far outside the shape a place is; negative inside.
    func distance(to place: SIMD2<Double>) -> Double {
        let offset = place - center
        let length = offset.length
        switch kind.shape {
        case .disc: return length - radius
        case .star:
            // Within half of one of its five points, the edge is the line from the tip to the inner corner.
            let fifth = 2 * Double.pi / 5
            let local = offset.rotated(by: angle)
            var turn = atan2(local.y, local.x).truncatingRemainder(dividingBy: fifth)
            if turn < 0 { turn += fifth }
            turn = min(turn, fifth - turn)
            let inner = radius * 0.42
            let edge = SIMD2(inner * cos(fifth / 2) - radius, inner * sin(fifth / 2))
            let from = SIMD2(length * cos(turn) - radius, length * sin(turn))
            return -(edge.x * from.y - edge.y * from.x) / edge.length
        }
    }
}

extension SIMD2<Double> {
    var length: Double { (self * self).sum().squareRoot() }

    /// Turned clockwise as pictures are drawn, y downwards.
    func rotated(by angle: Double) -> SIMD2<Double> {
        let (s, c) = (sine(angle), sine(angle + .pi / 2))
        return SIMD2(x * c + y * s, y * c - x * s)
    }
}

/// `sin`, reachable where a method of that name hides it.
func sine(_ angle: Double) -> Double { sin(angle) }

extension SIMD3<Double> {
    /// A colour of the rainbow: red at 0, green at a third, blue at two thirds.
    static func hue(_ hue: Double, saturation: Double, brightness: Double) -> SIMD3<Double> {
        let channels = [0.0, 2.0 / 3, 1.0 / 3].map { offset -> Double in
            let position = (hue + offset).truncatingRemainder(dividingBy: 1) * 6
            let part = Swift.min(1, Swift.max(0, abs(position - 3) - 1))
            return brightness * (1 - saturation * (1 - part))
        }
        return SIMD3(channels[0], channels[1], channels[2])
    }
}

/// Random numbers from a seed.
///
/// *Source*: Steele, Lea and Flood (2014), Fast Splittable Pseudorandom Number Generators.
struct SplitMix64: RandomNumberGenerator {
    var state: UInt64

    mutating func next() -> UInt64 {
        state &+= 0x9e37_79b9_7f4a_7c15
        var z = state
        z = (z ^ (z >> 30)) &* 0xbf58_476d_1ce4_e5b9
        z = (z ^ (z >> 27)) &* 0x94d0_49bb_1331_11eb
        return z ^ (z >> 31)
    }

    mutating func between(_ low: Double, _ high: Double) -> Double { Double.random(in: low..<high, using: &self) }
}
