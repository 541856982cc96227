import Foundation

/// At which places an integral over 0…1 is sampled, and how the samples are weighted.
///
/// The places are captum's. The weights are, too, but for ``trapezoid``: captum's add up to `1 − 1/steps`, so that its
/// attributions of even a linear function are that much too small; these add up to 1.
public enum QuadratureRule: String, Sendable, Hashable, CaseIterable {
    /// `k / n`.
    case riemannLeft = "riemann-left"
    /// `(k + 1) / n`.
    case riemannRight = "riemann-right"
    /// `(k + ½) / n`.
    case riemannMiddle = "riemann-middle"
    /// `k / (n − 1)`, both ends with half the weight.
    case trapezoid
    /// The zeros of the Legendre polynomial of degree n: exact for polynomials up to degree 2n − 1.
    case gaussLegendre = "gauss-legendre"

    /// One place and its weight; the weights of a rule add up to 1.
    public struct Sample: Sendable, Hashable {
        /// From 0, the start of the integral, to 1, its end.
        public let place: Double
        public let weight: Double
    }

    /// The fewest samples that the rule is defined for.
    public var fewestSamples: Int { self == .trapezoid ? 2 : 1 }

    /// The samples of the rule, by place.
    ///
    /// - Precondition: `count` is at least ``fewestSamples``.
    /// - Complexity: O(count²) for Gauss-Legendre, O(count) for the others.
    public func samples(_ count: Int) -> [Sample] {
        precondition(count >= fewestSamples, "\(rawValue) with \(count) samples")
        let n = Double(count)
        switch self {
        case .riemannLeft: return (0..<count).map { Sample(place: Double($0) / n, weight: 1 / n) }
        case .riemannRight: return (0..<count).map { Sample(place: Double($0 + 1) / n, weight: 1 / n) }
        case .riemannMiddle: return (0..<count).map { Sample(place: (Double($0) + 0.5) / n, weight: 1 / n) }
        case .trapezoid:
            return (0..<count).map { index in
                let isEnd = index == 0 || index == count - 1
                return Sample(place: Double(index) / (n - 1), weight: (isEnd ? 0.5 : 1) / (n - 1))
            }
        case .gaussLegendre: return legendreSamples(count)
        }
    }
}

/// The zeros of Pₙ by Newton's method, mapped from −1…1 to 0…1, with weights `2 / ((1 − x²) P′ₙ(x)²)`, halved.
private func legendreSamples(_ count: Int) -> [QuadratureRule.Sample] {
    let n = Double(count)
    return (0..<count).map { index in
        // Tricomi's estimate is so close that Newton's method, which doubles the digits, needs three or four steps.
        let angle = Double.pi * (n - Double(index) - 0.25) / (n + 0.5)
        var x = (1 - (1 - 1 / n) / (8 * n * n)) * cos(angle)
        var slope = 0.0
        for _ in 0..<16 {
            let (value, derivative) = legendre(count, at: x)
            slope = derivative
            let step = value / derivative
            x -= step
            if abs(step) < 1e-15 { break }
        }
        return QuadratureRule.Sample(place: (1 + x) / 2, weight: 1 / ((1 - x * x) * slope * slope))
    }
}

/// Pₙ and its derivative, by `(k + 1) Pₖ₊₁ = (2k + 1) x Pₖ − k Pₖ₋₁` and `(x² − 1) P′ₙ = n (x Pₙ − Pₙ₋₁)`.
private func legendre(_ degree: Int, at x: Double) -> (value: Double, derivative: Double) {
    var before = 1.0
    var value = x
    for k in stride(from: 1.0, to: Double(degree), by: 1) {
        (before, value) = (value, ((2 * k + 1) * x * value - k * before) / (k + 1))
    }
    return (value, Double(degree) * (x * value - before) / (x * x - 1))
}
