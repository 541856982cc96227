import Foundation
import RationaleCaptionMetrics

/// The golden files of tokens and scores, made by `scripts/reference/captions.py`.
enum CaptionGolden {
    /// `tokens.json`.
    struct Tokens: Decodable {
        let lines: [String]
        /// Each line alone, with its cases.
        let stanford: [[String]]
        let nltk: [[String]]
        /// Lines of one text.
        let together: [String]
        let stanfordTogether: [[String]]
    }

    /// `caption-scores.json`.
    struct Scores: Decodable {
        struct Found: Decodable {
            let overall: Double
            let segments: [Double]
        }

        let segments: [CaptionSegment]
        /// Of the hypotheses, without punctuation.
        let words: [[String]]
        let scores: [String: Found]
    }

    static let tokens: Tokens? = load("tokens.json")
    static let scores: Scores? = load("caption-scores.json")

    private static func load<Value: Decodable>(_ name: String) -> Value? {
        let file = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "Golden/\(name)")
        return try? JSONDecoder().decode(Value.self, from: Data(contentsOf: file))
    }
}
