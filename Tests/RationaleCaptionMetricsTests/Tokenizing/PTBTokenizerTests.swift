import RationaleCaptionMetrics
import Testing

@Suite struct PTBTokenizerTests {
    @Test func `each line alone has the tokens of the Stanford tokenizer`() throws {
        let golden = try #require(CaptionGolden.tokens)
        #expect(golden.lines.count > 100)
        let tokenizer = PTBTokenizer(lowercases: false)
        for (line, expected) in zip(golden.lines, golden.stanford) {
            #expect(tokenizer.tokens(of: line) == expected, "\(line.debugDescription)")
        }
    }

    @Test func `lines of one text have the tokens of the Stanford tokenizer`() throws {
        let golden = try #require(CaptionGolden.tokens)
        let found = PTBTokenizer().tokens(ofLines: golden.together)
        #expect(found.count == golden.stanfordTogether.count)
        for (line, (one, expected)) in zip(golden.together, zip(found, golden.stanfordTogether)) {
            #expect(one == expected, "\(line.debugDescription)")
        }
    }

    @Test func `the COCO evaluation drops its list of punctuation and nothing else`() throws {
        let golden = try #require(CaptionGolden.scores)
        #expect(PTBTokenizer.coco.tokens(ofLines: golden.segments.map(\.hypothesis)) == golden.words)
        // The list names -LRB- in capitals, which no token in small letters equals.
        #expect(
            PTBTokenizer.coco.tokens(of: "A bird (small): \"tit\", isn't it?") == [
                "a", "bird", "-lrb-", "small", "-rrb-", "tit", "is", "n't", "it",
            ])
        #expect(PTBTokenizer.punctuation.count == 17)
    }

    @Test func `a next line with a capital ends the sentence before it`() {
        let tokenizer = PTBTokenizer()
        #expect(tokenizer.tokens(ofLines: ["wings etc.", "The tail"])[0] == ["wings", "etc.", "."])
        #expect(tokenizer.tokens(ofLines: ["wings etc.", "the tail"])[0] == ["wings", "etc."])
        #expect(tokenizer.tokens(of: "wings etc.") == ["wings", "etc.", "."])
    }

    @Test func `line breaks in a line are spaces`() {
        #expect(
            PTBTokenizer().tokens(ofLines: ["one\ntwo", "three\r\nfour"]) == [["one", "two"], ["three", "four"]])
        #expect(PTBTokenizer().tokens(of: "").isEmpty)
        #expect(PTBTokenizer().tokens(ofLines: []).isEmpty)
        #expect(PTBTokenizer().tokens(ofLines: ["", "a", ""]) == [[], ["a"], []])
    }

    @Test func `many threads get the same tokens`() async {
        let line = "It's the bird's wing, isn't it? In the U.S. The end of foo.net/bar, etc."
        let expected = PTBTokenizer().tokens(of: line)
        await withTaskGroup(of: Bool.self) { group in
            for _ in 0..<64 { group.addTask { PTBTokenizer().tokens(of: line) == expected } }
            for await isSame in group { #expect(isSame) }
        }
    }
}
