internal import Foundation

/// A place or a direction in the plane; y grows downwards.
typealias Vector = SIMD2<Double>

extension Vector {
    /// Of length 1; 0 points right and the angle grows clockwise.
    init(angle: Double) { self.init(cos(angle), sin(angle)) }

    func rotated(by angle: Double) -> Vector {
        let (c, s) = (cos(angle), sin(angle))
        return Vector(x * c - y * s, x * s + y * c)
    }

    /// A quarter turn clockwise.
    var across: Vector { Vector(-y, x) }

    var length: Double { (x * x + y * y).squareRoot() }

    func mixed(with other: Vector, _ share: Double) -> Vector { self + (other - self) * share }
}
