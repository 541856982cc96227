/// Which words of the hypothesis match a word of a reference, as bits: one block for each 64 words of the hypothesis.
///
/// The references of a segment share most of their words, so a row is computed once for each word and hypothesis.
struct MeteorMatchRows {
    private struct Block {
        var exact: UInt64 = 0
        var stem: UInt64 = 0
        var synonym: UInt64 = 0
    }

    private var blocks: [Block] = []
    /// For each word of the vocabulary, the hypothesis for which its row was computed, and the row's first block.
    private var starts: [(hypothesis: Int, block: Int)] = []
    private var hypothesis = 0
    /// Pairs of words that may be synonyms, and whether they are: `(a << 32 | b) << 1 | answer`, in the slot of their hash.
    private var pairs = [UInt64](repeating: .max, count: 1 << 15)

    /// Forgets all rows, as the hypothesis has changed.
    mutating func reset() {
        hypothesis += 1
        blocks.removeAll(keepingCapacity: true)
    }

    /// The bits of a block by module: exact, stem, synonym.
    subscript(block: Int, module: Int) -> UInt64 {
        switch module {
        case 0: blocks[block].exact
        case 1: blocks[block].stem
        default: blocks[block].synonym
        }
    }

    /// The first block of a word of a reference.
    ///
    /// - Parameters:
    ///   - number: the word's number.
    ///   - numbers: the words of the hypothesis.
    ///   - words: the same, looked up.
    mutating func find(
        _ number: Int32, _ numbers: [Int32], _ words: [MeteorVocabulary.Word], in vocabulary: MeteorVocabulary
    ) -> Int {
        let number = Int(number)
        while starts.count <= number { starts.append((0, 0)) }
        if starts[number].hypothesis == hypothesis { return starts[number].block }
        let first = blocks.count
        starts[number] = (hypothesis, first)
        let word = vocabulary.words[number]
        for start in stride(from: 0, to: words.count, by: 64) {
            var block = Block()
            var bit: UInt64 = 1
            for index in start..<min(words.count, start + 64) {
                let other = words[index]
                if other.key == word.key {
                    block.exact |= bit
                } else {
                    if other.stemKey == word.stemKey { block.stem |= bit }
                    if other.setMask & word.setMask != 0, areSynonyms(number, Int(numbers[index]), vocabulary) {
                        block.synonym |= bit
                    }
                }
                bit <<= 1
            }
            blocks.append(block)
        }
        return first
    }

    private mutating func areSynonyms(_ a: Int, _ b: Int, _ vocabulary: MeteorVocabulary) -> Bool {
        let pair = UInt64(a) << 32 | UInt64(b)
        let slot = Int(truncatingIfNeeded: (pair &* 0x9E37_79B9_7F4A_7C15) >> 49)
        if pairs[slot] >> 1 == pair { return pairs[slot] & 1 == 1 }
        let answer = vocabulary.areSynonyms(vocabulary.words[a], vocabulary.words[b])
        pairs[slot] = pair << 1 | (answer ? 1 : 0)
        return answer
    }
}
