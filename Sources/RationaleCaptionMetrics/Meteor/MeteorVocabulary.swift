import RationaleCore

/// The words of the sentences at hand, each with everything that the modules ask of it, computed once.
struct MeteorVocabulary {
    /// A word as the modules see it.
    struct Word {
        /// The first word of equal Java hash: METEOR takes both for the same word.
        var keyClass: Int32
        /// The first word whose stem has an equal Java hash.
        var stemClass: Int32
        /// The word's number in the paraphrase table; -1 where it is not there.
        var paraphraseWord: Int32 = -1
        /// Where the word's synonym sets are.
        var setStart: Int32 = 0
        var setCount: Int32 = 0
        var isFunctionWord: Bool
    }

    private let synonyms: (any SynonymSource)?
    private let paraphrases: ParaphraseTable?
    private(set) var words: [Word] = []
    /// Synonym sets of all words, numbered in the order of their appearance.
    private var sets: [Int32] = []
    private var setNumbers: [Int32: Int32] = [:]
    private var keyClasses: [Int32: Int32] = [:]
    private var stemClasses: [Int32: Int32] = [:]
    private var table = ByteTable()
    /// How many words have their synonyms.
    private var completed = 0

    init(synonyms: (any SynonymSource)?, paraphrases: ParaphraseTable?) {
        self.synonyms = synonyms
        self.paraphrases = paraphrases
    }

    /// The number of synonym sets of all words.
    var setCount: Int { setNumbers.count }

    /// The numbers of a word's synonym sets.
    @inline(__always)
    func sets(of word: Word) -> ArraySlice<Int32> { sets[Int(word.setStart)..<Int(word.setStart + word.setCount)] }

    /// The number of a word, which is added where it is new. Its synonyms are there after ``complete()``.
    mutating func number(of word: ArraySlice<UInt8>) -> Int32 {
        let number = table.number(of: word)
        if number == words.count { words.append(makeWord(word, number)) }
        return Int32(number)
    }

    private mutating func makeWord(_ letters: ArraySlice<UInt8>, _ number: Int) -> Word {
        let text = String(decoding: letters, as: UTF8.self)
        let isFunctionWord =
            MeteorEnglish.functionWords.contains(text)
            || MeteorEnglish.functionWords.contains(String(decoding: JavaText.lowercased(letters), as: UTF8.self))
        let stem = EnglishStemmer.stem(Array(text.utf16))
        return Word(
            keyClass: Self.classify(JavaText.hash(ofUTF8: letters), number, &keyClasses),
            stemClass: Self.classify(JavaText.hash(stem), number, &stemClasses), isFunctionWord: isFunctionWord)
    }

    private static func classify(_ key: Int32, _ number: Int, _ classes: inout [Int32: Int32]) -> Int32 {
        if let first = classes[key] { return first }
        classes[key] = Int32(number)
        return Int32(number)
    }

    /// Looks up synonyms and paraphrases of the words that are new since the last call.
    mutating func complete() throws(RationaleError) {
        while completed < words.count {
            let word = table[completed]
            if let paraphrases { words[completed].paraphraseWord = paraphrases.number(of: word) }
            if let synonyms {
                words[completed].setStart = Int32(sets.count)
                for set in try synonyms.synonymSets(of: word) {
                    let number = setNumbers[set] ?? Int32(setNumbers.count)
                    setNumbers[set] = number
                    sets.append(number)
                }
                words[completed].setCount = Int32(sets.count) - words[completed].setStart
            }
            completed += 1
        }
    }
}
