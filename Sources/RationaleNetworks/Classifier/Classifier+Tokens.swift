public import RationaleCore
public import RationaleText
public import RationaleTorch

extension Classifier {
    /// The words that it knows.
    ///
    /// - Throws: `RationaleError.Code.usage` where nobody has said.
    public var knownWords: Vocabulary {
        get throws(RationaleError) {
            if let vocabulary { return vocabulary }
            throw RationaleError(
                .usage, "\(name) takes tokens, but does not say which word each of them is",
                hint: "Add --vocabulary FILE with one word a line, in the order of their tokens.")
        }
    }

    /// A text cut into the words of the vocabulary, as long as the network takes it.
    ///
    /// - Throws: as ``fitted(_:)``, and `badData` for a word that the vocabulary cannot replace.
    public func tokenized(_ text: String) throws(RationaleError) -> TokenizedText {
        try fitted(try knownWords.tokenized(text))
    }

    /// A text of the length that the network takes: cut where it is too long, filled with padding where it is too short. A
    /// note in the text says so.
    ///
    /// - Throws: `RationaleError.Code.usage` where it would have to be filled, and the vocabulary has no padding.
    public func fitted(_ text: TokenizedText) throws(RationaleError) -> TokenizedText {
        guard input.isText, let size = input.shape.first, !text.tokens.isEmpty else { return text }
        let isFree = size == Network.InputDescription.any
        let (least, most) = isFree ? (input.lengths.lowerBound, input.lengths.upperBound) : (size, size)
        if text.tokens.count > most { return text.cut(to: most) }
        guard text.tokens.count < least else { return text }
        guard let padding = vocabulary?.padding else {
            throw RationaleError(
                .usage,
                "\(name) takes texts of \(isFree ? "at least" : "exactly") \(least) words, not of \(text.tokens.count), and its vocabulary "
                    + "has no token for padding",
                hint: "Export it for any length: dynamic_shapes=({0: Dim(\"batch\"), 1: Dim(\"words\")},).")
        }
        return text.filled(to: least, with: padding)
    }

    /// A text's tokens, `[1, word]`, as the network takes them, on its device.
    ///
    /// - Throws: `RationaleError`: `badData` for a text without words, `usage` where the network takes no texts, or none of this
    ///   length (``fitted(_:)`` brings it to one).
    public func tokens(of text: TokenizedText) throws(RationaleError) -> Tensor {
        guard !text.tokens.isEmpty else {
            throw RationaleError(.badData, "the text has no words", hint: "Give at least one word.")
        }
        guard input.isText else {
            throw RationaleError(
                .usage,
                "\(name) takes inputs of shape \(input.shapeText) and type \(input.dtype), so it cannot read a text",
                hint: "Choose a network that takes tokens.")
        }
        guard input.accepts([1, text.tokens.count]) else {
            let isFree = input.shape[0] == Network.InputDescription.any
            throw RationaleError(
                .usage,
                "\(name) takes texts of \(isFree ? "at most \(input.lengths.upperBound)" : "exactly \(input.shape[0])") words, "
                    + "not of \(text.tokens.count)",
                hint: "Export it for any length: dynamic_shapes=({0: Dim(\"batch\"), 1: Dim(\"words\")},).")
        }
        return Tensor(text.tokens.map(Int64.init), shape: [1, text.tokens.count])
            .converted(to: input.dtype).moved(to: device)
    }
}
