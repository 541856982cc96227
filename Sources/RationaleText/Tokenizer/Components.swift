import RationaleCore

/// Rewrites a text before it is cut into words.
protocol Normalizer: Sendable {
    func normalize(_ text: inout AlignedText) throws(RationaleError)
}

/// Cuts a text into the pieces that the model sees one at a time.
protocol PreTokenizer: Sendable {
    func split(_ pieces: inout Pieces) throws(RationaleError)
}

/// A token in a piece.
struct PieceToken: Equatable {
    var id: Int32
    /// Bytes of the piece.
    var start: Int32
    var end: Int32
    /// Whether the token is shown as it stands in the text, and not as the vocabulary writes it.
    var isAsWritten = false
}

/// Cuts a piece into tokens of its vocabulary.
protocol TokenModel: Sendable {
    /// `WordPiece`, `BPE`, …
    var kind: String { get }
    var vocabulary: TokenVocabulary { get }
    /// What stands for pieces that the vocabulary cannot spell.
    var unknownID: Int? { get }
    /// Whether a piece is worth remembering: not where finding its tokens costs no more than looking it up.
    var isWorthCaching: Bool { get }
    /// Appends the tokens of a piece.
    func tokenize(_ piece: UnsafeBufferPointer<UInt8>, into tokens: inout [PieceToken]) throws(RationaleError)
}

extension TokenModel {
    var isWorthCaching: Bool { true }
}

/// Adds special tokens around the texts, and corrects offsets.
protocol PostProcessor: Sendable {
    /// How many tokens it adds.
    func addedCount(isPair: Bool) -> Int
    /// - Parameters:
    ///   - parts: one or two texts at first; what other processors made of them after that.
    ///   - isAdding: whether special tokens are wanted.
    func process(_ parts: inout [Encoding], isAdding: Bool)
}

/// Joins tokens to a text.
protocol TokenDecoder: Sendable {
    func decode(_ tokens: inout [String]) throws(RationaleError)
}
