extension TokenizedText {
    /// Tokens that end a text in the vocabularies of transformers, and must stay at its end.
    private static let endings: Set = ["[SEP]", "</s>"]

    /// The text without what lies behind the first `count` tokens; tokens that mark its end stay.
    ///
    /// A word of several tokens that does not fit as a whole keeps those that fit.
    public func cut(to count: Int) -> TokenizedText {
        guard tokens.count > count, count > 0 else { return self }
        let places = places
        // Marks at the end, but no more than leave room for a token.
        let marks = words.indices.reversed().prefix { isMark($0) && words.count - $0 < count }.count
        var kept: [(word: Int, tokens: Range<Int>)] = []
        var room = count - marks
        for word in words.indices.dropLast(marks) where room > 0 {
            let own = places[word].prefix(room)
            kept.append((word, own))
            room -= own.count
        }
        kept += words.indices.suffix(marks).map { ($0, places[$0]) }
        var start = 0
        let newPlaces = kept.map { part -> Range<Int> in
            defer { start += part.tokens.count }
            return start..<start + part.tokens.count
        }
        let positions = Dictionary(uniqueKeysWithValues: zip(kept.map(\.word), kept.indices))
        var text = TokenizedText(
            words: kept.map { words[$0.word] }, tokens: kept.flatMap { tokens[$0.tokens] }, places: newPlaces,
            offsets: offsets.map { offsets in kept.map { offsets[$0.word] } },
            unknown: unknown.compactMap { positions[$0] }, special: Set(special.compactMap { positions[$0] }))
        let what = tokens.count == words.count && special.isEmpty ? "words" : "tokens"
        text.notes = notes + ["the text is cut: the network takes \(count) of its \(tokens.count) \(what)"]
        return text
    }

    private func isMark(_ word: Int) -> Bool { special.contains(word) || Self.endings.contains(words[word]) }

    /// The text with a token for padding behind its words, up to `count` tokens in all.
    public func filled(to count: Int, with token: Int) -> TokenizedText {
        guard tokens.count < count else { return self }
        var text = self
        text.padding = count - (tokens.count - padding)
        text.tokens += Array(repeating: token, count: count - tokens.count)
        let what = special.isEmpty ? "words" : "tokens"
        text.notes.append("the text is filled up with padding: the network takes no fewer than \(count) \(what)")
        return text
    }
}
