import Foundation
import RationaleCaptionMetrics
import Testing

/// Descriptions of 543 birds, ten each: the figures are those of pycocoevalcap, NLTK and the Stanford tokenizer.
@Suite(.enabled(if: SharedData.isThere, Comment(rawValue: SharedData.reason)))
struct CaptionTests {
    private func images() throws -> [[String]] {
        let folder = SharedData.folder.appendingPathComponent("cub10-captions/text")
        let files = try FileManager.default.subpathsOfDirectory(atPath: folder.path).filter { $0.hasSuffix(".txt") }
        return try files.sorted().map { name in
            try String(contentsOf: folder.appendingPathComponent(name), encoding: .utf8)
                .split(separator: "\n").map(String.init).filter { !$0.allSatisfy(\.isWhitespace) }
        }
    }

    @Test func `the first description of each bird scores against the others as the published programs say`() throws {
        let segments = try images().map { CaptionSegment(hypothesis: $0[0], references: Array($0.dropFirst())) }
        let expected = [
            "BLEU-1": 0.721719, "BLEU-2": 0.508033, "BLEU-3": 0.335928, "BLEU-4": 0.211138, "BLEU-4 (NLTK)": 0.208181,
            "CIDEr": 0.244100, "CIDEr-D": 0.180545, "ROUGE-L": 0.479771,
        ]
        for entry in CaptionMetrics.all {
            for metric in try entry.metrics() {
                guard let value = expected[metric.name] else { continue }
                #expect(abs(try metric.scores(of: segments).overall - value) < 5e-7, "\(metric.name)")
            }
        }
    }

    @Test func `descriptions have as many tokens as the published tokenizers find`() throws {
        let lines = try images().flatMap(\.self)
        #expect(lines.count == 5430)
        #expect(PTBTokenizer().tokens(ofLines: lines).reduce(0) { $0 + $1.count } == 89_720)
        #expect(lines.reduce(0) { $0 + TreebankTokenizer().tokens(of: $1).count } == 89_569)
    }
}
