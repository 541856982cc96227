import RationaleText
import Testing

/// Texts whose words are several tokens.
@Suite struct TokenizedTextTests {
    /// `[CLS] un ##believ ##able film [SEP]`, of which "unbelievable" is one word.
    private let text = TokenizedText(
        words: ["[CLS]", "unbelievable", "film", "[SEP]"], tokens: [2, 10, 11, 12, 13, 3],
        places: [0..<1, 1..<4, 4..<5, 5..<6], offsets: [0..<0, 0..<12, 13..<17, 17..<17], unknown: [2],
        special: [0, 3])

    @Test func `A word of several tokens has their places`() {
        #expect(text.places == [0..<1, 1..<4, 4..<5, 5..<6])
        #expect(text.unknownWords == ["film"])
        #expect(TokenizedText(words: ["a", "b"], tokens: [4, 5]).places == [0..<1, 1..<2])
    }

    @Test(arguments: [
        (5, [2, 10, 11, 12, 3], [0..<1, 1..<4, 4..<5]), (4, [2, 10, 11, 3], [0..<1, 1..<3, 3..<4]),
        (3, [2, 10, 3], [0..<1, 1..<2, 2..<3]), (2, [2, 3], [0..<1, 1..<2]), (1, [2], [0..<1]),
    ])
    func `A text is cut before its closing mark`(count: Int, tokens: [Int], places: [Range<Int>]) {
        let cut = text.cut(to: count)
        #expect(cut.tokens == tokens)
        #expect(cut.places == places)
        #expect(cut.words.count == places.count && cut.offsets?.count == places.count)
        #expect(cut.unknown.isEmpty)
        #expect(cut.special == (count == 1 ? [0] : [0, places.count - 1]))
        #expect(cut.notes == ["the text is cut: the network takes \(count) of its 6 tokens"])
    }

    @Test func `What fits stays as it is`() {
        #expect(text.cut(to: 6) == text)
        #expect(text.filled(to: 6, with: 0) == text)
    }

    @Test func `Padding is no word`() {
        let filled = text.filled(to: 8, with: 0)
        #expect(filled.tokens == [2, 10, 11, 12, 13, 3, 0, 0])
        #expect(filled.padding == 2 && filled.words.count == 4 && filled.places.last == 5..<6)
    }

    @Test func `BERT's vocabulary puts word pieces together`() throws {
        let words = ["[PAD]", "[UNK]", "[CLS]", "[SEP]", "un", "##believ", "##able", "film", "!"]
        let vocabulary = try Vocabulary(words: words)
        let whole = try vocabulary.tokenized("Unbelievable film!", units: .words)
        #expect(whole.words == ["[CLS]", "unbelievable", "film", "!", "[SEP]"])
        #expect(whole.tokens == [2, 4, 5, 6, 7, 8, 3])
        #expect(whole.places == [0..<1, 1..<4, 4..<5, 5..<6, 6..<7] && whole.special == [0, 4])
        let pieces = try vocabulary.tokenized("Unbelievable film!", units: .tokens)
        #expect(pieces.words == ["[CLS]", "un", "##believ", "##able", "film", "!", "[SEP]"])
        #expect(pieces.tokens == whole.tokens && pieces.special == [0, 6])
    }
}
