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

    private let usesSynonyms: Bool
    private let paraphrases: ParaphraseTable?
    private var search = MeteorBeamSearch()
    private var matches: [Match] = []
    /// First and last match of each word of the reference; -1 where there is none.
    private var heads: [Int32] = []
    private var tails: [Int32] = []
    /// How many matches cover each word.
    private var referenceCoverage: [Int32] = []
    private var hypothesisCoverage: [Int32] = []

    init(usesSynonyms: Bool, paraphrases: ParaphraseTable?) {
        self.usesSynonyms = usesSynonyms
        self.paraphrases = paraphrases
    }

    /// The statistics of the best alignment.
    mutating func align(
        _ hypothesis: [MeteorVocabulary.Word], with reference: [MeteorVocabulary.Word], in vocabulary: MeteorVocabulary
    ) -> MeteorStatistics {
        reset(hypothesis.count, reference.count)
        let isSame =
            hypothesis.count == reference.count && zip(hypothesis, reference).allSatisfy { $0.key == $1.key }
        for start in reference.indices {
            proposeWords(hypothesis, for: start, reference[start], exactOnly: isSame, in: vocabulary)
        }
        if !isSame, let paraphrases { propose(paraphrases, hypothesis, reference) }
        let chosen = search.choose(
            from: matches, heads: heads, fixed: fixed(), hypothesisCount: hypothesis.count)
        return count(chosen, hypothesis, reference)
    }

    private mutating func reset(_ hypothesisCount: Int, _ referenceCount: Int) {
        matches.removeAll(keepingCapacity: true)
        for array in [\Self.heads, \Self.tails] {
            self[keyPath: array].removeAll(keepingCapacity: true)
            self[keyPath: array].append(contentsOf: repeatElement(-1, count: referenceCount))
        }
        referenceCoverage.removeAll(keepingCapacity: true)
        referenceCoverage.append(contentsOf: repeatElement(0, count: referenceCount))
        hypothesisCoverage.removeAll(keepingCapacity: true)
        hypothesisCoverage.append(contentsOf: repeatElement(0, count: hypothesisCount))
    }

    private mutating func propose(start: Int, length: Int, otherStart: Int, otherLength: Int, module: Int) {
        let number = Int32(matches.count)
        matches.append(
            Match(
                start: Int32(start), length: Int32(length), otherStart: Int32(otherStart),
                otherLength: Int32(otherLength), module: Int32(module), next: -1))
        if heads[start] < 0 { heads[start] = number } else { matches[Int(tails[start])].next = number }
        tails[start] = number
        for index in start..<start + length { referenceCoverage[index] += 1 }
        for index in otherStart..<otherStart + otherLength { hypothesisCoverage[index] += 1 }
    }

    /// Matches of single words: first all exact ones, then stems, then synonyms.
    private mutating func proposeWords(
        _ hypothesis: [MeteorVocabulary.Word], for start: Int, _ word: MeteorVocabulary.Word, exactOnly: Bool,
        in vocabulary: MeteorVocabulary
    ) {
        for index in hypothesis.indices where hypothesis[index].key == word.key {
            propose(start: start, length: 1, otherStart: index, otherLength: 1, module: 0)
        }
        if exactOnly { return }
        for index in hypothesis.indices
        where hypothesis[index].stemKey == word.stemKey && hypothesis[index].key != word.key {
            propose(start: start, length: 1, otherStart: index, otherLength: 1, module: 1)
        }
        guard usesSynonyms, word.setMask != 0 else { return }
        for index in hypothesis.indices
        where hypothesis[index].setMask & word.setMask != 0 && hypothesis[index].key != word.key
            && vocabulary.areSynonyms(hypothesis[index], word)
        {
            propose(start: start, length: 1, otherStart: index, otherLength: 1, module: 2)
        }
    }

    /// Matches of phrases: phrases of the reference with paraphrases in the hypothesis, then the other way round.
    private mutating func propose(
        _ table: ParaphraseTable, _ hypothesis: [MeteorVocabulary.Word], _ reference: [MeteorVocabulary.Word]
    ) {
        table.forEachPair(of: reference.map(\.paraphraseWord), in: hypothesis.map(\.paraphraseWord)) {
            propose(start: $0, length: $1, otherStart: $2, otherLength: $3, module: 3)
        }
        table.forEachPair(of: hypothesis.map(\.paraphraseWord), in: reference.map(\.paraphraseWord)) {
            propose(start: $2, length: $3, otherStart: $0, otherLength: $1, module: 3)
        }
    }

    /// For each word of the reference, its only match if no other match covers any of its words; else -1.
    private func fixed() -> [Int32] {
        heads.map { head in
            guard head >= 0, matches[Int(head)].next < 0 else { return -1 }
            let match = matches[Int(head)]
            let isAlone =
                (match.start..<match.start + match.length).allSatisfy { referenceCoverage[Int($0)] == 1 }
                && (match.otherStart..<match.otherStart + match.otherLength).allSatisfy {
                    hypothesisCoverage[Int($0)] == 1
                }
            return isAlone ? head : -1
        }
    }

    private func count(
        _ chosen: [Int32], _ hypothesis: [MeteorVocabulary.Word], _ reference: [MeteorVocabulary.Word]
    ) -> MeteorStatistics {
        var result = MeteorStatistics()
        result.hypothesisLength = hypothesis.count
        result.referenceLength = reference.count
        for word in hypothesis where word.isFunctionWord { result.hypothesisFunctionWords += 1 }
        for word in reference where word.isFunctionWord { result.referenceFunctionWords += 1 }
        // Where the last match ended in the hypothesis; -1 after an unmatched word of the reference.
        var last: Int32 = -1
        var end: Int32 = 0
        for (index, number) in chosen.enumerated() {
            guard number >= 0 else {
                if index >= end { last = -1 }
                continue
            }
            let match = matches[Int(number)]
            let module = Int(match.module)
            for word in match.otherStart..<match.otherStart + match.otherLength {
                if hypothesis[Int(word)].isFunctionWord {
                    result.hypothesisFunction[module] += 1
                } else {
                    result.hypothesisContent[module] += 1
                }
            }
            for word in match.start..<match.start + match.length {
                if reference[Int(word)].isFunctionWord {
                    result.referenceFunction[module] += 1
                } else {
                    result.referenceContent[module] += 1
                }
            }
            if match.otherStart != last { result.chunks += 1 }
            last = match.otherStart + match.otherLength
            end = match.start + match.length
        }
        return result
    }
}
