internal import Foundation

/// What a colour bar says: its colours, its unit and its marks.
///
/// Marks stand at round values (1, 2, 2.5 or 5 times a power of ten). Where the values are very small or large, a
/// power of ten moves from the marks into the unit: `×10⁻⁴ logit`.
public struct ColorBar: Sendable, Equatable {
    /// One mark of the bar.
    public struct Tick: Sendable, Equatable {
        /// In the unit of the map.
        public let value: Double
        /// Where on the bar, 0 at its low and 1 at its high end.
        public let fraction: Double
        /// The value as it is written beside the mark.
        public let label: String
    }

    public let scale: HeatmapScale
    public let colorMap: ColorMap
    /// Two to seven marks, from the low end up.
    public let ticks: [Tick]
    /// What the marks count: the map's unit, with a power of ten where the marks leave one out.
    public let unit: String

    /// The bar of a scale, whose values count what `Attribution.unit` says: `logit`, `bits`.
    public init(scale: HeatmapScale, colorMap: ColorMap, unit: String) {
        self.scale = scale
        self.colorMap = colorMap
        let low = scale.range.lowerBound
        let high = scale.range.upperBound
        let step = Self.roundStep(atLeast: (high - low) / 5)
        let magnitude = Self.magnitude(of: max(abs(low), abs(high)))
        let exponent = (-2...3).contains(magnitude) ? 0 : magnitude
        let power = pow(10, Double(exponent))
        let digits = Self.decimals(of: step / power)
        // A hundredth of a step is forgiven, so rounding does not lose the mark at an end.
        let first = Int((low / step - 0.01).rounded(.up))
        let last = Int((high / step + 0.01).rounded(.down))
        ticks = (first...max(first, last)).map { index in
            let value = Double(index) * step
            let fraction = min(max((value - low) / (high - low), 0), 1)
            let label = String(format: "%.\(digits)f", abs(value / power))
            return Tick(value: value, fraction: fraction, label: (index < 0 ? "−" : "") + label)
        }
        self.unit = exponent == 0 ? unit : "×10\(Self.superscript(exponent)) \(unit)"
    }

    /// The smallest of 1, 2, 2.5 and 5 times a power of ten that is no smaller.
    private static func roundStep(atLeast wanted: Double) -> Double {
        let power = pow(10, Double(magnitude(of: wanted)))
        return ([1, 2, 2.5, 5].first { $0 * power >= wanted * (1 - 1e-9) } ?? 10) * power
    }

    private static func magnitude(of value: Double) -> Int { Int(log10(value).rounded(.down)) }

    /// How many decimals write a step of 1, 2, 2.5 or 5 times a power of ten in full.
    private static func decimals(of step: Double) -> Int {
        var digits = 0
        var scaled = step
        while digits < 12, abs(scaled - scaled.rounded()) > 1e-6 * scaled {
            scaled *= 10
            digits += 1
        }
        return digits
    }

    private static func superscript(_ number: Int) -> String {
        let digits = Array("⁰¹²³⁴⁵⁶⁷⁸⁹")
        return (number < 0 ? "⁻" : "")
            + String(String(number.magnitude).compactMap(\.wholeNumberValue).map { digits[$0] })
    }
}
