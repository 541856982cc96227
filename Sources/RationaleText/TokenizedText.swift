/// A text as a network takes it: its tokens, and the words that they spell.
///
/// A word is what is explained and shown. It may be several tokens (`un`, `##believ`, `##able`); ``places`` says which.
public struct TokenizedText: Sendable, Hashable, Codable {
    /// As they are shown.
    public var words: [String]
    /// As the network takes them: first those of the words, and behind them those of ``padding``.
    public var tokens: [Int]
    /// How many tokens at the end fill the text up, without words.
    public internal(set) var padding = 0
    /// What a reader of the text's explanation should know: that it was cut or filled.
    public internal(set) var notes: [String] = []
    /// The places of the words that the vocabulary does not have, in ascending order.
    public var unknown: [Int]
    /// Where each word stands in the text, counted in Unicode scalars; empty for a word that stands nowhere. `nil` where
    /// nobody knows.
    public internal(set) var offsets: [Range<Int>]?
    /// The places of words that the tokenizer adds to mark the text: `[CLS]`, `</s>`. They are no part of what was written.
    public internal(set) var special: Set<Int> = []
    /// The tokens of each word; `nil` where each is one.
    private var grouping: [Range<Int>]?

    /// A text each of whose words is a token.
    ///
    /// - Precondition: there are as many tokens as words.
    public init(words: [String], tokens: [Int], unknown: [Int] = []) {
        precondition(words.count == tokens.count, "\(tokens.count) tokens for \(words.count) words")
        self.words = words
        self.tokens = tokens
        self.unknown = unknown
    }

    /// A text whose words may be several tokens.
    ///
    /// - Parameters:
    ///   - words: as they are shown.
    ///   - tokens: of all words.
    ///   - places: the tokens of each word, in order and without gaps.
    ///   - offsets: where each word stands in the text, counted in Unicode scalars.
    ///   - unknown: the places of words that the vocabulary does not have.
    ///   - special: the places of words that mark the text and were not written.
    /// - Precondition: there is a place for each word, and one word for each token.
    public init(
        words: [String], tokens: [Int], places: [Range<Int>], offsets: [Range<Int>]? = nil, unknown: [Int] = [],
        special: Set<Int> = []
    ) {
        precondition(
            words.count == places.count
                && places.reduce(0) { $1.lowerBound == $0 ? $1.upperBound : -1 } == tokens.count,
            "the places of \(words.count) words do not cover \(tokens.count) tokens")
        self.words = words
        self.tokens = tokens
        self.unknown = unknown
        self.offsets = offsets
        self.special = special
        grouping = places.allSatisfy { $0.count == 1 } ? nil : places
    }

    /// The tokens of each word.
    public var places: [Range<Int>] { grouping ?? words.indices.map { $0..<$0 + 1 } }

    /// The words that the vocabulary does not have, each once.
    public var unknownWords: [String] {
        var seen: Set<String> = []
        return unknown.map { words[$0] }.filter { seen.insert($0).inserted }
    }
}

/// What of a text is explained.
public enum TextUnits: String, Sendable, Hashable, Codable, CaseIterable {
    /// Every token by itself.
    case tokens
    /// The tokens of a word together: what they say is added up, and they are left out together.
    case words
}
