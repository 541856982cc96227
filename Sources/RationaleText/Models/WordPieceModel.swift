import RationaleCore

/// Takes the longest piece that a word begins with off it, again and again.
///
/// Pieces inside of a word begin with a prefix (`##`). A word that cannot be cut, or is too long, is one unknown token.
///
/// *Source:* Schuster and Nakajima (2012), "Japanese and Korean voice search"; Devlin et al. (2018), arXiv 1810.04805.
struct WordPieceModel: TokenModel {
    let kind = "WordPiece"
    let vocabulary: TokenVocabulary
    let unknownToken: String
    /// What pieces inside of a word begin with.
    let prefix: String
    /// The greatest number of scalars in a word that is cut.
    let longestWord: Int
    let unknownID: Int?

    /// Pieces inside of words, without their prefix.
    private let inner: ByteTable
    private let longestFirst: Int
    private let longestInner: Int

    init(_ vocabulary: TokenVocabulary, unknown: String, prefix: String = "##", longestWord: Int = 100) {
        self.vocabulary = vocabulary
        unknownToken = unknown
        self.prefix = prefix
        self.longestWord = longestWord
        unknownID = vocabulary[unknown]
        var inner = ByteTable(capacity: vocabulary.count)
        var longest = (first: 0, inner: 0)
        let start = Array(prefix.utf8)
        for (id, token) in vocabulary.tokens.enumerated() {
            guard let token else { continue }
            longest.first = max(longest.first, token.utf8.count)
            guard token.utf8.count > start.count, token.utf8.starts(with: start) else { continue }
            inner.insert(Array(token.utf8.dropFirst(start.count)), Int32(id))
            longest.inner = max(longest.inner, token.utf8.count - start.count)
        }
        self.inner = inner
        longestFirst = longest.first
        longestInner = longest.inner
    }

    /// - Complexity: O(length of the word, times that of the longest piece).
    func tokenize(_ word: UnsafeBufferPointer<UInt8>, into tokens: inout [PieceToken]) throws(RationaleError) {
        let before = tokens.count
        var start = 0
        if word.count <= longestWord || word.count(where: { $0 & 0xC0 != 0x80 }) <= longestWord {
            while start < word.count {
                let table = start == 0 ? vocabulary.table : inner
                var end = min(word.count, start + (start == 0 ? longestFirst : longestInner))
                while end < word.count, end > start, word[end] & 0xC0 == 0x80 { end -= 1 }
                var found: Int32?
                while end > start {
                    found = table.find(UnsafeBufferPointer(rebasing: word[start..<end]))
                    if found != nil { break }
                    end = UTF8Bytes.before(word, end)
                }
                guard let found else { break }
                tokens.append(PieceToken(id: found, start: Int32(start), end: Int32(end)))
                start = end
            }
            if start == word.count { return }
        }
        tokens.removeSubrange(before...)
        guard let unknownID else {
            throw RationaleError(
                .badData, "the vocabulary has no token '\(unknownToken)' for words that it cannot spell",
                hint: "Add it to the vocabulary, or name the right one as unk_token.")
        }
        tokens.append(PieceToken(id: Int32(unknownID), start: 0, end: Int32(word.count)))
    }
}
