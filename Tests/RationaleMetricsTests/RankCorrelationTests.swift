import RationaleMetrics
import RationaleStatistics
import Testing

struct RankCorrelationTests {
    @Test func `Ties share the mean of their ranks`() throws {
        // Ranks 1, 2.5, 2.5, 4 and 1, 2, 3, 4: covariance 4.5, variances 4.5 and 5.
        let correlation = try #require(rankCorrelation([1, 2, 2, 3], [10, 20, 30, 40]))
        #expect(abs(correlation - 4.5 / (4.5 * 5).squareRoot()) < 1e-12)
    }

    @Test func `It sees order alone`() {
        #expect(rankCorrelation([1, 2, 3], [1, 100, 101]) == 1)
        #expect(rankCorrelation([1, 2, 3], [3, 2, 1]) == -1)
        #expect(rankCorrelation([1, 1, 1], [3, 2, 1]) == nil)
    }
}
