public import RationaleCore

extension Tokenizer: TextReader {
    /// The tokens that it puts around a text, in order: `[CLS]` and `[SEP]`.
    public var marks: [String] {
        guard let probe = try? alone.encode("a") else { return [] }
        return probe.ids.indices.filter { probe.isSpecial[$0] }.map { probe.tokens[$0] }
    }

    public var facts: [TextReaderFact] {
        [
            TextReaderFact("kind", description),
            TextReaderFact("marks", marks.isEmpty ? "none" : marks.joined(separator: " ")),
            TextReaderFact("padding", paddingID.flatMap(token) ?? "none"),
            TextReaderFact("unknown", unknownID.flatMap(token) ?? "none"),
        ]
    }

    /// A text with its words, as they are written, and with the marks that the post-processor adds.
    ///
    /// A word is what the pre-tokenizer makes one; where that leaves several together, it ends at white space. Neither the truncation nor the padding of the file is applied: how long a
    /// text may be is the network's affair.
    public func tokenized(_ text: String, units: TextUnits) throws(RationaleError) -> TokenizedText {
        let encoding = try alone.encode(text)
        guard encoding.isSpecial.contains(false) else { return TokenizedText(words: [], tokens: []) }
        let scalars = Array(text.unicodeScalars)
        var places: [Range<Int>] = []
        for index in encoding.ids.indices {
            let goesOn =
                units == .words && index > 0 && !encoding.isSpecial[index] && !encoding.isSpecial[index - 1]
                && encoding.words[index] != nil && encoding.words[index] == encoding.words[index - 1]
                && !scalars.beginWord(at: encoding.offsets[index], behind: encoding.offsets[index - 1])
            if goesOn, let last = places.last {
                places[places.count - 1] = last.lowerBound..<index + 1
            } else {
                places.append(index..<index + 1)
            }
        }
        var words: [String] = []
        var offsets: [Range<Int>] = []
        for place in places {
            let first = place.lowerBound
            if encoding.isSpecial[first] {
                words.append(encoding.tokens[first])
                offsets.append(0..<0)
                continue
            }
            let start = encoding.offsets[place].map(\.lowerBound).min() ?? 0
            let end = max(start, encoding.offsets[place].map(\.upperBound).max() ?? start)
            let written = scalars.trimmed(to: start..<min(end, scalars.count))
            offsets.append(written)
            // Tokens are shown as the vocabulary spells them, words as they are written.
            let spelt = String(String.UnicodeScalarView(scalars[written]))
            words.append(units == .tokens || spelt.isEmpty ? encoding.tokens[place].joined() : spelt)
        }
        let unknown = unknownID
        return TokenizedText(
            words: words, tokens: encoding.ids, places: places, offsets: offsets,
            unknown: places.indices.filter { encoding.ids[places[$0]].contains { $0 == unknown } },
            special: Set(places.indices.filter { encoding.isSpecial[places[$0].lowerBound] }))
    }

    /// Without what the file says about the lengths of encodings.
    private var alone: Tokenizer {
        var tokenizer = self
        tokenizer.truncation = nil
        tokenizer.padding = nil
        return tokenizer
    }
}

extension [Unicode.Scalar] {
    /// Whether a token begins another word than the one before it: at white space, or behind some. A token of nothing else than
    /// white space (`▁`) belongs to the word that follows; tokens of one character (its bytes) belong together.
    fileprivate func beginWord(at range: Range<Int>, behind last: Range<Int>) -> Bool {
        func isSpace(_ place: Int) -> Bool { indices.contains(place) && self[place].properties.isWhitespace }
        guard range.lowerBound >= last.upperBound, !last.allSatisfy(isSpace) else { return false }
        return isSpace(range.lowerBound) || isSpace(range.lowerBound - 1)
    }

    /// A range without the spaces at its ends; the range itself where there is nothing else in it.
    fileprivate func trimmed(to range: Range<Int>) -> Range<Int> {
        var (start, end) = (range.lowerBound, range.upperBound)
        while start < end, self[start].properties.isWhitespace { start += 1 }
        while end > start, self[end - 1].properties.isWhitespace { end -= 1 }
        return start < end ? start..<end : range
    }
}
