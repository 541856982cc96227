import RationaleNarration
import Testing

@Suite struct SentenceWordsTests {
    @Test(arguments: [
        ("A small bird, with a red bill.", ["a", "small", "bird", ",", "with", "a", "red", "bill"]),
        ("this bird is blue. its tail is long", ["this", "bird", "is", "blue", ".", "its", "tail", "is", "long"]),
        ("yellow-bellied (and tiny)!", ["yellow-bellied", "(", "and", "tiny", ")", "!"]),
        ("", []), (" . ", []),
    ])
    func `a sentence is cut into lower-case words and marks, without its last full stop`(
        sentence: String, words: [String]
    ) {
        #expect(SentenceWords.words(of: sentence) == words)
    }

    @Test(arguments: [
        "a small bird, with a red bill.", "this bird is blue. its tail is long.", "yellow-bellied (and tiny)!",
    ])
    func `words put together again are the sentence`(sentence: String) {
        #expect(SentenceWords.sentence(of: SentenceWords.words(of: sentence)) == sentence)
    }
}
