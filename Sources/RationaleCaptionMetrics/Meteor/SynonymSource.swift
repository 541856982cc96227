package import RationaleCore

/// Where synonyms come from: words, the numbers of the sets that they belong to, and the base forms of irregular words.
package protocol SynonymSource: Sendable {
    /// What a signature calls it.
    var name: String { get }

    /// Numbers of the sets of a word, in any order, maybe repeated; `nil` where the word is unknown.
    func sets(of word: ArraySlice<UInt8>) throws(RationaleError) -> [Int32]?

    /// Base forms of an irregular form, such as `go` of `went`; `nil` where the form is regular.
    func bases(of form: ArraySlice<UInt8>) -> [[UInt8]]?
}

extension SynonymSource {
    /// Numbers of all sets of a word and of its base forms, in rising order. Two words are synonyms where they share one.
    ///
    /// An irregular word takes the base forms of the list of exceptions, any other the first known word that a rule of
    /// WordNet's morphology makes of it, whatever its part of speech: METEOR does not ask for one.
    ///
    /// *Source:* the program's `SynonymDictionary`, whose rules are those of WordNet 3.0's `morph.c`.
    package func synonymSets(of word: ArraySlice<UInt8>) throws(RationaleError) -> [Int32] {
        var found = try sets(of: word) ?? []
        if let bases = bases(of: word) {
            for base in bases { found += try sets(of: base[...]) ?? [] }
        } else if let base = try regularBaseSets(of: word) {
            found += base
        }
        found.sort()
        var unique: [Int32] = []
        for set in found where set != unique.last { unique.append(set) }
        return unique
    }

    private func regularBaseSets(of word: ArraySlice<UInt8>) throws(RationaleError) -> [Int32]? {
        guard word.count > 2, !word.ends(with: "ss"), JavaText.length(word) > 2 else { return nil }
        for (suffix, ending) in SynonymMorphology.rules where word.ends(with: suffix) {
            let base = Array(word.dropLast(suffix.utf8.count)) + ending.utf8
            if let sets = try sets(of: base[...]) { return sets }
        }
        return nil
    }
}

/// Endings that WordNet's morphology replaces: of nouns, verbs and adjectives, tried in this order.
private enum SynonymMorphology {
    static let rules: [(String, String)] = [
        ("s", ""), ("ses", "s"), ("xes", "x"), ("zes", "z"), ("ches", "ch"), ("shes", "sh"), ("men", "man"),
        ("ies", "y"),
        ("s", ""), ("ies", "y"), ("es", "e"), ("es", ""), ("ed", "e"), ("ed", ""), ("ing", "e"), ("ing", ""),
        ("er", ""), ("est", ""), ("er", "e"), ("est", "e"),
    ]
}

extension ArraySlice<UInt8> {
    fileprivate func ends(with suffix: String) -> Bool {
        let bytes = suffix.utf8
        return count >= bytes.count && self.suffix(bytes.count).elementsEqual(bytes)
    }
}
