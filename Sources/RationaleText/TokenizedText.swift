/// A text as a network takes it: its words, and the number of each in a vocabulary.
public struct TokenizedText: Sendable, Hashable, Codable {
    /// As they are shown.
    public var words: [String]
    /// One for each word, and behind them those of ``padding``.
    public var tokens: [Int]
    /// How many tokens at the end fill the text up, without words.
    public internal(set) var padding = 0
    /// What a reader of the text's explanation should know: that it was cut or filled.
    public internal(set) var notes: [String] = []
    /// The places of the words that the vocabulary does not have, in ascending order.
    public var unknown: [Int]

    /// - Precondition: there are as many tokens as words.
    public init(words: [String], tokens: [Int], unknown: [Int] = []) {
        precondition(words.count == tokens.count, "\(tokens.count) tokens for \(words.count) words")
        self.words = words
        self.tokens = tokens
        self.unknown = unknown
    }

    /// The words that the vocabulary does not have, each once.
    public var unknownWords: [String] {
        var seen: Set<String> = []
        return unknown.map { words[$0] }.filter { seen.insert($0).inserted }
    }
}
