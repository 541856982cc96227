import RationaleCaptionMetrics
import RationaleCore
import Testing

@Suite struct CaptionScoresTests {
    private let scores = CaptionScores(segments: [0, 1, 1, 1]) { chosen in Double(chosen.min() ?? 0) }

    @Test func `a summary is the metric's own score, or the mean of the segments`() throws {
        let own = try #require(scores.score("x"))
        #expect(own.value == 0 && own.count == 4 && own.name == "x" && own.direction == .higher)
        let mean = try #require(scores.score("x", .segmentMean))
        #expect(mean.value == 0.75)
        #expect(mean.low < 0.75 && mean.high == 1)
        #expect(abs(scores.deviation - 0.1875.squareRoot()) < 1e-12)
    }

    @Test func `no segments have no score`() {
        #expect(CaptionScores(segments: []) { _ in 1 }.score("x") == nil)
    }
}
