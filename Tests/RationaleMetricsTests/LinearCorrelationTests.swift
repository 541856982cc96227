import RationaleMetrics
import RationaleStatistics
import Testing

struct LinearCorrelationTests {
    @Test func `It is Pearson's`() throws {
        #expect(abs(try #require(linearCorrelation([1, 2, 3, 4], [10, 20, 30, 40])) - 1) < 1e-12)
        #expect(abs(try #require(linearCorrelation([1, 2, 3], [3, 2, 1])) + 1) < 1e-12)
        // By hand: the products add up to 6, the squares to 10 and 10.
        #expect(abs(try #require(linearCorrelation([1, 2, 3, 4, 5], [2, 1, 4, 5, 3])) - 0.6) < 1e-12)
        #expect(linearCorrelation([0.1, 0.1, 0.1], [1, 2, 3]) == nil)
        #expect(linearCorrelation([1, 2, 3], [7, 7, 7]) == nil)
    }
}
