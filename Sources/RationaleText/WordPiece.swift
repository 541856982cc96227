import Foundation

/// Cuts a text into word pieces as BERT does, between `[CLS]` and `[SEP]`.
///
/// Words are found first: control characters are dropped, Chinese characters and punctuation are words of their own, and
/// spaces separate the others. Where the vocabulary is uncased, letters become small and lose their accents; it is uncased
/// unless one of its pieces has a capital letter. Then the longest piece that a word begins with is taken off again and
/// again; pieces inside of a word begin with `##`. A word that cannot be cut, or has more than 100 characters, is one
/// unknown token. Special tokens that are written in the text stay whole.
///
/// *Source:* Devlin et al. (2018), "BERT: pre-training of deep bidirectional transformers", arXiv 1810.04805, and
/// `BertWordPieceTokenizer` of the package `tokenizers`, whose tokens it gives.
package struct WordPiece: Sendable, Equatable {
    private let tokens: [String: Int]
    private let isUncased: Bool
    private let unknown: Int
    private let first: Int
    private let last: Int
    private let special: [[Unicode.Scalar]]

    private static let longestWord = 100

    /// - Parameter tokens: the number of each piece.
    /// - Returns: `nil` where this is a vocabulary of another kind.
    init?(_ tokens: [String: Int]) {
        guard let first = tokens["[CLS]"], let last = tokens["[SEP]"], let unknown = tokens["[UNK]"],
            tokens.keys.contains(where: { $0.hasPrefix("##") && $0.count > 2 })
        else { return nil }
        self.tokens = tokens
        self.first = first
        self.last = last
        self.unknown = unknown
        isUncased = !tokens.keys.contains { piece in
            !(piece.hasPrefix("[") && piece.hasSuffix("]"))
                && piece.unicodeScalars.contains { $0.properties.isUppercase }
        }
        special = ["[CLS]", "[SEP]", "[UNK]", "[PAD]", "[MASK]"].filter { tokens[$0] != nil }.map {
            Array($0.unicodeScalars)
        }
    }

    /// The pieces of a text; none where it has no words.
    ///
    /// An unknown word is shown as it is written.
    ///
    /// - Complexity: O(length), times the length of the longest word.
    func tokenized(_ text: String) -> TokenizedText {
        var found = TokenizedText(words: ["[CLS]"], tokens: [first])
        var plain: [Unicode.Scalar] = []
        func cutPlain() {
            for word in words(of: plain) { add(word, to: &found) }
            plain = []
        }
        let scalars = Array(text.unicodeScalars)
        var place = 0
        while place < scalars.count {
            if scalars[place] == "[", let name = special.first(where: { scalars[place...].starts(with: $0) }) {
                cutPlain()
                let piece = String(String.UnicodeScalarView(name))
                found.words.append(piece)
                found.tokens.append(tokens[piece] ?? unknown)
                place += name.count
            } else {
                plain.append(scalars[place])
                place += 1
            }
        }
        cutPlain()
        guard found.words.count > 1 else { return TokenizedText(words: [], tokens: []) }
        found.words.append("[SEP]")
        found.tokens.append(last)
        return found
    }

    /// Cuts a word into its longest pieces.
    private func add(_ word: [Unicode.Scalar], to text: inout TokenizedText) {
        var pieces: [(word: String, token: Int)] = []
        var start = 0
        while start < word.count, word.count <= Self.longestWord {
            let prefix = start == 0 ? "" : "##"
            let piece = (start + 1...word.count).reversed().lazy.compactMap { end -> (String, Int, Int)? in
                let piece = prefix + String(String.UnicodeScalarView(word[start..<end]))
                return tokens[piece].map { (piece, $0, end) }
            }.first
            guard let piece else { break }
            pieces.append((piece.0, piece.1))
            start = piece.2
        }
        if start < word.count {
            text.unknown.append(text.words.count)
            pieces = [(String(String.UnicodeScalarView(word)), unknown)]
        }
        text.words += pieces.map(\.word)
        text.tokens += pieces.map(\.token)
    }

    // MARK: Words

    /// What lies between spaces, with punctuation and Chinese characters apart.
    private func words(of scalars: [Unicode.Scalar]) -> [[Unicode.Scalar]] {
        var words: [[Unicode.Scalar]] = []
        var word: [Unicode.Scalar] = []
        func end() {
            if !word.isEmpty { words.append(word) }
            word = []
        }
        for scalar in normalized(scalars) {
            if scalar.properties.isWhitespace {
                end()
            } else if Self.isPunctuation(scalar) || Self.isChinese(scalar) {
                end()
                words.append([scalar])
            } else {
                word.append(scalar)
            }
        }
        end()
        return words
    }

    private func normalized(_ scalars: [Unicode.Scalar]) -> [Unicode.Scalar] {
        let clean = scalars.compactMap { scalar -> Unicode.Scalar? in
            if scalar == "\t" || scalar == "\n" || scalar == "\r"
                || scalar.properties.isWhitespace && !Self.isControl(scalar)
            {
                return " "
            }
            return scalar.value == 0 || scalar.value == 0xFFFD || Self.isControl(scalar) ? nil : scalar
        }
        guard isUncased else { return clean }
        let decomposed = String(String.UnicodeScalarView(clean)).decomposedStringWithCanonicalMapping.unicodeScalars
        return decomposed.filter { $0.properties.generalCategory != .nonspacingMark }
            .flatMap { Array($0.properties.lowercaseMapping.unicodeScalars) }
    }

    private static func isControl(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.properties.generalCategory {
        case .control, .format, .privateUse, .surrogate: true
        default: false
        }
    }

    private static func isPunctuation(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.value {
        case 33...47, 58...64, 91...96, 123...126: return true
        default: break
        }
        switch scalar.properties.generalCategory {
        case .connectorPunctuation, .dashPunctuation, .openPunctuation, .closePunctuation, .initialPunctuation,
            .finalPunctuation, .otherPunctuation:
            return true
        default: return false
        }
    }

    /// The blocks of CJK ideographs; Hiragana, Katakana and Hangul are written with spaces or cut by the pieces.
    private static func isChinese(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.value {
        case 0x4E00...0x9FFF, 0x3400...0x4DBF, 0x20000...0x2A6DF, 0x2A700...0x2B73F, 0x2B740...0x2B81F,
            0x2B820...0x2CEAF, 0xF900...0xFAFF, 0x2F800...0x2FA1F:
            true
        default: false
        }
    }
}
