public import RationaleCore
public import RationaleTorch

extension Network {
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

    /// A text's tokens, `[1, word]`, as the network takes them, on its device.
    ///
    /// - Throws: `RationaleError`: `badData` for a text without words, `usage` where the network takes no texts, or none of this
    ///   length.
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
            throw RationaleError(
                .usage, "\(name) takes texts of exactly \(input.shape[0]) words, not of \(text.tokens.count)",
                hint: "Export it for any length: dynamic_shapes=({0: Dim(\"batch\"), 1: Dim(\"words\")},).")
        }
        return Tensor(text.tokens.map(Int64.init), shape: [1, text.tokens.count])
            .converted(to: input.dtype).moved(to: device)
    }
}
