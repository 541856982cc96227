import RationaleCaptionMetrics
import Testing

@Suite struct ROUGELTests {
    private func score(_ hypothesis: String, _ references: String..., beta: Double = 1.2) throws -> Double {
        let segment = CaptionSegment(hypothesis: hypothesis, references: references)
        return try ROUGEL(beta: beta, tokenization: .spaces).scores(of: [segment]).overall
    }

    @Test func `the longest common subsequence decides`() throws {
        // Three of four words in order, in a reference of five: P = 3/4, R = 3/5.
        let expected = (1 + 1.44) * 0.75 * 0.6 / (0.6 + 1.44 * 0.75)
        #expect(abs(try score("a b c d", "a x b d y") - expected) < 1e-12)
        #expect(abs(try score("a b c d", "a x b d y", beta: 0) - 0.75) < 1e-12)
    }

    @Test func `precision and recall come from the references where they are best`() throws {
        // "a b c d e" gives P = 1, "a" gives R = 1.
        #expect(abs(try score("a b", "a b c d e", "a") - 1) < 1e-12)
    }

    @Test func `nothing in common is nothing`() throws {
        #expect(try score("a", "b") == 0)
        #expect(try score("", "b") == 0)
        // For the published program a sentence without words has one empty word.
        #expect(try score("", "") == 1)
    }
}
