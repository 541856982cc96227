/// The share of the evidence above which a region counts as named, and how it is chosen.
public enum EvidenceShare {
    /// The published candidates: eighty, evenly from 0.01 to 0.5.
    public static let candidates: [Double] = (0..<80).map { 0.01 + 0.49 * Double($0) / 79 }

    /// The candidate with the largest `(controlledCheck + preservation + deletion) / 3 + distractibility`; of equal
    /// ones the first. A metric about which no scene says anything counts as 0.
    ///
    /// - Parameter means: of each candidate, in order.
    /// - Returns: an index; `nil` without candidates.
    public static func best(_ means: [[TruthMetric: Double]]) -> Int? {
        let sums = means.map { means in
            let checks = [TruthMetric.controlledCheck, .preservation, .deletion].map { means[$0] ?? 0 }
            return checks.reduce(0, +) / 3 + (means[.distractibility] ?? 0)
        }
        return sums.indices.max { sums[$0] < sums[$1] }
    }
}
