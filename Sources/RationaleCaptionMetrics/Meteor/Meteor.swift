public import RationaleCore

/// METEOR 1.5 for English: the harmonic mean of precision and recall of words that are equal, have equal stems, are synonyms
/// or paraphrases, less a penalty for matches that are scattered.
///
/// score = (1 − γ (chunks / matches)^β) · P R / (α P + (1 − α) R), between 0 and 1; see ``MeteorStatistics``. With several
/// references, the one with the best score counts, of equals the first. The score of a set is computed from the summed
/// statistics of its segments; the published evaluations of captions average the segments instead.
///
/// It is an exact twin of `meteor-1.5.jar` with `-l en`: same words, same alignment, same formula, its rounding and
/// ties included. Where the program needs its paraphrase table, this takes it only if given; without it, it is the
/// program with `-m "exact stem synonym"`. A module keeps its weight where another is missing (the program, unless
/// told otherwise with `-w`, gives weights by position).
///
/// *Source:* Denkowski & Lavie (2014), "Meteor Universal: Language Specific Translation Evaluation for Any Target Language",
/// Ninth Workshop on Statistical Machine Translation, doi:10.3115/v1/W14-3348.
///
/// *Cost*: for each reference, the product of both lengths, and a search with forty alignments at each word of the reference.
public struct Meteor: CaptionMetric {
    public let name = "METEOR"

    /// Synonyms and paraphrases.
    public let resources: MeteorResources

    /// Whether sentences are normalised, split into words and made lower-case, as with the program's option `-norm`. If
    /// not, they are words separated by spaces already, and upper case differs from lower case.
    public let normalizes: Bool

    /// - Parameters:
    ///   - resources: synonyms and paraphrases; see ``MeteorResources/found(synonyms:paraphrases:)``.
    ///   - normalizes: `true` for sentences as people write them.
    public init(resources: MeteorResources, normalizes: Bool = true) {
        self.resources = resources
        self.normalizes = normalizes
    }

    public var signature: CaptionSignature {
        let modules =
            ["exact", "stem"] + (resources.synonyms == nil ? [] : ["synonym"])
            + (resources.paraphrases == nil ? [] : ["paraphrase"])
        return CaptionSignature(
            name,
            [
                "version": "1.5", "language": "en", "norm": normalizes ? "yes" : "no",
                "modules": modules.joined(separator: ","), "synonyms": resources.synonymsName,
                "paraphrases": resources.paraphrasesName,
            ])
    }

    /// The statistics of one segment: those of the reference with the best score. An empty sentence scores 0.
    ///
    /// - Throws: `badData` where there is no reference, a resource is damaged, or the texts are so long and repetitive that
    ///   more than 16 million pairs of words match.
    public func segment(hypothesis: String, references: [String]) throws(RationaleError) -> MeteorStatistics {
        var scorer = MeteorScorer(self)
        return try scorer.statistics(of: CaptionSegment(hypothesis: hypothesis, references: references), number: 1)
    }

    public func scores(of segments: [CaptionSegment]) throws(RationaleError) -> CaptionScores {
        var scorer = MeteorScorer(self)
        var statistics: [MeteorStatistics] = []
        statistics.reserveCapacity(segments.count)
        for (index, segment) in segments.enumerated() {
            statistics.append(try scorer.statistics(of: segment, number: index + 1))
        }
        return CaptionScores(segments: statistics.map(\.score)) { [statistics] indices in
            var sum = MeteorStatistics()
            for index in indices { sum += statistics[index] }
            return sum.score
        }
    }
}
