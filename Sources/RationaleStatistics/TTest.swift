/// Whether means differ by more than chance: Student's t test.
///
/// `t = (estimate − expected) / standard error`, and p is the probability that Student's distribution is at least so far from 0. It takes the
/// values (of a paired test their differences) as independent and about normally distributed; of few values whose distribution
/// is unknown, ``SignFlipTest`` asks less.
///
/// *Source:* Student (1908), "The probable error of a mean", Biometrika 6; Welch (1947), "The generalization of 'Student's'
/// problem when several different population variances are involved", Biometrika 34.
public struct TTest: Sendable, Hashable, Codable {
    /// The mean difference; of ``oneSample(_:expected:confidence:)``, the mean less the expected one.
    public var difference: Double
    /// The test statistic; infinite where all values agree and the difference is not 0.
    public var t: Double
    /// Degrees of freedom.
    public var degrees: Double
    /// Two-sided p, 0 to 1.
    public var probability: Double
    /// Ends of the confidence interval of ``difference``.
    public var low: Double
    public var high: Double

    /// Values in pairs, of the same input for example: tests the mean of their differences, first less second.
    ///
    /// - Parameters:
    ///   - first: at least two finite values.
    ///   - second: as many.
    ///   - confidence: of the interval.
    /// - Returns: `nil` with fewer than two pairs, or where a value is not finite. Where no pair differs, p is 1.
    /// - Precondition: both have as many values.
    public static func paired(_ first: [Double], _ second: [Double], confidence: Double = 0.95) -> TTest? {
        precondition(first.count == second.count, "\(first.count) values against \(second.count)")
        return oneSample(zip(first, second).map(-), confidence: confidence)
    }

    /// Tests the mean of values against one that is given.
    ///
    /// - Returns: `nil` with fewer than two values, or where a value is not finite.
    public static func oneSample(_ values: [Double], expected: Double = 0, confidence: Double = 0.95) -> TTest? {
        guard let sample = Sample(values) else { return nil }
        return TTest(
            difference: sample.mean - expected, error: (sample.variance / sample.count).squareRoot(),
            degrees: sample.count - 1, confidence)
    }

    /// Welch's test: two independent groups, whose variances may differ; first less second.
    ///
    /// `ν = (v₁ + v₂)² / (v₁² / (n₁ − 1) + v₂² / (n₂ − 1))` with `v = s² / n`.
    ///
    /// - Returns: `nil` with fewer than two values in a group, or where a value is not finite.
    public static func welch(_ first: [Double], _ second: [Double], confidence: Double = 0.95) -> TTest? {
        guard let first = Sample(first), let second = Sample(second) else { return nil }
        let (a, b) = (first.variance / first.count, second.variance / second.count)
        let spread = a * a / (first.count - 1) + b * b / (second.count - 1)
        return TTest(
            difference: first.mean - second.mean, error: (a + b).squareRoot(),
            degrees: spread > 0 ? (a + b) * (a + b) / spread : first.count + second.count - 2, confidence)
    }

    private init(difference: Double, error: Double, degrees: Double, _ confidence: Double) {
        precondition(confidence > 0 && confidence < 1, "a confidence of \(confidence)")
        self.difference = difference
        self.degrees = degrees
        guard error > 0 else {
            t = difference == 0 ? 0 : difference > 0 ? .infinity : -.infinity
            probability = difference == 0 ? 1 : 0
            (low, high) = (difference, difference)
            return
        }
        let distribution = StudentT(degrees: degrees)
        t = difference / error
        probability = distribution.twoSided(t)
        let half = distribution.quantile(0.5 + confidence / 2) * error
        (low, high) = (difference - half, difference + half)
    }

    private struct Sample {
        let count, mean, variance: Double

        init?(_ values: [Double]) {
            guard values.count >= 2, values.allSatisfy(\.isFinite) else { return nil }
            let count = Double(values.count)
            // Rounding makes the mean of equal values another number than they are.
            let mean = values.allSatisfy { $0 == values[0] } ? values[0] : values.reduce(0, +) / count
            self.count = count
            self.mean = mean
            variance = values.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / (count - 1)
        }
    }
}
