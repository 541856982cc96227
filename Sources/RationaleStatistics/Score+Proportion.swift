public import RationaleCore

extension Score {
    /// The share of samples of which something is true, with Wilson's interval at 95 %.
    ///
    /// `(p + z²/2n ± z √(p(1 − p)/n + z²/4n²)) / (1 + z²/n)` with `z` = 1.96. Unlike the usual `p ± z √(p(1 − p)/n)` it
    /// stays within 0 to 1 and says something where all samples agree.
    ///
    /// *Source*: Wilson (1927), Probable Inference, the Law of Succession, and Statistical Inference, JASA 22.
    ///
    /// - Parameters:
    ///   - name: of the score.
    ///   - hits: of how many samples it is true.
    ///   - count: how many samples there are, independent of each other.
    /// - Returns: `nil` without samples.
    public static func proportion(_ name: String, hits: Int, of count: Int) -> Score? {
        guard count > 0 else { return nil }
        let (z, n) = (1.959963984540054, Double(count))
        let share = Double(hits) / n
        let middle = share + z * z / (2 * n)
        let half = z * (share * (1 - share) / n + z * z / (4 * n * n)).squareRoot()
        let whole = 1 + z * z / n
        return Score(
            name: name, value: share, low: max(0, (middle - half) / whole), high: min(1, (middle + half) / whole),
            count: count, direction: .higher)
    }
}
