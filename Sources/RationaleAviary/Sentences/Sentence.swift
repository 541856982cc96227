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

    /// The words of the text in lower case, without commas, full stops, and the marks `; : ! ?`. Compounds
    /// (`"yellow-bellied"`) are one word.
    public var words: [String] { SentenceToken.tokens(of: text).map(\.word) }

    /// What is claimed, in the order of the words, each attribute and value once.
    public var claims: [Claim] {
        var seen: Set<Claim> = []
        return phrases.map(\.claim).filter { seen.insert($0).inserted }
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
        /// The name of the part they are said of, “belly”; `nil` where the sentence does not name it but within the decisive
        /// words (“yellow-bellied”, “a blue bird”).
        public let noun: Range<Int>?

        /// What the phrase claims.
        public var claim: Claim { Claim(attribute, value) }

        package init(attribute: Attribute, value: String, words: Range<Int>, noun: Range<Int>?) {
            self.attribute = attribute
            self.value = value
            self.words = words
            self.noun = noun
        }
    }
}

extension Sentence {
    /// That a bird has a value of an attribute. It need not be true, and ``value`` need not be one of the attribute's:
    /// “a purple bill” is claimed, though no bird has one.
    public struct Claim: Hashable, Codable, Sendable {
        public let attribute: Attribute
        /// `"none"` for a crest or an eye ring that is denied.
        public let value: String

        public init(_ attribute: Attribute, _ value: String) {
            self.attribute = attribute
            self.value = value
        }
    }
}
