/// One word of any text, and what separates it from the word before.
struct SentenceToken {
    enum Break: Int, Comparable {
        case space, comma, stop
        static func < (left: Break, right: Break) -> Bool { left.rawValue < right.rawValue }
    }

    /// In lower case. Whatever is no separator stays, quotation marks and emoji included.
    let word: String
    let separator: Break

    /// Cuts a text at white space and at `, . ; : ! ?`.
    ///
    /// - Complexity: O(length).
    static func tokens(of text: String) -> [SentenceToken] {
        var tokens: [SentenceToken] = []
        var word = ""
        var separator = Break.space
        func end() {
            guard !word.isEmpty else { return }
            tokens.append(SentenceToken(word: word, separator: separator))
            (word, separator) = ("", .space)
        }
        for scalar in text.lowercased().unicodeScalars {
            switch scalar {
            case ",":
                end()
                separator = max(separator, .comma)
            case ".", ";", ":", "!", "?":
                end()
                separator = .stop
            case _ where scalar.properties.isWhitespace: end()
            default: word.unicodeScalars.append(scalar)
            }
        }
        end()
        return tokens
    }

    /// The parts of the word by which it is looked up: `["yellow", "bellied"]`, and `["it", "'s"]`.
    var parts: [String] {
        if word.utf8.allSatisfy({ $0 >= UInt8(ascii: "a") && $0 <= UInt8(ascii: "z") }) { return [word] }
        var parts = [""]
        for scalar in word.unicodeScalars {
            switch scalar {
            case "-", "\u{2010}", "\u{2011}", "\u{2013}", "\u{2014}": parts.append("")
            case "’", "'": parts[parts.count - 1] += "'"
            case "\"", "“", "”", "„", "«", "»", "(", ")", "[", "]", "*", "`": continue
            default: parts[parts.count - 1].unicodeScalars.append(scalar)
            }
        }
        if let last = parts.last, last.hasSuffix("'s"), last.count > 2 {
            parts[parts.count - 1].removeLast(2)
            parts.append("'s")
        }
        return parts.filter { !$0.isEmpty }
    }
}
