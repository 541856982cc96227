import RationaleCaptionMetrics
import Testing

@Suite struct TreebankTokenizerTests {
    @Test func `each line has the tokens of NLTK`() throws {
        let golden = try #require(CaptionGolden.tokens)
        for (line, expected) in zip(golden.lines, golden.nltk) {
            #expect(TreebankTokenizer().tokens(of: line) == expected, "\(line.debugDescription)")
        }
    }

    @Test(arguments: [
        ("They're \"here\".", ["They", "'re", "``", "here", "''", "."]),
        ("I can't; cannot.", ["I", "ca", "n't", ";", "can", "not", "."]),
        ("a b. c d.", ["a", "b.", "c", "d", "."]),
        ("", []),
    ])
    func `words are cut by hand as they are by rule`(text: String, expected: [String]) {
        #expect(TreebankTokenizer().tokens(of: text) == expected)
    }
}
