/// A text network's words where its vocabulary is one of word pieces: BERT's ``Tokenizer``, as ``Vocabulary`` uses it.
///
/// The vocabulary is uncased unless one of its pieces has a capital letter. An unknown word is shown as it is written.
package struct WordPiece: Sendable {
    private let tokenizer: Tokenizer

    /// - Parameter words: the pieces, in the order of their numbers.
    /// - Returns: `nil` where this is a vocabulary of another kind.
    init?(_ words: [String], _ tokens: [String: Int]) {
        guard tokens["[CLS]"] != nil, tokens["[SEP]"] != nil, tokens["[UNK]"] != nil,
            words.contains(where: { $0.hasPrefix("##") && $0.count > 2 })
        else { return nil }
        var vocabulary = TokenVocabulary(capacity: words.count)
        for (id, word) in words.enumerated() { guard (try? vocabulary.insert(word, id)) != nil else { return nil } }
        var normalizer = BertNormalizer()
        normalizer.lowercases = VocabularyFiles.isUncased(words)
        tokenizer = .bert(vocabulary, normalizer)
    }

    /// The pieces of a text between `[CLS]` and `[SEP]`; none where it has no words.
    func tokenized(_ text: String) -> TokenizedText {
        // It cannot fail: the vocabulary has a token for unknown words, and no pattern is matched.
        guard let encoding = try? tokenizer.encode(text), encoding.count > 2 else {
            return TokenizedText(words: [], tokens: [])
        }
        var words = encoding.tokens
        let unknown = encoding.ids.indices.filter { encoding.ids[$0] == tokenizer.unknownID && encoding.words[$0] != nil }
        if !unknown.isEmpty {
            let scalars = Array(text.unicodeScalars)
            for index in unknown {
                words[index] = String(String.UnicodeScalarView(scalars[encoding.offsets[index]]))
            }
        }
        return TokenizedText(
            words: words, tokens: encoding.ids, unknown: unknown.filter { words[$0] != "[UNK]" })
    }
}
