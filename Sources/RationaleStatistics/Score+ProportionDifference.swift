public import RationaleCore

extension Score {
    /// By how much a proportion of one group exceeds that of another, with Newcombe's interval at 95 %.
    ///
    /// `d = p − q`, from `d − √((p − l_p)² + (u_q − q)²)` to `d + √((u_p − p)² + (q − l_q)²)` with Wilson's intervals `l` to `u` of both.
    ///
    /// *Source*: Newcombe (1998), Interval Estimation for the Difference Between Independent Proportions: Comparison of Eleven
    /// Methods, Statistics in Medicine 17, method 10.
    ///
    /// - Parameters:
    ///   - name: of the score.
    ///   - first: hits, and how many samples there are.
    ///   - second: the same of the group that is compared with.
    /// - Returns: −1 to 1; `nil` where a group has no samples.
    public static func difference(
        _ name: String, _ first: (hits: Int, of: Int), _ second: (hits: Int, of: Int)
    ) -> Score? {
        guard let p = proportion(name, hits: first.hits, of: first.of),
            let q = proportion(name, hits: second.hits, of: second.of)
        else { return nil }
        let difference = p.value - q.value
        func length(_ a: Double, _ b: Double) -> Double { (a * a + b * b).squareRoot() }
        return Score(
            name: name, value: difference, low: difference - length(p.value - p.low, q.high - q.value),
            high: difference + length(p.high - p.value, q.value - q.low), count: first.of + second.of,
            direction: .higher)
    }
}
