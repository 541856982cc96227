/// Aligns two sentences as METEOR 1.5 does, and counts what is matched.
///
/// The modules propose matches; those that compete with no other are taken at once, the rest are chosen by
/// ``MeteorBeamSearch``. Sentences of the same words are aligned by exact matches alone.
///
/// *Source:* the program's `Aligner` and `…Matcher`.
///
/// *Cost*: the product of both lengths for the modules, and the search.
struct MeteorAligner {
    /// A run of words of the reference that may stand for a run of the hypothesis.
    struct Match {
        /// In the reference.
        var start: Int32
        var length: Int32
        /// In the hypothesis.
        var otherStart: Int32
        var otherLength: Int32
        var module: Int32
        /// The next match that begins at the same word of the reference; -1 after the last.
        var next: Int32
    }

    private let paraphrases: ParaphraseTable?
    /// One for each 64 words of the hypothesis.
    private var rows = [MeteorMatchRows()]
    private var hypothesis: [MeteorVocabulary.Word] = []
    private var hypothesisFunctionWords = 0
    private var reference: [MeteorVocabulary.Word] = []
    private var search = MeteorBeamSearch()
    private var matches: [Match] = []
    /// First and last match of each word of the reference; -1 where there is none.
    private var heads: [Int32] = []
    private var tails: [Int32] = []
    /// The match of each word of the reference that is taken in any case, then those that the search takes; or -1.
    private var chosen: [Int32] = []
    /// How many matches cover each word, in the lowest 25 bits; above, a bit for each of their modules.
    private var referenceCoverage: [Int32] = []
    private var hypothesisCoverage: [Int32] = []

    /// Matched words by module: content and function words of the hypothesis, then of the reference.
    private var tally = [Int](repeating: 0, count: 16)

    init(paraphrases: ParaphraseTable?) { self.paraphrases = paraphrases }

    /// Sets the sentence that the next ones are compared with, as numbers of words.
    mutating func setHypothesis(_ numbers: [Int32], in vocabulary: MeteorVocabulary) {
        hypothesis.removeAll(keepingCapacity: true)
        for number in numbers { hypothesis.append(vocabulary.words[Int(number)]) }
        hypothesisFunctionWords = hypothesis.count { $0.isFunctionWord }
        for (block, start) in stride(from: 0, to: hypothesis.count, by: 64).enumerated() {
            if block == rows.count { rows.append(MeteorMatchRows()) }
            rows[block].enter(hypothesis[start..<min(hypothesis.count, start + 64)], from: vocabulary)
        }
    }

    /// As many possible matches as are weighed: 400 MB of them.
    static let maximumMatches = 1 << 24

    /// What came of a reference.
    enum Outcome {
        /// Of the best alignment.
        case aligned(MeteorStatistics)
        /// No alignment can have a score above that of another reference.
        case cannotWin
        case tooManyMatches
    }

    /// Aligns the hypothesis with a reference.
    ///
    /// - Parameter best: the score of the best other reference. Where all words that may match, each by its best module and in
    ///   one chunk, would not reach it, no alignment is searched for.
    mutating func align(_ numbers: [Int32], in vocabulary: MeteorVocabulary, toExceed best: Double?) -> Outcome {
        reset(numbers, vocabulary)
        var isSame = hypothesis.count == reference.count
        if isSame {
            for index in reference.indices where hypothesis[index].keyClass != reference[index].keyClass {
                isSame = false
                break
            }
        }
        for start in reference.indices {
            proposeWords(for: start, exactOnly: isSame, in: vocabulary)
            guard matches.count <= Self.maximumMatches else { return .tooManyMatches }
        }
        if !isSame, let paraphrases { propose(paraphrases) }
        guard matches.count <= Self.maximumMatches else { return .tooManyMatches }
        // The margin is far above the rounding of both scores.
        if let best, upperBound() < best - 1e-9 { return .cannotWin }
        if takeFixed() {
            search.choose(from: matches, hypothesisCount: hypothesis.count, heads: heads, chosen: &chosen)
        }
        return .aligned(count())
    }

    private mutating func reset(_ numbers: [Int32], _ vocabulary: MeteorVocabulary) {
        matches.removeAll(keepingCapacity: true)
        reference.removeAll(keepingCapacity: true)
        for number in numbers { reference.append(vocabulary.words[Int(number)]) }
        Self.fill(&heads, -1, reference.count)
        Self.fill(&tails, -1, reference.count)
        Self.fill(&chosen, -1, reference.count)
        Self.fill(&referenceCoverage, 0, reference.count)
        Self.fill(&hypothesisCoverage, 0, hypothesis.count)
    }

    private static func fill(_ array: inout [Int32], _ value: Int32, _ count: Int) {
        array.removeAll(keepingCapacity: true)
        for _ in 0..<count { array.append(value) }
    }

    // MARK: Proposals

    private mutating func propose(start: Int, length: Int, otherStart: Int, otherLength: Int, module: Int) {
        let number = Int32(matches.count)
        matches.append(
            Match(
                start: Int32(start), length: Int32(length), otherStart: Int32(otherStart),
                otherLength: Int32(otherLength), module: Int32(module), next: -1))
        if heads[start] < 0 { heads[start] = number } else { matches[Int(tails[start])].next = number }
        tails[start] = number
        let bit: Int32 = 1 << Int32(25 + module)
        for index in start..<start + length { referenceCoverage[index] = (referenceCoverage[index] + 1) | bit }
        for index in otherStart..<otherStart + otherLength {
            hypothesisCoverage[index] = (hypothesisCoverage[index] + 1) | bit
        }
    }

