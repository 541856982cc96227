/// A class's label as a sentence uses it: with its article, and for many of its kind.
///
/// By rules of spelling and a few exceptions, so a rare word may get the wrong form: nothing is decided by it. Of several
/// names (`ambulance, emergency vehicle`) the first is used, and `fire_engine` is read as `fire engine`.
package struct EnglishNoun: Sendable {
    package let text: String

    package init(_ label: String) {
        let first = label.prefix { $0 != "," }
        text = String((first.isEmpty ? label[...] : first).map { $0 == "_" ? " " : $0 })
    }

    private var lastWord: String { text.split(separator: " ").last.map { $0.lowercased() } ?? "" }

    /// Whether it names many already: `ants`.
    private var isPlural: Bool {
        lastWord.count > 3 && lastWord.hasSuffix("s")
            && !["ss", "us", "is", "ceros"].contains { lastWord.hasSuffix($0) }
            && !["lens", "gas", "atlas", "canvas", "chaos", "bias"].contains(lastWord)
    }

    /// `an ember finch`, `a junco`, `ants`.
    package var withArticle: String { isPlural || text.isEmpty ? text : "\(Self.article(before: text)) \(text)" }

    /// `a` or `an`, by how the first word sounds.
    private static func article(before text: String) -> String {
        let word = String(text.prefix { $0 != " " && $0 != "-" })
        let lower = word.lowercased()
        if lower.first?.isNumber == true {
            return lower.hasPrefix("8") || lower == "11" || lower == "18" ? "an" : "a"
        }
        // Letters that are spelt out: an MRI, a UFO.
        if word.count > 1, word.count < 5, word == word.uppercased(), word.allSatisfy(\.isLetter) {
            return "AEFHILMNORSX".contains(word.prefix(1)) ? "an" : "a"
        }
        if ["hour", "honest", "honour", "honor", "heir"].contains(where: { lower.hasPrefix($0) }) { return "an" }
        let soundsLikeYou = ["eu", "ew", "uni", "use", "usu", "ura", "uku", "ute", "one", "once"]
        if soundsLikeYou.contains(where: { lower.hasPrefix($0) }), !lower.hasPrefix("unin"), !lower.hasPrefix("unim") {
            return "a"
        }
        let plain = lower.unicodeScalars.first.map { "aeiouáàâäåæéèêëíîïóôöøúûü".unicodeScalars.contains($0) }
        return plain == true ? "an" : "a"
    }

    /// `ember finches`, `juncos`, `ants`.
    package var plural: String {
        if isPlural || text.isEmpty { return text }
        let last = lastWord
        for (one, many) in Self.irregular where last.hasSuffix(one) {
            return text.dropLast(one.count) + many
        }
        if ["fish", "sheep", "deer", "moose", "bison", "salmon", "trout", "series", "species"].contains(last) {
            return text
        }
        if ["s", "x", "z", "ch", "sh"].contains(where: { last.hasSuffix($0) }) { return text + "es" }
        if last.hasSuffix("y"), let before = last.dropLast().last, !"aeiou".contains(before) {
            return text.dropLast() + "ies"
        }
        return text.last?.isLetter == true ? text + "s" : text
    }

    private static let irregular = [
        ("mouse", "mice"), ("goose", "geese"), ("wolf", "wolves"), ("leaf", "leaves"), ("knife", "knives"),
        ("woman", "women"), ("fireman", "firemen"), ("foot", "feet"), ("tooth", "teeth"), ("child", "children"),
        ("person", "people"),
    ]
}
