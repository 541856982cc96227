public import RationaleCore
public import RationaleNetworks
public import RationaleText
import RationaleTorch

extension AttributionMethod {
    /// Explains one text, whatever the method was made for.
    ///
    /// A method that needs gradients or noise is asked about the network behind the table of word vectors
    /// (`Classifier.embedding(_:at:)`), `[1, token, number]`, and what it finds is added up for each word: over the numbers of
    /// its tokens' vectors, and over its tokens (the mean over the tokens where a unit does not add up, ``MapUnit/addsUp``). A
    /// method that perturbs words (``readsTokens``) is asked about the network itself.
    ///
    /// - Parameters:
    ///   - text: at least one word.
    ///   - target: the score that is explained.
    ///   - classifier: takes tokens; best `Classifier.prepared(_:)` once.
    ///   - layer: the layer that turns tokens into vectors; `nil` for the first that does.
    ///   - budget: what the method may use.
    /// - Returns: a map of one row, a place for each word; the finding's content has the words too.
    /// - Throws: `RationaleError`: `badData` for a text without words, `usage` for a method that is made for pictures, or a
    ///   network that takes none or no text of this length.
    /// - Complexity: the method's own, on one input.
    public func attribute(
        _ text: TokenizedText, target: Target = .top, in classifier: Classifier, at layer: String? = nil,
        budget: MemoryBudget = .standard
    ) throws -> Attribution {
        let tokens = try classifier.tokens(of: text)
        var attribution: Attribution
        if readsTokens {
            attribution = try unwarned(tokens, targets: [target], in: classifier, budget, text: text)[0]
        } else {
            let embedded = try classifier.embedding(tokens, at: layer)
            attribution = try unwarned(
                embedded.input, targets: [target], in: embedded.classifier, budget, text: text)[0]
            attribution.map = attribution.map.addedUp(words: embedded.input.shape[1], numbers: embedded.input.shape[2])
        }
        let map = attribution.map.ofWords(text, addsUp: unit.addsUp)
        guard map.height == 1, map.width == text.words.count else {
            throw RationaleError(
                .usage,
                "\(Self.identifier) made a map of \(map.height)×\(map.width) of a text of \(text.words.count) words",
                hint: "Choose a method for texts, such as integrated-gradients, or a layer that keeps the words apart.")
        }
        attribution.map = map
        attribution.content = .words(text.words, values: map.values)
        attribution.special = text.special.sorted()
        attribution.warnings += text.notes
        // The only word of a text has the same value everywhere.
        return map.degeneracy == .constant && text.words.count == 1 ? attribution : warned(attribution)
    }
}

extension Heatmap {
    /// A map over tokens and the numbers of their vectors, added up for each token; a map over tokens as it is.
    fileprivate func addedUp(words: Int, numbers: Int) -> Heatmap {
        guard height == words, width == numbers else { return self }
        let sums = (0..<words).map { row in values[row * numbers..<(row + 1) * numbers].reduce(0, +) }
        return Heatmap(height: 1, width: words, values: sums)
    }

    /// A map over a text's words, of one over its tokens, without the padding behind them; a map over words as it is.
    ///
    /// - Parameter addsUp: whether a word has the sum over its tokens, rather than their mean.
    fileprivate func ofWords(_ text: TokenizedText, addsUp: Bool) -> Heatmap {
        guard height == 1, width == text.tokens.count, width != text.words.count else { return self }
        let values = text.places.map { place in
            let sum = self.values[place].reduce(0, +)
            return addsUp ? sum : sum / Float(place.count)
        }
        return Heatmap(height: 1, width: values.count, values: values)
    }
}
