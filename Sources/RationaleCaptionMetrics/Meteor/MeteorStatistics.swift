import Foundation

/// Counts from which METEOR computes a score. The statistics of a set of segments are sums of theirs.
///
/// Counts of matches are given by module: exact, stem, synonym, paraphrase.
public struct MeteorStatistics: Sendable, Hashable {
    /// Number of words of the hypothesis.
    public var hypothesisLength = 0
    /// Number of words of the reference.
    public var referenceLength = 0
    /// How many of the hypothesis's words are function words.
    public var hypothesisFunctionWords = 0
    public var referenceFunctionWords = 0
    /// Matched content words of the hypothesis.
    public var hypothesisContent = SIMD4<Int>()
    public var referenceContent = SIMD4<Int>()
    /// Matched function words of the hypothesis.
    public var hypothesisFunction = SIMD4<Int>()
    public var referenceFunction = SIMD4<Int>()
    /// Number of runs of matches that are adjacent and in the same order in both sentences.
    public var chunks = 0

    public init() {}

    /// Adds the counts of another segment. The chunk of a sentence that equals its reference is not counted, as it is no
    /// fragment.
    public static func += (sum: inout Self, other: Self) {
        sum.hypothesisLength += other.hypothesisLength
        sum.referenceLength += other.referenceLength
        sum.hypothesisFunctionWords += other.hypothesisFunctionWords
        sum.referenceFunctionWords += other.referenceFunctionWords
        sum.hypothesisContent &+= other.hypothesisContent
        sum.referenceContent &+= other.referenceContent
        sum.hypothesisFunction &+= other.hypothesisFunction
        sum.referenceFunction &+= other.referenceFunction
        if !other.isWhole { sum.chunks += other.chunks }
    }

    /// Matched words of the hypothesis.
    public var hypothesisMatches: Int { hypothesisContent.wrappedSum() + hypothesisFunction.wrappedSum() }
    public var referenceMatches: Int { referenceContent.wrappedSum() + referenceFunction.wrappedSum() }

    /// Whether all words are matched in one chunk.
    private var isWhole: Bool {
        hypothesisMatches == hypothesisLength && referenceMatches == referenceLength && chunks == 1
    }

    /// Weighted matches by weighted length, of the hypothesis: Σₘ wₘ (δ cₘ + (1 − δ) fₘ) / (δ C + (1 − δ) F).
    public var precision: Double {
        Self.weightedMatches(hypothesisContent, hypothesisFunction)
            / Self.weightedLength(hypothesisLength, hypothesisFunctionWords)
    }

    /// The same of the reference.
    public var recall: Double {
        Self.weightedMatches(referenceContent, referenceFunction)
            / Self.weightedLength(referenceLength, referenceFunctionWords)
    }

    /// γ (chunks / matches)^β, where matches are the mean of both sides; 0 where the sentences are one chunk.
    public var fragmentationPenalty: Double {
        let fragmentation = isWhole ? 0 : Double(chunks) / (Double(hypothesisMatches + referenceMatches) / 2)
        return MeteorEnglish.gamma * pow(fragmentation, MeteorEnglish.beta)
    }

    /// (1 − penalty) · P R / (α P + (1 − α) R), between 0 and 1; 0 where nothing matches.
    public var score: Double {
        let alpha = MeteorEnglish.alpha
        let mean = 1 / ((1 - alpha) / precision + alpha / recall)
        let score = mean * (1 - fragmentationPenalty)
        return score.isNaN ? 0 : max(score, 0)
    }

    // The order of the sums is the program's, so that every bit is.
    private static func weightedMatches(_ content: SIMD4<Int>, _ function: SIMD4<Int>) -> Double {
        var sum = 0.0
        for module in 0..<4 { sum += Double(content[module]) * MeteorEnglish.weights[module] * MeteorEnglish.delta }
        for module in 0..<4 {
            sum += Double(function[module]) * MeteorEnglish.weights[module] * (1 - MeteorEnglish.delta)
        }
        return sum
    }

    private static func weightedLength(_ length: Int, _ functionWords: Int) -> Double {
        MeteorEnglish.delta * Double(length - functionWords) + (1 - MeteorEnglish.delta) * Double(functionWords)
    }
}
