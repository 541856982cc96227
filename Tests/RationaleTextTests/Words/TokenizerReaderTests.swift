import Foundation
import RationaleText
import Testing

/// A transformer's tokenizer as a network's reader: tokens, words as they are written, marks.
@Suite struct TokenizerReaderTests {
    private static let golden = URL(fileURLWithPath: #filePath)
        .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
        .appending(path: "RationaleNetworksTests/Golden/transformers")

    /// What `transformers` says, by `scripts/reference/hugging_face.py`.
    private struct Pipeline: Decodable {
        struct Case: Decodable {
            let text: String
            let ids: [Int]
            let tokens: [String]
            let words: [Int?]
        }
        let padding: Int
        let cases: [Case]
    }

    @Test(arguments: ["bert", "roberta", "deberta-v2"])
    func `Tokens and words are those of the library`(family: String) throws {
        let data = try Data(contentsOf: Self.golden.appending(path: "\(family).json"))
        let pipeline = try JSONDecoder().decode(Pipeline.self, from: data)
        let tokenizer = try Tokenizer(contentsOf: Self.golden.appending(path: family).path)
        #expect(tokenizer.paddingID == pipeline.padding && tokenizer.maximumLength == 32)
        for text in pipeline.cases {
            let pieces = try tokenizer.tokenized(text.text, units: .tokens)
            let whole = try tokenizer.tokenized(text.text, units: .words)
            #expect(pieces.tokens == whole.tokens)
            // The library has cut it to 32.
            let cut = pieces.cut(to: 32)
            #expect(cut.tokens == text.ids)
            // The library's names of numbers; what is unknown is shown as it is written.
            for (index, id) in text.ids.enumerated() where id != tokenizer.unknownID {
                #expect(cut.words[index] == text.tokens[index])
            }
            #expect(cut.special == [0, text.ids.count - 1])
            let written = Set(text.words.compactMap(\.self)).count
            #expect(whole.cut(to: 32).words.count == written + 2)
            let scalars = Array(text.text.unicodeScalars)
            for (index, range) in try #require(whole.offsets).enumerated() where !whole.special.contains(index) {
                #expect(String(String.UnicodeScalarView(scalars[range])) == whole.words[index])
            }
        }
    }

    /// Its tokenizer has no pre-tokenizer: to the library the whole text is one word.
    @Test func `Words end at white space where the tokenizer does not part them`() throws {
        let tokenizer = try Tokenizer(contentsOf: TokenizerGolden.path("bpe-llama.json"))
        let text = "an unforgettable  bird\nsang 🐦 🐦!"
        let whole = try tokenizer.tokenized(text, units: .words)
        let words = whole.words.indices.filter { !whole.special.contains($0) }.map { whole.words[$0] }
        #expect(words == ["an", "unforgettable", "bird", "sang", "🐦", "🐦!"])
        #expect(whole.tokens == (try tokenizer.tokenized(text, units: .tokens)).tokens)
    }

    @Test(arguments: ["", " ", "\n\t"]) func `A text without words has no tokens`(text: String) throws {
        let tokenizer = try Tokenizer(contentsOf: Self.golden.appending(path: "bert").path)
        #expect(try tokenizer.tokenized(text, units: .words).tokens.isEmpty)
    }

    @Test func `What it is, is said`() throws {
        let facts = try Tokenizer(contentsOf: Self.golden.appending(path: "bert").path).facts
        let texts = Dictionary(uniqueKeysWithValues: facts.map { ($0.name, $0.text) })
        #expect(texts["kind"]?.contains("WordPiece of 130 tokens") == true, "\(texts)")
        #expect(try Tokenizer(contentsOf: Self.golden.appending(path: "roberta").path).marks == ["<s>", "</s>"])
        #expect(texts["marks"] == "[CLS] [SEP]" && texts["padding"] == "[PAD]" && texts["unknown"] == "[UNK]")
    }
}
