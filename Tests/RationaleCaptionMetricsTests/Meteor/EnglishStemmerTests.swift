import RationaleCaptionMetrics
import Testing

@Suite struct EnglishStemmerTests {
    @Test func `stems are those of the stemmer in METEOR`() throws {
        let stems = try MeteorGolden.load().stems
        #expect(stems.count > 200)
        for pair in stems {
            let found = String(decoding: EnglishStemmer.stem(Array(pair[0].utf16)), as: UTF16.self)
            #expect(found == pair[1], "\(pair[0])")
        }
    }

    @Test(arguments: [
        "", "a", "'", "''", "'''", "'s", "'s'", "y's", "Y", "yed", "ing", "eed", "ied", "li", "ogi", "sses",
    ])
    func `a word of nothing but endings does no harm`(word: String) {
        let stem = EnglishStemmer.stem(Array(word.utf16))
        #expect(stem.count <= word.utf16.count)
    }
}
