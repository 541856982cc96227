import RationaleCaptionMetrics
import Testing

@Suite struct CaptionSignatureTests {
    @Test func `a signature names the metric first, then what decides the score`() {
        let signature = CaptionSignature("BLEU", ["form": "COCO", "order": "4"])
        #expect(signature.description == "BLEU|form:COCO|order:4")
    }
}
