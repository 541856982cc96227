import Foundation
import RationaleCaptionMetrics
import RationaleCore
import Testing

@Suite struct MeteorStatisticsTests {
    /// METEOR's score as the paper writes it, from lists of words: each is matched by a module or not, and is a function word
    /// or not.
    private struct Side {
        var words: [(module: Int?, isFunction: Bool)]

        /// Σ over matched words, or over all, of their weights.
        func weight(matched: Bool) -> Double {
            let modules = [1.0, 0.6, 0.8, 0.6]
            return words.reduce(0) { sum, word in
                let base = word.isFunction ? 0.25 : 0.75
                guard matched else { return sum + base }
                return sum + (word.module.map { base * modules[$0] } ?? 0)
            }
        }

        var matches: Int { words.count { $0.module != nil } }

        func count(isFunction: Bool) -> SIMD4<Int> {
            var counts = SIMD4<Int>()
            for word in words where word.isFunction == isFunction {
                if let module = word.module { counts[module] += 1 }
            }
            return counts
        }
    }

    @Test(arguments: 0..<50 as Range<UInt64>)
    func `the score is the paper's formula`(seed: UInt64) {
        var random = SplitMix64(seed: seed)
        func side() -> Side {
            Side(
                words: (0..<Int.random(in: 1...20, using: &random)).map { _ in
                    (
                        Bool.random(using: &random) ? Int.random(in: 0..<4, using: &random) : nil,
                        Bool.random(using: &random)
                    )
                })
        }
        let (hypothesis, reference) = (side(), side())
        let chunks = max(1, min(hypothesis.matches, reference.matches, Int.random(in: 1...5, using: &random)))
        var statistics = MeteorStatistics()
        statistics.hypothesisLength = hypothesis.words.count
        statistics.referenceLength = reference.words.count
        statistics.hypothesisFunctionWords = hypothesis.words.count { $0.isFunction }
        statistics.referenceFunctionWords = reference.words.count { $0.isFunction }
        statistics.hypothesisContent = hypothesis.count(isFunction: false)
        statistics.hypothesisFunction = hypothesis.count(isFunction: true)
        statistics.referenceContent = reference.count(isFunction: false)
        statistics.referenceFunction = reference.count(isFunction: true)
        statistics.chunks = chunks

        let precision = hypothesis.weight(matched: true) / hypothesis.weight(matched: false)
        let recall = reference.weight(matched: true) / reference.weight(matched: false)
        let mean = precision * recall / (0.85 * precision + 0.15 * recall)
        let isWhole =
            hypothesis.matches == hypothesis.words.count && reference.matches == reference.words.count && chunks == 1
        let matches = Double(hypothesis.matches + reference.matches) / 2
        let penalty = isWhole ? 0 : 0.6 * pow(Double(chunks) / matches, 0.2)
        let score = precision * recall == 0 ? 0 : mean * (1 - penalty)
        #expect(abs(statistics.score - score) < 1e-12)
        #expect((0...1).contains(statistics.score) || hypothesis.matches == 0 || reference.matches == 0)
    }

    @Test func `the one chunk of a perfect sentence is not added`() throws {
        let metric = Meteor(resources: .none)
        var sum = try metric.segment(hypothesis: "a b c", references: ["a b c"])
        #expect(sum.chunks == 1)
        var total = MeteorStatistics()
        total += sum
        #expect(total.chunks == 0)
        sum = try metric.segment(hypothesis: "a b d", references: ["a b c"])
        total += sum
        #expect(total.chunks == 1)
        #expect(total.hypothesisLength == 6)
    }
}
