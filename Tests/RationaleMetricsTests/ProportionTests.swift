import RationaleCore
import RationaleMetrics
import RationaleStatistics
import Testing

struct ProportionTests {
    /// SciPy 1.17, `binomtest(hits, count).proportion_ci(method="wilson")`.
    @Test(arguments: [
        (10, 10, 0.7224672001371107, 1.0), (0, 10, 0, 0.2775327998628892),
        (50, 100, 0.4038315303659957, 0.5961684696340044), (970, 1000, 0.9574965858524129, 0.9789062611711653),
    ])
    func `The interval is Wilson's`(hits: Int, count: Int, low: Double, high: Double) throws {
        let score = try #require(Score.proportion("right", hits: hits, of: count))
        #expect(abs(score.low - low) < 1e-12)
        #expect(abs(score.high - high) < 1e-12)
        #expect(score.value == Double(hits) / Double(count))
        #expect(score.count == count && score.direction == .higher)
    }

    @Test func `Nothing has no share`() { #expect(Score.proportion("right", hits: 0, of: 0) == nil) }
}
