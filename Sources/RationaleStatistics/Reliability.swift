/// How well a mean of several measurements would come out again.
public enum Reliability {
    /// The share of the variance of a mean of `count` parts that as many other parts would reproduce, from 0 to 1.
    ///
    /// `k r / (1 + (k − 1) r)`; a negative correlation counts as 0.
    ///
    /// *Source:* Spearman (1910), Brown (1910), British Journal of Psychology 3.
    /// - Parameters:
    ///   - count: k, the number of parts, from 1.
    ///   - correlation: r, the mean correlation between two parts.
    public static func spearmanBrown(of count: Int, correlation: Double) -> Double {
        let (k, r) = (Double(count), max(0, correlation))
        return k * r / (1 + (k - 1) * r)
    }
}