    /// Matches of single words: first all exact ones, then stems, then synonyms.
    private mutating func proposeWords(for start: Int, exactOnly: Bool, in vocabulary: MeteorVocabulary) {
        let blockCount = (hypothesis.count + 63) / 64
        if blockCount == 1 {
            let (exact, stem, synonym) = rows[0].matches(of: reference[start], in: vocabulary)
            propose(exact, for: start, block: 0, module: 0)
            if exactOnly { return }
            propose(stem, for: start, block: 0, module: 1)
            propose(synonym, for: start, block: 0, module: 2)
            return
        }
        let found = (0..<blockCount).map { rows[$0].matches(of: reference[start], in: vocabulary) }
        for block in 0..<blockCount { propose(found[block].0, for: start, block: block, module: 0) }
        if exactOnly { return }
        for block in 0..<blockCount { propose(found[block].1, for: start, block: block, module: 1) }
        for block in 0..<blockCount { propose(found[block].2, for: start, block: block, module: 2) }
    }

    /// Matches with the words of the hypothesis whose bits are set.
    @inline(__always)
    private mutating func propose(_ bits: UInt64, for start: Int, block: Int, module: Int) {
        var bits = bits
        while bits != 0 {
            let index = block * 64 + bits.trailingZeroBitCount
            bits &= bits - 1
            propose(start: start, length: 1, otherStart: index, otherLength: 1, module: module)
        }
    }

    /// Matches of phrases: phrases of the reference with paraphrases in the hypothesis, then the other way round.
    private mutating func propose(_ table: ParaphraseTable) {
        let (words, others) = (reference.map { $0.paraphraseWord }, hypothesis.map { $0.paraphraseWord })
        table.forEachPair(of: words, in: others) {
            propose(start: $0, length: $1, otherStart: $2, otherLength: $3, module: 3)
        }
        table.forEachPair(of: others, in: words) {
            propose(start: $2, length: $3, otherStart: $0, otherLength: $1, module: 3)
        }
    }

    // MARK: Choice

    /// Takes the only match of each word of the reference, if no other match covers any of its words; `true` where matches
    /// remain to be chosen.
    private mutating func takeFixed() -> Bool {
        var isOpen = false
        for (start, head) in heads.enumerated() where head >= 0 {
            let match = matches[Int(head)]
            var isAlone = match.next < 0
            for word in match.start..<match.start + match.length where referenceCoverage[Int(word)] & 0x1FF_FFFF != 1 {
                isAlone = false
            }
            for word in match.otherStart..<match.otherStart + match.otherLength
            where hypothesisCoverage[Int(word)] & 0x1FF_FFFF != 1 {
                isAlone = false
            }
            if isAlone { chosen[start] = head } else { isOpen = true }
        }
        return isOpen
    }

    /// Counts the words that the chosen matches cover, and the chunks.
    private mutating func count() -> MeteorStatistics {
        for index in tally.indices { tally[index] = 0 }
        var chunks = 0
        // Where the last match ended in the hypothesis; -1 after an unmatched word of the reference.
        var last: Int32 = -1
        var end = 0
        for index in chosen.indices {
            let number = chosen[index]
            guard number >= 0 else {
                if index >= end { last = -1 }
                continue
            }
            let match = matches[Int(number)]
            let module = Int(match.module)
            for word in match.otherStart..<match.otherStart + match.otherLength {
                tally[hypothesis[Int(word)].isFunctionWord ? module + 4 : module] += 1
            }
            for word in match.start..<match.start + match.length {
                tally[reference[Int(word)].isFunctionWord ? module + 12 : module + 8] += 1
            }
            if match.otherStart != last { chunks += 1 }
            last = match.otherStart + match.otherLength
            end = Int(match.start + match.length)
        }
        return statistics(chunks: chunks)
    }

    /// A score that no alignment exceeds: each word that may match does, by its best module, all in one chunk.
    private mutating func upperBound() -> Double {
        for index in tally.indices { tally[index] = 0 }
        for index in hypothesis.indices where hypothesisCoverage[index] != 0 {
            let module = Self.bestModule(hypothesisCoverage[index])
            tally[hypothesis[index].isFunctionWord ? module + 4 : module] += 1
        }
        for index in reference.indices where referenceCoverage[index] != 0 {
            let module = Self.bestModule(referenceCoverage[index])
            tally[reference[index].isFunctionWord ? module + 12 : module + 8] += 1
        }
        return statistics(chunks: 1).score
    }

    /// The module of the largest weight among those that cover a word.
    private static func bestModule(_ coverage: Int32) -> Int {
        let modules = coverage >> 25
        return modules & 1 != 0 ? 0 : modules & 4 != 0 ? 2 : modules & 2 != 0 ? 1 : 3
    }

    /// The tally with the lengths of both sentences.
    private func statistics(chunks: Int) -> MeteorStatistics {
        func counts(_ first: Int) -> SIMD4<Int> {
            SIMD4(tally[first], tally[first + 1], tally[first + 2], tally[first + 3])
        }
        var result = MeteorStatistics()
        result.hypothesisLength = hypothesis.count
        result.referenceLength = reference.count
        result.hypothesisFunctionWords = hypothesisFunctionWords
        for index in reference.indices where reference[index].isFunctionWord { result.referenceFunctionWords += 1 }
        result.hypothesisContent = counts(0)
        result.hypothesisFunction = counts(4)
        result.referenceContent = counts(8)
        result.referenceFunction = counts(12)
        result.chunks = chunks
        return result
    }
}
