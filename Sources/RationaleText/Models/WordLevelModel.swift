import RationaleCore

/// Takes each word as one token.
struct WordLevelModel: TokenModel {
    let kind = "WordLevel"
    let vocabulary: TokenVocabulary
    let unknownToken: String
    let unknownID: Int?
    let isWorthCaching = false

    init(_ vocabulary: TokenVocabulary, unknown: String) {
        self.vocabulary = vocabulary
        unknownToken = unknown
        unknownID = vocabulary[unknown]
    }

    func tokenize(_ word: UnsafeBufferPointer<UInt8>, into tokens: inout [PieceToken]) throws(RationaleError) {
        guard let id = vocabulary.find(word) ?? unknownID.map(Int32.init) else {
            throw RationaleError(
                .badData, "the vocabulary has neither the word '\(String(decoding: word, as: UTF8.self))' nor the token "
                    + "'\(unknownToken)' for unknown ones",
                hint: "Add it to the vocabulary, or name the right one as unk_token.")
        }
        tokens.append(PieceToken(id: id, start: 0, end: Int32(word.count)))
    }
}
