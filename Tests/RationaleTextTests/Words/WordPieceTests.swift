import Foundation
import RationaleCore
import RationaleText
import Testing

/// BERT's word pieces against the package `tokenizers` (scripts/reference/word_pieces.py).
struct WordPieceTests {
    struct Golden: Decodable {
        struct Vocabulary: Decodable {
            struct Text: Decodable {
                let text: String
                let tokens: [Int]
            }
            let vocabulary: [String]
            let texts: [Text]
        }
        let uncased, cased: Vocabulary
    }

    private static func golden() throws -> Golden {
        let file = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
            .appending(path: "Golden/word-pieces.json")
        return try JSONDecoder().decode(Golden.self, from: Data(contentsOf: file))
    }

    @Test(arguments: [false, true]) func `Tokens are those of the package tokenizers`(isCased: Bool) throws {
        let golden = try Self.golden()
        let expected = isCased ? golden.cased : golden.uncased
        let vocabulary = try Vocabulary(words: expected.vocabulary)
        #expect(expected.texts.count > 15)
        for text in expected.texts {
            let found = try vocabulary.tokenized(text.text)
            // A text without words is none, where the package gives the two special tokens.
            #expect(found.tokens == (text.tokens.count == 2 ? [] : text.tokens), "\(text.text)")
            for (place, token) in found.tokens.enumerated() where !found.unknown.contains(place) {
                #expect(found.words[place] == vocabulary.words[token])
            }
        }
    }

    @Test func `Words that cannot be cut are shown as they are written`() throws {
        let words = ["[PAD]", "[UNK]", "[CLS]", "[SEP]", "bird", "##s", "."]
        let found = try Vocabulary(words: words).tokenized("Birds fly.")
        #expect(found.words == ["[CLS]", "bird", "##s", "fly", ".", "[SEP]"])
        #expect(found.tokens == [2, 4, 5, 1, 6, 3])
        #expect(found.unknown == [3] && found.unknownWords == ["fly"])
        // One capital letter in a piece, and case and accents stay.
        let cased = try Vocabulary(words: words + ["Caf\u{e9}"]).tokenized("Caf\u{e9} Birds")
        #expect(cased.tokens == [2, 7, 1, 3])
    }

    @Test func `Vocabularies of whole words are read as before`() throws {
        let found = try Vocabulary(words: ["<unk>", "birds", "[CLS]", "[SEP]"]).tokenized("Birds, birds")
        #expect(found.words == ["birds", ",", "birds"] && found.tokens == [1, 0, 1])
    }
}
