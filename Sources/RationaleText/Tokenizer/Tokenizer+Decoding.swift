public import RationaleCore

extension Tokenizer {
    /// The text of tokens.
    ///
    /// - Parameters:
    ///   - ids: numbers of tokens; those that have none are passed over.
    ///   - skippingSpecialTokens: whether special tokens are left out. Default: yes.
    /// - Returns: what the decoder makes of the tokens; without a decoder, the tokens with spaces between them.
    /// - Throws: `unavailable` where a pattern is too hard to match.
    public func decode(_ ids: [Int], skippingSpecialTokens: Bool = true) throws(RationaleError) -> String {
        var tokens: [String] = []
        for id in ids {
            guard let token = token(id) else { continue }
            if skippingSpecialTokens, added[token]?.isSpecial == true || controlIDs.contains(id) { continue }
            tokens.append(token)
        }
        guard let decoder else { return tokens.joined(separator: " ") }
        try decoder.decode(&tokens)
        return tokens.joined()
    }
}

extension Tokenizer: CustomStringConvertible {
    /// What kind of tokenizer this is: model, size of the vocabulary, and the other parts by their names.
    public var description: String {
        (["\(model.kind) of \(count) tokens"] + partNames).joined(separator: ", ")
    }
}
