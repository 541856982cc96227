import RationaleCore
import RationaleMetrics
import RationaleStatistics
import Testing

struct BootstrapTests {
    private let values = (0..<200).map { Double($0 * 37 % 200) }

    private func mean(_ drawn: [Int]) -> Double { drawn.reduce(0) { $0 + values[$1] } / Double(drawn.count) }

    @Test func `A mean's interval is as long as the central limit says`() throws {
        let interval = try #require(Bootstrap(resamples: 4000).interval(count: 200) { mean($0) })
        // Values 0 … 199: the standard error of their mean is √((200² − 1) / 12 / 200).
        let error = ((200.0 * 200 - 1) / 12 / 200).squareRoot()
        #expect(abs(interval.lowerBound - (99.5 - 1.96 * error)) < 0.2 * error)
        #expect(abs(interval.upperBound - (99.5 + 1.96 * error)) < 0.2 * error)
    }

    @Test func `Its ends are quantiles of what the draws gave`() throws {
        var seen: [Double] = []
        let bootstrap = Bootstrap(resamples: 101, confidence: 0.9, seed: 3)
        let interval = try #require(
            bootstrap.interval(count: 200) { drawn in
                seen.append(mean(drawn))
                return seen.last
            })
        seen.sort()
        // 5 % and 95 % of the way from the first to the last of 101 values.
        #expect(interval.lowerBound == seen[5])
        #expect(interval.upperBound == seen[95])
    }

    @Test func `The seed decides, and statistics share the draws`() {
        let one = Bootstrap(resamples: 50, seed: 1)
        #expect(one.interval(count: 200) { mean($0) } == one.interval(count: 200) { mean($0) })
        #expect(
            one.interval(count: 200) { mean($0) } != Bootstrap(resamples: 50, seed: 2).interval(count: 200) { mean($0) }
        )
        let both = one.intervals(count: 200) { [mean($0), 2 * mean($0)] }
        #expect(both[1]!.lowerBound == 2 * both[0]!.lowerBound)
        #expect(both[0] == one.interval(count: 200) { mean($0) })
    }

    @Test func `Draws without a value are left out, and nothing comes of nothing`() {
        let bootstrap = Bootstrap(resamples: 20)
        #expect(bootstrap.interval(count: 0) { _ in 1 } == nil)
        #expect(bootstrap.interval(count: 3) { _ in nil } == nil)
        #expect(bootstrap.interval(count: 3) { $0[0] == 0 ? nil : 5 } == 5...5)
        let single = bootstrap.score("one", count: 1) { _ in 0.25 }
        #expect(single?.low == 0.25 && single?.high == 0.25 && single?.count == 1)
    }
}
