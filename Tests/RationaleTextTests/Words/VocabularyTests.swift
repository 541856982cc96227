import RationaleCore
import RationaleText
import Testing

struct VocabularyTests {
    @Test func `The commonest words come first, equal ones by the alphabet`() {
        let texts = [["b", "a", "c"], ["b", "a"], ["b", "d", "<unk>"]]
        let all = Vocabulary(mostFrequentOf: texts)
        #expect(all.words == ["<unk>", "<pad>", "b", "a", "c", "d"])
        #expect(all.unknown == 0 && all.padding == 1 && all["b"] == 2 && all["z"] == nil)
        #expect(Vocabulary(mostFrequentOf: texts, limit: 2).words == ["<unk>", "<pad>", "b", "a"])
        #expect(Vocabulary(mostFrequentOf: texts, least: 2).words == ["<unk>", "<pad>", "b", "a"])
    }

    @Test func `Words that are not known are said so`() throws {
        let vocabulary = Vocabulary(mostFrequentOf: [["good", "film"]])
        let text = try vocabulary.tokenized("A good zebra: a GOOD film.")
        #expect(text.words == ["a", "good", "zebra", "a", "good", "film", "."])
        #expect(text.tokens == [0, 3, 0, 0, 3, 2, 0])
        #expect(text.unknown == [0, 2, 3, 6])
        #expect(text.unknownWords == ["a", "zebra", "."])
    }

    @Test(arguments: [["[PAD]", "[UNK]", "a"], ["a", "<pad>", "<unk>"]])
    func `Special words of others are found`(words: [String]) throws {
        let vocabulary = try Vocabulary(words: words)
        #expect(vocabulary.words[try #require(vocabulary.unknown)].lowercased().contains("unk"))
        #expect(vocabulary.words[try #require(vocabulary.padding)].lowercased().contains("pad"))
    }

    @Test func `What cannot be a vocabulary is refused`() throws {
        let twice = #expect(throws: RationaleError.self) { try Vocabulary(words: ["a", "b", "a"]) }
        #expect(twice?.code == .badData && twice?.message.contains("'a' twice, as number 0 and 2") == true)
        let empty = #expect(throws: RationaleError.self) { try Vocabulary(words: []) }
        #expect(empty?.code == .badData)
        let closed = try Vocabulary(words: ["a"])
        let unknown = #expect(throws: RationaleError.self) { try closed.tokenized("a b") }
        #expect(unknown?.code == .badData && unknown?.message.contains("'b'") == true)
    }
}
