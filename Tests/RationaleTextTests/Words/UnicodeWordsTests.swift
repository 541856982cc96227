import RationaleText
import Testing

/// Words by Unicode's rules, for text networks of one's own.
@Suite struct UnicodeWordsTests {
    @Test(arguments: [
        ("“It’s 3.14” 猫だ 👩🏽‍💻", ["“", "it’s", "3.14", "”", "猫", "だ", "👩🏽‍💻"]),
        (
            "Don't stop-gap, e.g. 1,000 «dogs»!",
            ["don't", "stop", "-", "gap", ",", "e", ".", "g", ".", "1,000", "«", "dogs", "»", "!"]
        ),
        ("コーヒーを飲む。", ["コーヒー", "を", "飲", "む", "。"]),
        ("naïve café", ["naïve", "café"]),
        ("שלום עולם", ["שלום", "עולם"]),
        ("B2B x2", ["b2b", "x2"]),
        ("1\u{FE0F}\u{20E3} ok 🇩🇪🇫🇷", ["1\u{FE0F}\u{20E3}", "ok", "🇩🇪", "🇫🇷"]),
        ("  \u{200B}\n\t", []), ("'", ["'"]), ("it's'", ["it's", "'"]), ("3.", ["3", "."]),
    ])
    func `Quotes, scripts without spaces and emoji are words`(text: String, words: [String]) {
        let found = UnicodeWords.words(of: text)
        #expect(found.map(\.text) == words)
        // Where it stands in the text, a word has its letters.
        let scalars = Array(text.unicodeScalars)
        for word in found {
            #expect(String(String.UnicodeScalarView(scalars[word.offsets])).lowercased() == word.text)
        }
        #expect(zip(found, found.dropFirst()).allSatisfy { $0.offsets.upperBound <= $1.offsets.lowerBound })
    }

    /// Models trained with `basic_english` keep its words: quotation marks disappear there.
    @Test func `A vocabulary keeps the splitting that it was trained with`() throws {
        let words = ["<unk>", "<pad>", "it", "'", "s", "it's", "good", "\"", "."]
        var vocabulary = try Vocabulary(words: words)
        let text = "It's \"good\"."
        #expect(try vocabulary.tokenized(text).words == ["it", "'", "s", "good", "."])
        vocabulary.splitting = .unicode
        let found = try vocabulary.tokenized(text)
        #expect(found.words == ["it's", "\"", "good", "\"", "."] && found.unknown.isEmpty)
        #expect(found.offsets == [0..<4, 5..<6, 6..<10, 10..<11, 11..<12])
        #expect(vocabulary.facts.contains { $0.text.contains("Unicode") })
    }
}
