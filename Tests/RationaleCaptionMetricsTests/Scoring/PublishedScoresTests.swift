import RationaleCaptionMetrics
import Testing

@Suite struct PublishedScoresTests {
    static let metrics: [any CaptionMetric] =
        (1...4).map { BLEU(.coco, order: $0) } + [BLEU(.nltk), CIDEr(), CIDErD(), ROUGEL()]

    @Test(arguments: metrics.indices)
    func `scores are those of pycocoevalcap and NLTK`(index: Int) throws {
        let golden = try #require(CaptionGolden.scores)
        let metric = Self.metrics[index]
        let expected = try #require(golden.scores[metric.name])
        let found = try metric.scores(of: golden.segments)
        #expect(abs(found.overall - expected.overall) < 1e-12, "\(metric.name)")
        #expect(found.segments.count == expected.segments.count)
        for (one, other) in zip(found.segments, expected.segments) {
            #expect(abs(one - other) < 1e-12, "\(metric.name)")
        }
    }

    @Test(arguments: metrics.indices)
    func `a segment alone scores as a set of one, and a set drawn twice as once`(index: Int) throws {
        let golden = try #require(CaptionGolden.scores)
        let metric = Self.metrics[index]
        let found = try metric.scores(of: golden.segments)
        for number in golden.segments.indices {
            // BLEU of a set adds up 10⁻¹⁵ and 10⁻⁹ once.
            #expect(abs(found.combined([number]) - found.segments[number]) < 1e-12)
        }
        let all = Array(golden.segments.indices)
        #expect(abs(found.combined(all + all) - found.overall) < 1e-9)
    }

    @Test(arguments: metrics.indices)
    func `a segment without references is named by its number`(index: Int) {
        let segments = [
            CaptionSegment(hypothesis: "a", references: ["a"]), CaptionSegment(hypothesis: "b", references: []),
        ]
        #expect { try Self.metrics[index].scores(of: segments) } throws: { "\($0)".contains("segment 2") }
    }

    @Test(arguments: metrics.indices)
    func `the same sentence scores best`(index: Int) throws {
        let texts = ["this small bird has a red breast", "a black crow sits on a wire", "its bill is long and orange"]
        let same = texts.map { CaptionSegment(hypothesis: $0, references: [$0, $0]) }
        let best = Self.metrics[index].name.hasPrefix("CIDEr") ? 10.0 : 1.0
        #expect(abs(try Self.metrics[index].scores(of: same).overall - best) < 1e-6)
        let other = texts.indices.map { CaptionSegment(hypothesis: texts[$0], references: [texts[($0 + 1) % 3]]) }
        #expect(try Self.metrics[index].scores(of: other).overall < best / 2)
    }
}
