import Foundation
import RationaleCore
import RationaleText
import Testing

/// Every number, offset, word and mask is compared with the package's.
struct TokenizerTests {
    @Test(arguments: TokenizerGolden.names) func `Encodings are those of the package tokenizers`(name: String) throws {
        let tokenizer = try Tokenizer(contentsOf: TokenizerGolden.path("\(name).json"))
        let answers = try TokenizerGolden.answers(name)
        #expect(answers.count > 100)
        for answer in answers {
            guard answer.fails == nil else {
                #expect(throws: RationaleError.self, "\(answer.text.debugDescription)") {
                    try tokenizer.encode(answer.text, pair: answer.pair, addingSpecialTokens: answer.adding)
                }
                continue
            }
            let found = try tokenizer.encode(answer.text, pair: answer.pair, addingSpecialTokens: answer.adding)
            let comment = Comment(rawValue: "\(answer.text.debugDescription) \(answer.pair.debugDescription)")
            #expect(found.ids == answer.ids, comment)
            #expect(found.tokens == answer.tokens, comment)
            #expect(found.typeIDs == answer.types, comment)
            #expect(found.offsets.flatMap { [$0.lowerBound, $0.upperBound] } == answer.offsets, comment)
            #expect(found.words.map { $0 ?? -1 } == answer.words, comment)
            #expect(found.isSpecial.map { $0 ? 1 : 0 } == answer.isSpecial, comment)
            #expect(found.attentionMask == answer.mask, comment)
            #expect(found.sequences.map { $0 ?? -1 } == answer.sequences, comment)
            if let decoded = answer.decoded {
                #expect(
                    try tokenizer.decode(found.ids, skippingSpecialTokens: answer.adding).unicodeScalars
                        .elementsEqual(decoded.unicodeScalars), comment)
            }
        }
    }

    @Test(arguments: ["sp-unigram", "sp-bpe", "sp-suffix"])
    func `SentencePiece's models give its pieces`(name: String) throws {
        let tokenizer = try Tokenizer(contentsOf: TokenizerGolden.path("\(name).model"))
        let answers = try TokenizerGolden.pieces(name)
        #expect(answers.count > 50)
        for answer in answers {
            let found = try tokenizer.encode(answer.text)
            let comment = Comment(rawValue: answer.text.debugDescription)
            #expect(found.ids == answer.ids, comment)
            #expect(found.tokens == answer.tokens, comment)
            #expect(
                try tokenizer.decode(found.ids, skippingSpecialTokens: false).unicodeScalars
                    .elementsEqual(answer.decoded.unicodeScalars), comment)
            // Bytes of an unknown character have its whole place here, and parts of it there.
            guard !found.tokens.contains(where: { $0.hasPrefix("<0x") }) else { continue }
            var numbers: [Int] = []
            for (number, scalar) in answer.text.unicodeScalars.enumerated() {
                numbers += Array(repeating: number, count: UTF8.width(scalar))
            }
            numbers.append(answer.text.unicodeScalars.count)
            #expect(
                found.offsets.flatMap { [$0.lowerBound, $0.upperBound] } == answer.bytes.map { numbers[$0] }, comment)
        }
    }

    @Test(arguments: TokenizerGolden.names) func `A batch is as its texts alone, filled up`(name: String) throws {
        var tokenizer = try Tokenizer(contentsOf: TokenizerGolden.path("\(name).json"))
        tokenizer.padding = nil
        tokenizer.truncation = nil
        let texts = try TokenizerGolden.answers(name).filter { $0.pair == nil }.map(\.text)
        let alone = try texts.map { try tokenizer.encode($0) }
        #expect(try tokenizer.encode(texts) == alone)
        tokenizer.padding = .init(id: 1, token: "P")
        let longest = alone.map(\.count).max() ?? 0
        for (filled, short) in zip(try tokenizer.encode(texts), alone) {
            #expect(filled.count == longest && filled.attentionMask.reduce(0, +) == short.count)
            #expect(Array(filled.ids.prefix(short.count)) == short.ids)
        }
    }

    @Test func `Cutting keeps special tokens and counts what it takes`() throws {
        var tokenizer = try Tokenizer(contentsOf: TokenizerGolden.path("wordpiece-bert.json"))
        let whole = try tokenizer.encode("the bird song and the small red wing")
        let cut = whole.cut(to: 5)
        #expect(cut.count == 5 && cut.dropped == whole.count - 5)
        #expect(cut.tokens.first == "[CLS]" && cut.tokens.last == "[SEP]")
        #expect(Array(cut.ids[1..<4]) == Array(whole.ids[1..<4]))
        let left = whole.cut(to: 5, side: .left)
        #expect(Array(left.ids[1..<4]) == Array(whole.ids.dropLast().suffix(3)))
        #expect(whole.cut(to: 100) == whole)
        #expect(whole.cut(to: 1).tokens == ["[CLS]", "[SEP]"])
        // The truncation of a tokenizer says the same of a single text.
        tokenizer.truncation = .init(length: 5)
        #expect(try tokenizer.encode("the bird song and the small red wing") == cut)
        let padded = cut.padded(to: 8, with: .init(id: 0, token: "[PAD]"))
        #expect(padded.ids == cut.ids + [0, 0, 0] && padded.attentionMask == [1, 1, 1, 1, 1, 0, 0, 0])
        #expect(padded.cut(to: 6).ids == cut.ids + [0])
    }

    @Test func `What a tokenizer knows of its vocabulary`() throws {
        let tokenizer = try Tokenizer(contentsOf: TokenizerGolden.path("wordpiece-bert.json"))
        #expect(tokenizer.id(of: "[CLS]") == 2 && tokenizer.token(2) == "[CLS]" && tokenizer.unknownID == 1)
        #expect(tokenizer.paddingID == 0 && tokenizer.count == tokenizer.largestID + 1)
        #expect(tokenizer.token(-1) == nil && tokenizer.token(1 << 40) == nil && tokenizer.id(of: "\u{0}") == nil)
        #expect(tokenizer.description.contains("WordPiece") && tokenizer.description.contains("BertNormalizer"))
        let cut = try Tokenizer(contentsOf: TokenizerGolden.path("wordpiece-cut.json"))
        #expect(cut.maximumLength == 24 && cut.id(of: "river") != nil)
    }

    @Test(arguments: TokenizerGolden.names) func `A long text takes time in proportion`(name: String) throws {
        let tokenizer = try Tokenizer(contentsOf: TokenizerGolden.path("\(name).json"))
        // One word of 100,000 characters, and as many of one each: nothing may be quadratic.
        for text in [String(repeating: "ab\u{e9}\u{1F600}", count: 25_000), String(repeating: "a ", count: 50_000)] {
            let clock = ContinuousClock()
            let time = clock.measure { _ = try? tokenizer.encode(text) }
            #expect(time < .seconds(20))
        }
    }

    @Test func `Threads share a tokenizer`() async throws {
        let tokenizer = try Tokenizer(contentsOf: TokenizerGolden.path("bpe-roberta.json"))
        let texts = try TokenizerGolden.answers("bpe-roberta").map(\.text)
        let alone = try texts.map { try tokenizer.encode($0) }
        try await withThrowingTaskGroup(of: [Encoding].self) { group in
            for _ in 0..<4 { group.addTask { try texts.map { try tokenizer.encode($0) } } }
            for try await found in group { #expect(found == alone) }
        }
    }
}
