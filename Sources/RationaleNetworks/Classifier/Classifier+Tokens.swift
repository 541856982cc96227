public import RationaleCore
public import RationaleText
public import RationaleTorch

extension Classifier {
    /// How it reads texts.
    ///
    /// - Throws: `RationaleError.Code.usage` where nobody has said.
    public var knownReader: any TextReader {
        get throws(RationaleError) {
            if let reader { return reader }
            throw RationaleError(
                .usage, "\(name) takes tokens, but does not say which word each of them is",
                hint:
                    "Add --tokenizer with its tokenizer.json or the folder of a transformer, or --vocabulary FILE with one "
                    + "word a line, in the order of their tokens.")
        }
    }

    /// The whole words that it knows.
    ///
    /// - Throws: `RationaleError.Code.usage` where nobody has said, or it reads pieces of words.
    public var knownWords: Vocabulary {
        get throws(RationaleError) {
            guard let vocabulary = try knownReader as? Vocabulary else {
                throw RationaleError(
                    .usage, "\(name) reads texts by a tokenizer, and not by whole words",
                    hint: "Use texts of your own: --texts FILE.")
            }
            return vocabulary
        }
    }

    /// A text cut into the tokens of the network, and as long as the network takes it.
    ///
    /// - Throws: as ``fitted(_:)``, and `badData` for a word that the vocabulary cannot replace.
    public func tokenized(_ text: String) throws(RationaleError) -> TokenizedText {
        try fitted(try knownReader.tokenized(text, units: units))
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
        guard let padding = reader?.paddingID else {
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
        try requireKnown(text)
        return Tensor(text.tokens.map(Int64.init), shape: [1, text.tokens.count])
            .converted(to: input.dtype).moved(to: device)
    }

    /// How many tokens the network knows: the rows of the table in which they are looked up. `nil` where it has none.
    public var tokenCount: Int? {
        guard input.isText, let lookUp = network.graph.tokenLookUp, case .value(let table)? = lookUp.arguments.first
        else { return nil }
        return network.weights[table]?.shape.first
    }

    private func requireKnown(_ text: TokenizedText) throws(RationaleError) {
        guard let rows = tokenCount,
            let word = text.places.firstIndex(where: { text.tokens[$0].contains { !(0..<rows).contains($0) } }),
            let token = text.tokens[text.places[word]].first(where: { !(0..<rows).contains($0) })
        else { return }
        throw RationaleError(
            .badData, "'\(text.words[word])' is token \(token), but \(name) knows only \(rows) tokens",
            hint: "The tokenizer belongs to another network: use the one with which this network was trained.")
    }
}
