import RationaleCaptionMetrics
import RationaleCore
import Testing

@Suite struct CaptionMetricsTests {
    @Test func `each name leads to metrics, and no two signatures are equal`() throws {
        let metrics = try CaptionMetrics.all.flatMap { try CaptionMetrics.named($0.name).metrics() }
        #expect(Set(metrics.map(\.signature)).count == metrics.count)
        #expect(
            Set(metrics.map(\.name)).isSuperset(of: [
                "BLEU-1", "BLEU-4", "BLEU-4 (NLTK)", "CIDEr", "CIDEr-D", "ROUGE-L",
            ]))
    }

    @Test func `an unknown name is refused with the known ones`() {
        #expect {
            try CaptionMetrics.named("cidre")
        } throws: { error in
            (error as? RationaleError)?.code == .usage && "\(error)".contains("cider-d")
                && "\(error)".contains("'cidre'")
        }
    }
}
