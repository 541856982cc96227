import RationaleCore

/// The words of the sentences at hand, each with everything that the modules ask of it, computed once.
struct MeteorVocabulary {
    /// A word as the modules see it.
    struct Word {
        /// Words of equal keys are the same word.
        var key: Int32
        /// Words of equal stem keys have the same stem.
        var stemKey: Int32
        var isFunctionWord: Bool
        /// The word's number in the paraphrase table; -1 where it is not there.
        var paraphraseWord: Int32 = -1
        /// A bit for each synonym set, by its number modulo 64: words without a common bit are no synonyms.
        var setMask: UInt64 = 0
        var setStart: Int32 = 0
        var setCount: Int32 = 0
    }

    private let synonyms: (any SynonymSource)?
    private let paraphrases: ParaphraseTable?
    private(set) var words: [Word] = []
    private var sets: [Int32] = []
    /// The letters of all words; word k is `letters[starts[k]..<starts[k + 1]]`.
    private var letters: [UInt8] = []
    private var starts: [Int] = [0]
    /// Number of a word plus one, by hash; 0 where a slot is free.
    private var slots = [Int32](repeating: 0, count: 4096)
    /// How many words have their synonyms.
    private var completed = 0

    init(synonyms: (any SynonymSource)?, paraphrases: ParaphraseTable?) {
        self.synonyms = synonyms
        self.paraphrases = paraphrases
    }

    /// The number of a word, which is added where it is new. Its synonyms are there after ``complete()``.
    mutating func number(of word: ArraySlice<UInt8>) -> Int32 {
        var hash: UInt64 = 0xCBF2_9CE4_8422_2325
        for byte in word { hash = (hash ^ UInt64(byte)) &* 0x100_0000_01B3 }
        var slot = Int(truncatingIfNeeded: hash ^ hash >> 32) & (slots.count - 1)
        while slots[slot] > 0 {
            let number = Int(slots[slot]) - 1
            if starts[number + 1] - starts[number] == word.count,
                letters[starts[number]..<starts[number + 1]].elementsEqual(word)
            {
                return Int32(number)
            }
            slot = (slot + 1) & (slots.count - 1)
        }
        slots[slot] = Int32(words.count + 1)
        letters.append(contentsOf: word)
        starts.append(letters.count)
        words.append(Self.word(word))
        if words.count * 2 > slots.count { grow() }
        return Int32(words.count - 1)
    }

    private static func word(_ letters: ArraySlice<UInt8>) -> Word {
        let text = String(decoding: letters, as: UTF8.self)
        let isFunctionWord =
            MeteorEnglish.functionWords.contains(text)
            || MeteorEnglish.functionWords.contains(String(decoding: JavaText.lowercased(letters), as: UTF8.self))
        return Word(
            key: JavaText.hash(ofUTF8: letters), stemKey: JavaText.hash(EnglishStemmer.stem(Array(text.utf16))),
            isFunctionWord: isFunctionWord)
    }

    private mutating func grow() {
        var larger = [Int32](repeating: 0, count: slots.count * 2)
        for number in words.indices {
            var hash: UInt64 = 0xCBF2_9CE4_8422_2325
            for byte in letters[starts[number]..<starts[number + 1]] { hash = (hash ^ UInt64(byte)) &* 0x100_0000_01B3 }
            var slot = Int(truncatingIfNeeded: hash ^ hash >> 32) & (larger.count - 1)
            while larger[slot] > 0 { slot = (slot + 1) & (larger.count - 1) }
            larger[slot] = Int32(number + 1)
        }
        slots = larger
    }

    /// Looks up synonyms and paraphrases of the words that are new since the last call.
    mutating func complete() throws(RationaleError) {
        while completed < words.count {
            let word = letters[starts[completed]..<starts[completed + 1]]
            if let paraphrases { words[completed].paraphraseWord = paraphrases.number(of: word) }
            if let synonyms {
                words[completed].setStart = Int32(sets.count)
                for set in try synonyms.synonymSets(of: word) {
                    sets.append(set)
                    words[completed].setMask |= 1 << UInt64(truncatingIfNeeded: set & 63)
                }
                words[completed].setCount = Int32(sets.count) - words[completed].setStart
            }
            completed += 1
        }
    }

    /// Whether two words are in a common synonym set.
    func areSynonyms(_ a: Word, _ b: Word) -> Bool {
        guard a.setMask & b.setMask != 0 else { return false }
        var (i, j) = (Int(a.setStart), Int(b.setStart))
        let (iEnd, jEnd) = (i + Int(a.setCount), j + Int(b.setCount))
        while i < iEnd, j < jEnd {
            if sets[i] == sets[j] { return true }
            if sets[i] < sets[j] { i += 1 } else { j += 1 }
        }
        return false
    }
}
