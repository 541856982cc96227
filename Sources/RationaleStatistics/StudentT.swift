import Foundation

/// Student's t distribution.
///
/// With ν degrees of freedom `P(T ≤ t) = 1 − ½ I_x(ν/2, ½)` for t ≥ 0, where `x = ν / (ν + t²)` and I is the regularised incomplete beta
/// function, ``regularizedBeta(_:_:at:)``.
///
/// *Source:* Student (1908), "The probable error of a mean", Biometrika 6.
public struct StudentT: Sendable, Hashable {
    /// ν, above 0; need not be whole.
    public var degrees: Double

    /// - Precondition: `degrees` is positive and finite.
    public init(degrees: Double) {
        precondition(degrees > 0 && degrees.isFinite, "\(degrees) degrees of freedom")
        self.degrees = degrees
    }

    /// The probability of a value up to `t`, to about 1e-13.
    public func cumulative(_ t: Double) -> Double {
        guard !t.isNaN else { return .nan }
        return t < 0 ? tail(t) : 1 - tail(t)
    }

    /// The probability of a value at least as far from 0 as `t`, on either side.
    public func twoSided(_ t: Double) -> Double { t.isNaN ? .nan : min(1, 2 * tail(t)) }

    /// The value that is not exceeded with a probability.
    ///
    /// - Parameter probability: 0 gives −∞ and 1 gives ∞.
    /// - Complexity: about a hundred evaluations of the distribution, by bisection.
    public func quantile(_ probability: Double) -> Double {
        guard (0...1).contains(probability) else { return .nan }
        if probability == 0.5 { return 0 }
        let rest = min(probability, 1 - probability)
        if rest == 0 { return probability == 0 ? -.infinity : .infinity }
        var (low, high) = (0.0, 1.0)
        while tail(high) > rest, high < 1e300 { (low, high) = (high, high * 2) }
        while true {
            let middle = low + (high - low) / 2
            if middle <= low || middle >= high { break }
            if tail(middle) > rest { low = middle } else { high = middle }
        }
        return probability < 0.5 ? -high : high
    }

    /// The probability beyond |t| on one side.
    private func tail(_ t: Double) -> Double {
        if t.isInfinite { return 0 }
        let square = t * t
        return 0.5 * incompleteBeta(degrees / 2, 0.5, degrees / (degrees + square), square / (degrees + square))
    }
}

/// The regularised incomplete beta function `I_x(a, b) = ∫₀ˣ uᵃ⁻¹ (1 − u)ᵇ⁻¹ du / B(a, b)`: the distribution of a beta variable.
///
/// By its continued fraction, evaluated from the front (Lentz), for x below the mean, and by `I_x(a, b) = 1 − I_{1−x}(b, a)` above it.
///
/// *Source:* Olver et al. (2010), "NIST handbook of mathematical functions", 8.17.22.
/// - Parameters:
///   - a: positive.
///   - b: positive.
///   - x: 0 to 1.
/// - Returns: 0 to 1; to about 1e-13 of its value while a and b are below a thousand, to 1e-10 up to a million.
public func regularizedBeta(_ a: Double, _ b: Double, at x: Double) -> Double {
    precondition(a > 0 && b > 0 && (0...1).contains(x), "I_\(x)(\(a), \(b)) is not defined")
    return incompleteBeta(a, b, x, 1 - x)
}

/// `I_x(a, b)` with `y = 1 − x` beside x, which knows more digits of what is left to 1.
private func incompleteBeta(_ a: Double, _ b: Double, _ x: Double, _ y: Double) -> Double {
    if x == 0 || y == 0 { return x == 0 ? 0 : 1 }
    if x > (a + 1) / (a + b + 2) { return 1 - incompleteBeta(b, a, y, x) }
    let logX = x < 0.5 ? log(x) : log1p(-y)
    let logY = y < 0.5 ? log(y) : log1p(-x)
    let factor = exp(a * logX + b * logY - logBeta(a, b)) / a
    var fraction = 1.0
    var (c, d) = (1.0, 0.0)
    func step(_ coefficient: Double) -> Double {
        d = 1 / nonzero(1 + coefficient * d)
        c = nonzero(1 + coefficient / c)
        return c * d
    }
    // The first convergent is 1 / (1 + d₁ …), which the factor is divided by in the end.
    for m in 0..<20_000 {
        let m = Double(m)
        let odd = step(-(a + m) * (a + b + m) * x / ((a + 2 * m) * (a + 2 * m + 1)))
        let next = m + 1
        let even = step(next * (b - next) * x / ((a + 2 * next - 1) * (a + 2 * next)))
        fraction *= odd * even
        if abs(odd * even - 1) < 1e-16 { break }
    }
    return min(1, factor / fraction)
}

private func nonzero(_ value: Double) -> Double { abs(value) < 1e-300 ? 1e-300 : value }

/// `ln B(a, b)`. Where one is much larger than the other, the logarithms of the gamma function nearly cancel, so that the terms
/// of Stirling's series are subtracted first.
private func logBeta(_ a: Double, _ b: Double) -> Double {
    let (small, large) = (min(a, b), max(a, b))
    guard large >= 10 else { return logGamma(a) + logGamma(b) - logGamma(a + b) }
    // ln Γ(large) − ln Γ(large + small).
    let difference =
        -(large - 0.5) * log1p(small / large) - small * log(large + small) + small
        + stirling(large) - stirling(large + small)
    return logGamma(small) + difference
}

/// `ln Γ(x)` for positive x.
private func logGamma(_ x: Double) -> Double {
    var (x, product) = (x, 1.0)
    while x < 10 {
        product *= x
        x += 1
    }
    return (x - 0.5) * log(x) - x + 0.5 * log(2 * .pi) + stirling(x) - log(product)
}

/// What Stirling's formula leaves of `ln Γ(x)`, for x from 10: `Σ B₂ₖ / (2k (2k − 1) x²ᵏ⁻¹)`.
private func stirling(_ x: Double) -> Double {
    let square = 1 / (x * x)
    let terms: [Double] = [
        1 / 12, -1 / 360, 1 / 1260, -1 / 1680, 1 / 1188, -691 / 360_360, 1 / 156, -3617 / 122_400,
    ]
    return terms.reversed().reduce(0.0) { $0 * square + $1 } / x
}
