import Foundation
import RationaleTorch

extension Answer {
    /// Notes how far the values are from adding up to the rise of the score from a baseline to the input.
    ///
    /// - Parameters:
    ///   - rise: for each input.
    ///   - tolerance: the gap, relative to the rise, above which a result carries a warning.
    ///   - advice: what to try then.
    mutating func noteCompleteness(rise: [Double], tolerance: Double, advice: String) {
        let sums = values.reshaped([rise.count, -1]).sum([1]).elements(as: Double.self)
        let logits = targets.logits
        // What differs by less than the scores' own rounding does not differ.
        let rounding = (logits.converted(to: .float64).absolute.maximum([1]) * logits.dtype.rounding)
            .elements(as: Double.self)
        let gaps = zip(zip(sums, rise), rounding).map { pair, rounding in
            let (sum, rise) = pair
            return abs(sum - rise) <= rounding
                ? 0 : abs(sum - rise) / max(abs(rise), 10 * rounding, .leastNormalMagnitude)
        }
        convergenceGaps = gaps
        for (index, gap) in gaps.enumerated() where !(gap <= tolerance) {
            let (sum, rise) = (sums[index].formatted, rise[index].formatted)
            warnings[index].append(
                "convergence gap: the values add up to \(sum), the score rises by \(rise); \(advice)")
        }
    }
}

extension DType {
    /// A part of the largest score: what rounding in many layers adds up to.
    fileprivate var rounding: Double {
        switch self {
        case .float64: 1e-14
        case .bfloat16, .float16: 1e-2
        default: 1e-6
        }
    }
}

extension Double {
    /// Three significant digits, in every locale the same.
    fileprivate var formatted: String { String(format: "%.3g", self) }
}
