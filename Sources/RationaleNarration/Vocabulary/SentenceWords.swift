/// A sentence cut into the words that a narrator learns, and put together again.
public enum SentenceWords {
    /// Cuts a sentence: lower case, split at white space, punctuation apart; the last full stop is left out.
    ///
    /// Hyphens and apostrophes stay within their words. *Source:* as Hendricks et al. (2016), "Generating visual
    /// explanations", arXiv:1603.08507, prepared these captions, but for commas, hyphens and inner full stops, which are
    /// kept, so that sentences can be written as people write them.
    public static func words(of sentence: String) -> [String] {
        var words: [String] = []
        for part in sentence.lowercased().split(whereSeparator: \.isWhitespace) {
            var rest = part
            while let first = rest.first, marks.contains(first) {
                words.append(String(first))
                rest.removeFirst()
            }
            var after: [String] = []
            while let last = rest.last, marks.contains(last) {
                after.append(String(last))
                rest.removeLast()
            }
            if !rest.isEmpty { words.append(String(rest)) }
            words += after.reversed()
        }
        while words.last == "." { words.removeLast() }
        return words
    }

    /// Writes words as a sentence: no space before closing marks or after opening ones, and a full stop at the end.
    public static func sentence(of words: [String]) -> String {
        var text = ""
        var joins = true
        for word in words {
            let isClosing = word.count == 1 && word.first.map(closing.contains) ?? false
            if !joins && !isClosing { text += " " }
            text += word
            joins = word == "("
        }
        if let last = text.last, !".!?".contains(last) { text += "." }
        return text
    }

    private static let closing: Set<Character> = [".", ",", ";", ":", "!", "?", ")"]
    private static let marks: Set<Character> = [".", ",", ";", ":", "!", "?", "(", ")", "\"", "“", "”"]
}
