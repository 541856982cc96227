/// Which words of the hypothesis match a word of a reference, as bits, for up to 64 words of the hypothesis.
///
/// The hypothesis enters each of its words under the word's key, its stem and its synonym sets; a word of a reference finds
/// its matches where it would enter itself.
///
/// *Cost*: one look-up for each synonym set of each word.
struct MeteorMatchRows {
    /// Bits of the hypothesis's words, by class of keys, class of stems and number of synonym set.
    private var keys: [UInt64] = []
    private var stems: [UInt64] = []
    private var sets: [UInt64] = []
    /// The words that were entered.
    private var entered: [MeteorVocabulary.Word] = []

    /// Takes the place of the words that were entered before.
    mutating func enter(_ words: ArraySlice<MeteorVocabulary.Word>, from vocabulary: MeteorVocabulary) {
        for word in entered {
            keys[Int(word.keyClass)] = 0
            stems[Int(word.stemClass)] = 0
            for set in vocabulary.sets(of: word) { sets[Int(set)] = 0 }
        }
        while keys.count < vocabulary.words.count {
            keys.append(0)
            stems.append(0)
        }
        while sets.count < vocabulary.setCount { sets.append(0) }
        entered.removeAll(keepingCapacity: true)
        entered.append(contentsOf: words)
        var bit: UInt64 = 1
        for word in words {
            keys[Int(word.keyClass)] |= bit
            stems[Int(word.stemClass)] |= bit
            for set in vocabulary.sets(of: word) { sets[Int(set)] |= bit }
            bit <<= 1
        }
    }

    /// The words that match by module: exact, stem, synonym. An exact match is neither a match of stems nor of synonyms.
    func matches(of word: MeteorVocabulary.Word, in vocabulary: MeteorVocabulary) -> (UInt64, UInt64, UInt64) {
        let exact = keys[Int(word.keyClass)]
        var synonym: UInt64 = 0
        for set in vocabulary.sets(of: word) where Int(set) < sets.count { synonym |= sets[Int(set)] }
        return (exact, stems[Int(word.stemClass)] & ~exact, synonym & ~exact)
    }
}
