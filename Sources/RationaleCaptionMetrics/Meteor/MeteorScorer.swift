import RationaleCore

/// Scores segments one after another, and remembers words and references that it has seen.
struct MeteorScorer {
    private let normalizes: Bool
    private var normalizer = MeteorNormalizer()
    private var vocabulary: MeteorVocabulary
    private var aligner: MeteorAligner
    /// Sentences that are compared again and again, as their words.
    private var references: [String: [Int32]] = [:]

    /// As many references as are remembered: about 20 MB of captions.
    private static let maximumReferences = 1 << 16

    init(_ metric: Meteor) {
        let resources = metric.resources
        normalizes = metric.normalizes
        vocabulary = MeteorVocabulary(synonyms: resources.synonyms, paraphrases: resources.paraphrases)
        aligner = MeteorAligner(paraphrases: resources.paraphrases)
    }

    /// The statistics of the best reference.
    ///
    /// - Parameter number: the segment's number from 1, for errors.
    mutating func statistics(of segment: CaptionSegment, number: Int) throws(RationaleError) -> MeteorStatistics {
        let hypothesis = words(of: segment.hypothesis)
        let references = segment.references.map { remembered($0) }
        try vocabulary.complete()
        aligner.setHypothesis(hypothesis, in: vocabulary)
        var best: (statistics: MeteorStatistics, score: Double)?
        for reference in references {
            switch aligner.align(reference, in: vocabulary, toExceed: best?.score) {
            case .aligned(let statistics):
                let score = statistics.score
                if best.map({ score > $0.score }) ?? true { best = (statistics, score) }
            case .cannotWin: break
            case .tooManyMatches:
                throw RationaleError(
                    .badData,
                    "Segment \(number): \(hypothesis.count) words against \(reference.count) have more than \(MeteorAligner.maximumMatches) possible matches.",
                    hint: "METEOR compares sentences: split texts into sentences.")
            }
        }
        guard let best else {
            throw RationaleError(
                .badData, "Segment \(number): expected at least one reference, found none.",
                hint: "METEOR compares with references: give each segment one or more, or leave it out.")
        }
        return best.statistics
    }

    private mutating func remembered(_ sentence: String) -> [Int32] {
        if let numbers = references[sentence] { return numbers }
        let numbers = words(of: sentence)
        if references.count < Self.maximumReferences { references[sentence] = numbers }
        return numbers
    }

    private mutating func words(of sentence: String) -> [Int32] {
        var numbers: [Int32] = []
        if normalizes {
            normalizer.words(of: sentence) { numbers.append(vocabulary.number(of: $0)) }
        } else {
            normalizer.words(ofTokenized: sentence) { numbers.append(vocabulary.number(of: $0)) }
        }
        return numbers
    }
}
