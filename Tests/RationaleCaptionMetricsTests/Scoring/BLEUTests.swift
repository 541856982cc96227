import Foundation
import RationaleCaptionMetrics
import Testing

@Suite struct BLEUTests {
    /// The formula once more, by plain loops over lists of words.
    private func slow(_ segments: [(String, [String])], order: Int) -> Double {
        var logarithms = 0.0
        for length in 1...order {
            var (matched, all) = (0, 0)
            for (hypothesis, references) in segments {
                let mine = ngrams(hypothesis, length)
                all += mine.count
                for ngram in Set(mine) {
                    let most = references.map { ngrams($0, length).count { $0 == ngram } }.max() ?? 0
                    matched += min(mine.count { $0 == ngram }, most)
                }
            }
            logarithms += log(Double(matched) / Double(all)) / Double(order)
        }
        let lengths = segments.map { $0.0.split(separator: " ").count }
        let closest = zip(segments, lengths).map { segment, length in
            segment.1.map { $0.split(separator: " ").count }.min { (abs($0 - length), $0) < (abs($1 - length), $1) }
                ?? 0
        }
        let (h, r) = (Double(lengths.reduce(0, +)), Double(closest.reduce(0, +)))
        return exp(logarithms) * min(1, exp(1 - r / h))
    }

    private func ngrams(_ text: String, _ length: Int) -> [[Substring]] {
        let words = text.split(separator: " ")
        return words.count < length ? [] : (0...words.count - length).map { Array(words[$0..<$0 + length]) }
    }

    private let segments: [(String, [String])] = [
        ("the bird the bird has red wings", ["the bird has red wings", "a bird with the red wings has the bird"]),
        ("a small grey bird with a long tail", ["a small grey bird with long tail feathers", "grey bird"]),
        ("it has a short bill", ["it has a very short and thick bill", "it has a short bill today"]),
    ]

    @Test(arguments: 1...4, BLEU.Form.allCases)
    func `BLEU is its formula`(order: Int, form: BLEU.Form) throws {
        let metric = BLEU(form, order: order, tokenization: .spaces)
        let found = try metric.scores(of: segments.map { CaptionSegment(hypothesis: $0.0, references: $0.1) })
        #expect(abs(found.overall - slow(segments, order: order)) < 1e-8)
    }

    @Test func `without a match, NLTK's score is nearly nothing and COCO's small`() throws {
        let segment = [CaptionSegment(hypothesis: "one two three four", references: ["five six seven eight"])]
        #expect(try BLEU(.nltk).scores(of: segment).overall == 0)
        let partly = [CaptionSegment(hypothesis: "one two three four", references: ["one six seven eight"])]
        let nltk = try BLEU(.nltk).scores(of: partly).overall
        #expect(nltk > 0 && nltk < 1e-100)
        let coco = try BLEU(.coco).scores(of: partly).overall
        #expect(coco > 1e-13 && coco < 1e-3)
    }

    @Test func `an empty sentence scores nothing`() throws {
        let segment = [CaptionSegment(hypothesis: "", references: ["a bird"])]
        for form in BLEU.Form.allCases { #expect(try BLEU(form).scores(of: segment).overall < 1e-6) }
    }

    @Test func `the signature names what differs`() {
        #expect(
            BLEU(.coco).signature.description
                == "BLEU|n:4|form:coco|tok:ptb-3.4.1-coco|length:closest|smooth:1e-15/1e-9")
        #expect(BLEU(.nltk, order: 2).signature.description.contains("n:2|form:nltk-3.10|tok:nltk-words"))
    }
}
