public import RationaleCore

/// The words that a text network knows, each with a number: its token.
public struct Vocabulary: Sendable, Equatable {
    /// The word of each token.
    public let words: [String]
    /// The token of words that are not in it; `nil` where it has none.
    public let unknown: Int?
    /// The token that fills short texts of a batch; `nil` where it has none.
    public let padding: Int?
    /// How BERT cuts texts with it; `nil` for a vocabulary of whole words.
    package let wordPiece: WordPiece?
    private let tokens: [String: Int]
    /// How it cuts texts, where it is one of whole words. Default: as torchtext's `basic_english`.
    public var splitting = WordSplitting.basicEnglish

    /// What stands for words that are not in the vocabulary, here and in the files of others.
    static let unknownNames = ["<unk>", "[UNK]", "<UNK>", "unk"]
    static let paddingNames = ["<pad>", "[PAD]", "<PAD>", "pad"]

    /// More than the vocabulary of any text network.
    public static let mostWords = 10_000_000

    /// A vocabulary of given words, in the order of their tokens.
    ///
    /// Unknown words and padding are found by their usual names: `<unk>` and `<pad>`, `[UNK]` and `[PAD]`.
    /// - Throws: `RationaleError.Code.badData` where there are no words, too many, or the same one twice.
    public init(words: [String]) throws(RationaleError) {
        guard !words.isEmpty, words.count <= Self.mostWords else {
            throw RationaleError(
                .badData, "a vocabulary has 1 to \(Self.mostWords) words, not \(words.count)")
        }
        var tokens: [String: Int] = [:]
        tokens.reserveCapacity(words.count)
        for (token, word) in words.enumerated() {
            if let first = tokens.updateValue(token, forKey: word) {
                throw RationaleError(
                    .badData, "the vocabulary has the word '\(word)' twice, as number \(first) and \(token)",
                    hint: "Number \(first) stands in line \(first + 1).")
            }
        }
        self.words = words
        self.tokens = tokens
        unknown = Self.unknownNames.lazy.compactMap { tokens[$0] }.first
        padding = Self.paddingNames.lazy.compactMap { tokens[$0] }.first
        wordPiece = WordPiece(words, tokens)
    }

    /// The commonest words of some texts, after one token for unknown words (0) and one for padding (1).
    ///
    /// - Parameters:
    ///   - texts: by their words.
    ///   - limit: how many words at most. Default: 25,000, with which the published network has 25,002 tokens.
    ///   - least: how often a word must occur. Default: once.
    /// Words that are equally common are in alphabetical order, so that the same texts give the same tokens.
    public init(mostFrequentOf texts: some Sequence<[String]>, limit: Int = 25_000, least: Int = 1) {
        var counts: [String: Int] = [:]
        for text in texts { for word in text { counts[word, default: 0] += 1 } }
        for name in [Self.unknownNames[0], Self.paddingNames[0]] { counts[name] = nil }
        let common = counts.filter { $0.value >= least }
            .sorted { ($1.value, $0.key) < ($0.value, $1.key) }.prefix(limit).map(\.key)
        words = [Self.unknownNames[0], Self.paddingNames[0]] + common
        tokens = Dictionary(uniqueKeysWithValues: zip(words, words.indices))
        unknown = 0
        padding = 1
        wordPiece = nil
    }

    /// Vocabularies are equal where their words are, in the same order.
    public static func == (a: Vocabulary, b: Vocabulary) -> Bool { a.words == b.words }

    /// How many tokens there are.
    public var count: Int { words.count }

    /// The token of a word; `nil` where it is not in the vocabulary.
    public subscript(word: String) -> Int? { tokens[word] }

    /// A text as a network with this vocabulary takes it: cut as ``splitting`` says, or by BERT's rules where the vocabulary is
    /// one of word pieces (it has `[CLS]`, `[SEP]` and pieces that begin with `##`).
    ///
    /// - Throws: `RationaleError.Code.badData` for a word that is not in the vocabulary, where it has no token for such.
    public func tokenized(_ text: String) throws(RationaleError) -> TokenizedText {
        if let wordPiece { return wordPiece.tokenized(text) }
        let (words, offsets) = splitting.words(of: text)
        var tokenized = try tokenized(words: words)
        tokenized.offsets = offsets
        return tokenized
    }

    /// The same for a text that is cut into words already.
    public func tokenized(words: [String]) throws(RationaleError) -> TokenizedText {
        var tokens: [Int] = []
        var unknownPlaces: [Int] = []
        for (place, word) in words.enumerated() {
            if let token = self.tokens[word] {
                tokens.append(token)
                continue
            }
            guard let unknown else {
                throw RationaleError(
                    .badData, "the vocabulary does not have the word '\(word)', and no token for unknown words",
                    hint: "Add a line <unk> to the vocabulary, where the network has one.")
            }
            tokens.append(unknown)
            unknownPlaces.append(place)
        }
        return TokenizedText(words: words, tokens: tokens, unknown: unknownPlaces)
    }
}
