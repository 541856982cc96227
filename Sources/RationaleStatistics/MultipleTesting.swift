/// What becomes of p values when several are looked at together.
///
/// *Source:* Bonferroni (1936); Benjamini and Hochberg (1995), "Controlling the false discovery rate", Journal of the Royal Statistical
/// Society B 57.
public enum MultipleTesting: String, Sendable, Hashable, CaseIterable, Codable {
    /// Each p as it is.
    case none
    /// `min(1, n p)`: bounds the probability of any false finding.
    case bonferroni
    /// `min over j ≥ i of n p₍ⱼ₎ / j`: bounds the expected fraction of false findings.
    case benjaminiHochberg = "benjamini-hochberg"

    /// The adjusted values, to be compared with the level as a single p would be.
    ///
    /// - Parameter probabilities: 0 to 1, in any order.
    /// - Complexity: O(n log n).
    public func adjusted(_ probabilities: [Double]) -> [Double] {
        let count = Double(probabilities.count)
        switch self {
        case .none: return probabilities
        case .bonferroni: return probabilities.map { min(1, $0 * count) }
        case .benjaminiHochberg:
            var adjusted = probabilities
            var least = 1.0
            let descending = probabilities.indices.sorted { probabilities[$0] > probabilities[$1] }
            for (place, index) in descending.enumerated() {
                least = min(least, probabilities[index] * count / (count - Double(place)))
                adjusted[index] = least
            }
            return adjusted
        }
    }
}
