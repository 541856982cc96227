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
        let gaps = zip(sums, rise).map { sum, rise in
            sum == rise ? 0 : abs(sum - rise) / max(abs(rise), .leastNormalMagnitude)
        }
        convergenceGaps = gaps
        for (index, gap) in gaps.enumerated() where !(gap <= tolerance) {
            let (sum, rise) = (sums[index].formatted, rise[index].formatted)
            warnings[index].append(
                "convergence gap: the values add up to \(sum), the score rises by \(rise); \(advice)")
        }
    }
}

extension Double {
    /// Three significant digits, in every locale the same.
    fileprivate var formatted: String { String(format: "%.3g", self) }
}
