import Foundation
import RationaleCore
import RationaleNarration
import Testing

@Suite struct VocabularyTests {
    @Test func `frequent words come first, equally frequent ones by alphabet`() {
        let vocabulary = NarratorVocabulary(of: [["b", "a", "c"], ["c", "d"], ["c", "a", "b"], []])
        #expect(vocabulary.words == ["<start>", "<end>", "<unknown>", "c", "a", "b", "d"])
        #expect(vocabulary.counts == [3, 3, 0, 3, 2, 2, 1])
        #expect(vocabulary.end == 1 && vocabulary.unknown == 2 && vocabulary.count == 7)
    }

    @Test func `rare words are unknown`() {
        let vocabulary = NarratorVocabulary(of: [["b", "a", "c"], ["c", "d"], ["c", "a"]], least: 2)
        #expect(vocabulary.words.dropFirst(3) == ["c", "a"])
        #expect(vocabulary.counts == [3, 3, 2, 3, 2])
        #expect(vocabulary.numbers(of: ["a", "d", "never seen"]) == [4, 2, 2, 1])
        #expect(vocabulary.words(of: [0, 4, 2, 1]) == ["a", "<unknown>"])
    }

    @Test func `words spelt like the marks of sentences are unknown`() throws {
        let vocabulary = NarratorVocabulary(of: [["<end>", "a", "<start>"], ["<unknown>", "a"]])
        #expect(vocabulary.words == ["<start>", "<end>", "<unknown>", "a"])
        #expect(vocabulary.counts == [2, 2, 3, 2])
        #expect(vocabulary.numbers(of: ["<end>", "a", "<start>", "<unknown>"]) == [2, 3, 2, 2, 1])
        #expect(vocabulary.numbers(of: ["a", "<end>"]) == [3, 1])
        #expect(try JSONDecoder().decode(NarratorVocabulary.self, from: JSONEncoder().encode(vocabulary)) == vocabulary)
    }

    @Test func `a given vocabulary keeps its numbers, and full stops close its sentences`() throws {
        let vocabulary = try NarratorVocabulary(words: ["#start#", "bird", ".", "red"], end: ".")
        #expect(vocabulary.end == 2 && vocabulary.unknown == nil && vocabulary.counts == [0, 0, 0, 0])
        #expect(vocabulary.numbers(of: ["red", "bird"]) == [3, 1, 2])
        #expect(vocabulary.numbers(of: ["red", "bird", "."]) == [3, 1, 2])
        #expect(vocabulary.numbers(of: ["blue", "bird"]) == nil)
        #expect(vocabulary.words(of: [3, 1, 2]) == ["red", "bird"])
    }

    @Test(
        arguments: [
            (["s", "a", "a", "."], ".", nil, "'a' twice"), (["s", "a"], ".", nil, "no '.'"),
            ([".", "a"], ".", nil, "no '.'"), (["s", "."], ".", [1], "2 words and 1 counts"), ([], "", nil, "0 words"),
        ] as [([String], String, [Int]?, String)])
    func `words that make no vocabulary are refused`(words: [String], end: String, counts: [Int]?, reason: String) {
        let error = refusal { _ = try NarratorVocabulary(words: words, end: end, counts: counts) }
        #expect(error?.code == .badData && error?.message.contains(reason) == true)
    }

    @Test func `what is written is what is read`() throws {
        for vocabulary in [
            NarratorVocabulary(of: [["é", "\"", "日本"], ["é"]]),
            try NarratorVocabulary(words: ["s", "a", "."], end: ".", counts: [4, 5, 4]),
        ] {
            let read = try JSONDecoder().decode(NarratorVocabulary.self, from: JSONEncoder().encode(vocabulary))
            #expect(read == vocabulary && read.numbers(of: ["a"]) == vocabulary.numbers(of: ["a"]))
        }
    }

    @Test(arguments: [
        #"{"words":["s","a","."],"counts":[1,1,1],"end":3}"#, #"{"words":["s","a","."],"counts":[1,1,1],"end":-1}"#,
        #"{"words":["s","a","."],"counts":[1,1,1],"end":0}"#, #"{"words":["s","a","a"],"counts":[1,1,1],"end":1}"#,
        #"{"words":["s","a"],"counts":[1],"end":1}"#, #"{"words":[],"counts":[],"end":0}"#, #"{"words":["s","a"]}"#,
        #"{"words":"s","counts":[],"end":0}"#,
    ])
    func `damaged vocabularies are refused`(json: String) {
        #expect(throws: (any Error).self) {
            try JSONDecoder().decode(NarratorVocabulary.self, from: Data(json.utf8))
        }
    }
}
