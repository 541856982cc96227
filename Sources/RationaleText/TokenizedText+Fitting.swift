extension TokenizedText {
    /// Tokens that end a text in the vocabularies of transformers, and must stay at its end.
    private static let endings: Set = ["[SEP]", "</s>"]

    /// The text without the words behind the first `count` tokens; a token that marks its end stays.
    public func cut(to count: Int) -> TokenizedText {
        guard tokens.count > count, count > 0 else { return self }
        var kept = Array(words.indices.prefix(count))
        if let last = words.indices.last, Self.endings.contains(words[last]), count > 1 { kept[count - 1] = last }
        let positions = Dictionary(uniqueKeysWithValues: zip(kept, kept.indices))
        var text = TokenizedText(
            words: kept.map { words[$0] }, tokens: kept.map { tokens[$0] },
            unknown: unknown.compactMap { positions[$0] })
        text.notes = notes + ["the text is cut: the network takes \(count) of its \(words.count) words"]
        return text
    }

    /// The text with a token for padding behind its words, up to `count` tokens in all.
    public func filled(to count: Int, with token: Int) -> TokenizedText {
        guard tokens.count < count else { return self }
        var text = self
        text.padding = count - words.count
        text.tokens += Array(repeating: token, count: count - tokens.count)
        text.notes.append("the text is filled up with padding: the network takes no fewer than \(count) words")
        return text
    }
}
