import Foundation
import RationaleCore

/// How far a sentence says what people agree on: n-grams are weighed by how rare they are among images.
///
/// A sentence is a vector for each length n = 1 … 4 of n-grams, with the elements
/// g = c · (ln N − ln max(1, d)), where c is how often the n-gram occurs in the sentence, N the number of images and d in how
/// many images' references it occurs. CIDEr = 10 · mean over references and n of the cosine of the sentence's and the
/// reference's vector. The score of a set is the mean of its segments' scores. Between 0 and 10; higher is better.
///
/// With one image all weights are 0, and so is the score: give ``frequencies`` of a larger set then.
///
/// *Source:* Vedantam, Zitnick and Parikh (2015), "CIDEr: consensus-based image description evaluation", CVPR,
/// arXiv:1411.5726. As the authors' program, counts are not divided by the sentence's length, which no cosine sees.
///
/// *Cost*: one look-up for each n-gram of all sentences.
public struct CIDEr: CaptionMetric, Hashable {
    /// The longest n-grams. Default: 4.
    public let order: Int
    /// The frequencies to weigh by. Default: `nil`, those of the references that are given.
    public let frequencies: DocumentFrequencies?
    public let tokenization: CaptionTokenization

    public init(order: Int = 4, frequencies: DocumentFrequencies? = nil, tokenization: CaptionTokenization = .coco) {
        precondition(order > 0)
        self.order = order
        self.frequencies = frequencies
        self.tokenization = tokenization
    }

    public var name: String { "CIDEr" }

    public var signature: CaptionSignature {
        CaptionSignature(
            name, ["n": "\(order)", "df": frequencies.signature, "tok": tokenization.name])
    }

    public func scores(of segments: [CaptionSegment]) throws -> CaptionScores {
        try Consensus(segments, order, frequencies, tokenization).scores { hypothesis, reference, _ in
            var product = 0.0
            hypothesis.counts.forEachShared(with: reference.counts) { mine, theirs in
                product += hypothesis.weights[mine] * reference.weights[theirs]
            }
            return product
        }
    }
}

/// CIDEr that cannot be raised by repeating words or by length: the form that the COCO evaluation reports as CIDEr.
///
/// As ``CIDEr``, but an element of the sentence's vector counts no more than the reference's, and each cosine is multiplied
/// by exp(−Δ² / (2 σ²)), where Δ is the difference of the numbers of bigrams.
///
/// *Source:* Vedantam, Zitnick and Parikh (2015), section 5.3 of the preprint, arXiv:1411.5726; `pycocoevalcap.cider`, whose
/// class named CIDEr computes CIDEr-D.
///
/// *Cost*: as ``CIDEr``.
public struct CIDErD: CaptionMetric, Hashable {
    /// The longest n-grams. Default: 4.
    public let order: Int
    /// The width of the penalty on length, in bigrams. Default: 6, the authors'.
    public let sigma: Double
    /// The frequencies to weigh by. Default: `nil`, those of the references that are given.
    public let frequencies: DocumentFrequencies?
    public let tokenization: CaptionTokenization

    public init(
        order: Int = 4, sigma: Double = 6, frequencies: DocumentFrequencies? = nil,
        tokenization: CaptionTokenization = .coco
    ) {
        precondition(order > 0 && sigma > 0)
        self.order = order
        self.sigma = sigma
        self.frequencies = frequencies
        self.tokenization = tokenization
    }

    public var name: String { "CIDEr-D" }

    public var signature: CaptionSignature {
        CaptionSignature(
            name,
            [
                "n": "\(order)", "sigma": "\(sigma)", "df": frequencies.signature, "tok": tokenization.name,
            ])
    }

    public func scores(of segments: [CaptionSegment]) throws -> CaptionScores {
        try Consensus(segments, order, frequencies, tokenization).scores { hypothesis, reference, difference in
            var product = 0.0
            hypothesis.counts.forEachShared(with: reference.counts) { mine, theirs in
                product += min(hypothesis.weights[mine], reference.weights[theirs]) * reference.weights[theirs]
            }
            return product * exp(-Double(difference * difference) / (2 * sigma * sigma))
        }
    }
}

extension DocumentFrequencies? {
    fileprivate var signature: String { map { "table-of-\($0.documents)" } ?? "references" }
}

/// What both forms of CIDEr have in common.
private struct Consensus {
    /// The n-grams of one length in a sentence.
    struct Vector {
        let counts: NGramCounts
        let weights: [Double]
        let norm: Double

        init(_ counts: NGramCounts, _ rarity: [Double]) {
            self.counts = counts
            weights = zip(counts.numbers, counts.counts).map { rarity[$0] * Double($1) }
            norm = weights.reduce(0) { $0 + $1 * $1 }.squareRoot()
        }
    }

    private let order: Int
    private let hypotheses: [[NGramCounts]]
    private let references: [[[NGramCounts]]]
    /// ln N − ln max(1, d), by the n-gram's number.
    private let rarity: [Double]

    init(
        _ segments: [CaptionSegment], _ order: Int, _ frequencies: DocumentFrequencies?,
        _ tokenization: CaptionTokenization
    ) throws {
        let words = try CaptionWords(of: segments, tokenization)
        var index = NGramIndex()
        self.order = order
        references = words.references.map { $0.map { index.counts(of: $0, upTo: order) } }
        hypotheses = words.hypotheses.map { index.counts(of: $0, upTo: order) }
        var seen = [Int](repeating: 0, count: index.count + 1)
        if let frequencies {
            for (ngram, count) in frequencies.counts {
                if let number = index.number(of: ngram.split(separator: " ").map { String($0) }) {
                    seen[number] = count
                }
            }
        } else {
            for sentences in references {
                for number in Set(sentences.flatMap { $0.flatMap(\.numbers) }) { seen[number] += 1 }
            }
        }
        let documents = log(Double(frequencies?.documents ?? segments.count))
        rarity = seen.map { documents - log(Double(max(1, $0))) }
    }

    /// - Parameter product: of a sentence's and a reference's vector; it is also given how many bigrams more the sentence has.
    func scores(_ product: (Vector, Vector, Int) -> Double) -> CaptionScores {
        let scores = hypotheses.indices.map { segment in
            let mine = hypotheses[segment].map { Vector($0, rarity) }
            let sum = references[segment].reduce(0.0) { sum, reference in
                let difference = bigrams(hypotheses[segment]) - bigrams(reference)
                let cosines = mine.indices.map { length in
                    let theirs = Vector(reference[length], rarity)
                    let norm = mine[length].norm * theirs.norm
                    return norm == 0 ? 0 : product(mine[length], theirs, difference) / norm
                }
                return sum + cosines.reduce(0, +) / Double(order)
            }
            return 10 * sum / Double(references[segment].count)
        }
        return CaptionScores(segments: scores) { chosen in
            chosen.reduce(0) { $0 + scores[$1] } / Double(chosen.count)
        }
    }

    private func bigrams(_ sentence: [NGramCounts]) -> Int { max(0, sentence[0].total - 1) }
}
