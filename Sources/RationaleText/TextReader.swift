public import RationaleCore

/// What turns a written text into a network's tokens: a ``Vocabulary`` of whole words, or a tokenizer.
public protocol TextReader: Sendable {
    /// How many tokens there are.
    var count: Int { get }
    /// The largest number of a token: a network needs a vector more than that.
    var largestID: Int { get }
    /// The token that fills short texts of a batch; `nil` where there is none.
    var paddingID: Int? { get }
    /// The token of what is not known; `nil` where there is none.
    var unknownID: Int? { get }
    /// The longest text that it makes, in tokens; `nil` where it says nothing.
    var maximumLength: Int? { get }
    /// What it is, in a few lines of a name and a text: its kind, its special tokens.
    var facts: [TextReaderFact] { get }

    /// A text as a network takes it.
    ///
    /// - Parameters:
    ///   - text: as it was written.
    ///   - units: what of it is explained.
    /// - Returns: no tokens for a text without words, special tokens aside.
    /// - Throws: `RationaleError.Code.badData` for what it has no token for.
    func tokenized(_ text: String, units: TextUnits) throws(RationaleError) -> TokenizedText
}

extension TextReader {
    /// What it is, in one line.
    public var summary: String { facts.map(\.text).joined(separator: ", ") }
}

/// One thing that is known of a ``TextReader``: `("kind", "WordPiece")`.
public struct TextReaderFact: Sendable, Hashable, Codable {
    public var name: String
    public var text: String

    public init(_ name: String, _ text: String) {
        self.name = name
        self.text = text
    }
}

extension Vocabulary: TextReader {
    public func tokenized(_ text: String, units: TextUnits) throws(RationaleError) -> TokenizedText {
        let pieces = try tokenized(text)
        return wordPiece == nil ? pieces : pieces.ofWordPieces(units)
    }

    public var largestID: Int { count - 1 }
    public var paddingID: Int? { padding }
    public var unknownID: Int? { unknown }
    public var maximumLength: Int? { nil }

    public var facts: [TextReaderFact] {
        let words =
            splitting == .unicode ? "words, cut by Unicode's rules" : "words, as torchtext's basic_english cuts them"
        let kind = wordPiece == nil ? words : "word pieces, as BERT cuts them"
        return [TextReaderFact("kind", kind), TextReaderFact("vocabulary", "\(count) tokens")]
    }
}

extension TokenizedText {
    /// Word pieces between two marks, put together to words: those that begin with `##` go on with the word before them.
    fileprivate func ofWordPieces(_ units: TextUnits) -> TokenizedText {
        guard words.count > 1 else { return self }
        var spelt: [String] = []
        var places: [Range<Int>] = []
        for (place, piece) in words.enumerated() {
            let goesOn = piece.count > 2 && piece.hasPrefix("##") && place > 1 && !unknown.contains(place)
            if units == .words, goesOn, let last = places.last {
                spelt[spelt.count - 1] += piece.dropFirst(2)
                places[places.count - 1] = last.lowerBound..<place + 1
            } else {
                spelt.append(piece)
                places.append(place..<place + 1)
            }
        }
        let lost = Set(unknown)
        return TokenizedText(
            words: spelt, tokens: tokens, places: places,
            unknown: places.indices.filter { places[$0].contains(where: lost.contains) },
            special: [0, places.count - 1])
    }
}
