/// Cuts a text into words as torchtext's `basic_english` does, with which many classifiers were trained.
///
/// The text is put into lower case. Full stops, commas, apostrophes, parentheses, exclamation and question marks become
/// words of their own; quotation marks disappear; semicolons, colons and `<br />` count as spaces. What spaces of any kind
/// then separate is a word; hyphens stay inside of one. `It's "good" (really).` → `it ' s good ( really ) .`
///
/// *Source*: rebuilt from the description of `torchtext.data.utils.get_tokenizer("basic_english")`.
public enum BasicEnglish {
    /// The words of a text, in order; none where there is nothing but spaces and quotation marks.
    ///
    /// - Complexity: O(length).
    public static func words(of text: String) -> [String] {
        var words: [String] = []
        var word = ""
        func end() {
            if !word.isEmpty { words.append(word) }
            word = ""
        }
        let lower = Array(text.lowercased().unicodeScalars)
        var place = 0
        while place < lower.count {
            let scalar = lower[place]
            if scalar == "<", lower[place...].starts(with: lineBreak) {
                end()
                place += lineBreak.count
                continue
            }
            if alone.contains(scalar) {
                end()
                words.append(String(scalar))
            } else if spaces.contains(scalar) || scalar.properties.isWhitespace {
                end()
            } else if scalar != "\"" {
                word.unicodeScalars.append(scalar)
            }
            place += 1
        }
        end()
        return words
    }

    private static let lineBreak = Array("<br />".unicodeScalars)
    private static let alone: Set<Unicode.Scalar> = ["'", ".", ",", "(", ")", "!", "?"]
    private static let spaces: Set<Unicode.Scalar> = [";", ":"]
}
