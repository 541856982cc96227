import RationaleCore

extension Fields {
    /// A token beside those of the model, whose members say how it is found in a text.
    ///
    /// - Parameters:
    ///   - content: as it is written.
    ///   - id: its number.
    ///   - known: its number in the vocabulary, where it has one there.
    ///   - owner: the token that has the number so far.
    /// - Throws: `badData` where the number is another one in the vocabulary, or another token's.
    func addedToken(
        _ content: String, _ id: Int, known: Int?, owner: () -> String?
    ) throws(RationaleError) -> AddedTokens.Token {
        guard id <= TokenVocabulary.largestID else { throw wrong(.outOfRange, content, id) }
        if let known, known != id {
            throw wrong("it has the number \(id) here and \(known) in the vocabulary", hint: "Correct one of them.")
        }
        if let other = owner(), other != content { throw wrong(.taken(by: other), content, id) }
        let isSpecial = try bool("special") ?? false
        return AddedTokens.Token(
            id: id, content: content, isSingleWord: try bool("single_word") ?? false,
            stripsLeft: try bool("lstrip") ?? false, stripsRight: try bool("rstrip") ?? false,
            isNormalized: try bool("normalized") ?? !isSpecial, isSpecial: isSpecial)
    }
}
