import Foundation
import RationaleText

/// Tokenizers and the answers of the packages `tokenizers` and `sentencepiece` (scripts/reference/tokenizers.py).
enum TokenizerGolden {
    static let folder = URL(fileURLWithPath: #filePath).deletingLastPathComponent().appending(path: "Golden")

    /// What the package said of a text.
    struct Answer: Decodable {
        let text: String
        let pair: String?
        let adding: Bool
        /// Whether the package refuses it.
        let fails: Bool?
        let ids, types, offsets, words, mask, sequences: [Int]?
        let isSpecial: [Int]?
        let tokens: [String]?
        let decoded: String?

        enum CodingKeys: String, CodingKey {
            case text, pair, fails, ids, types, offsets, words, mask, sequences, tokens, decoded, adding
            case isSpecial = "special"
        }
    }

    static let names = [
        "wordpiece-bert", "wordpiece-cut", "bpe-roberta", "bpe-llama", "bpe-clip", "bpe-llama3", "unigram-xlmr",
        "unigram-scripts", "wordlevel-plain", "wordlevel-cut",
    ]

    static func path(_ name: String) -> String { folder.appending(path: name).path }

    static func answers(_ name: String) throws -> [Answer] {
        try JSONDecoder().decode(
            [Answer].self, from: Data(contentsOf: folder.appending(path: "\(name).answers.json")))
    }

    /// What SentencePiece said of a text; places are bytes.
    struct Piece: Decodable {
        let text: String
        let ids, bytes: [Int]
        let tokens: [String]
        let decoded: String
    }

    static func pieces(_ name: String) throws -> [Piece] {
        try JSONDecoder().decode(
            [Piece].self, from: Data(contentsOf: folder.appending(path: "\(name).answers.json")))
    }
}
