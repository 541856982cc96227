/// One true sentence about a bird in a picture.
public struct Sentence: Hashable, Codable, Sendable {
    /// In lower case, as captions of birds are written: `"a small bird with a yellow belly and a black bill."`
    public let text: String
    /// What is claimed, in the order of the words.
    public let phrases: [Phrase]

    package init(text: String, phrases: [Phrase]) {
        self.text = text
        self.phrases = phrases
    }

    /// Attribute and the value that is claimed for it; a crest or an eye ring that is denied has the value `"none"`.
    public var mentions: [Attribute: String] {
        Dictionary(phrases.map { ($0.attribute, $0.value) }) { first, _ in first }
    }

    /// The words of the text without commas and full stops. Compounds (`"yellow-bellied"`) are one word.
    public var words: [String] {
        text.split(separator: " ").map { $0.filter { $0 != "," && $0 != "." }.lowercased() }
    }
}

extension Sentence {
    /// The words that state one attribute.
    public struct Phrase: Hashable, Codable, Sendable {
        public let attribute: Attribute
        /// The name of the value, which the words may paraphrase: `"barred"` for “with bars”.
        public let value: String
        /// The decisive words, in ``Sentence/words``: “yellow” of “a yellow belly”. Two attributes may share them, as in
        /// “a yellow belly and breast”.
        public let words: Range<Int>
        /// The name of the part they are said of, “belly”; `nil` where it is within the decisive words (“yellow-bellied”).
        public let noun: Range<Int>?

        package init(attribute: Attribute, value: String, words: Range<Int>, noun: Range<Int>?) {
            self.attribute = attribute
            self.value = value
            self.words = words
            self.noun = noun
        }
    }
}
