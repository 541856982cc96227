import Foundation
import RationaleCore

/// How many of a sentence's n-grams occur in its references: BLEU.
///
/// BLEU = b · (p₁ · … · pₙ)^(1/n), where pₖ is the fraction of the hypotheses' k-grams that occur in a reference, counted no
/// more often than in the reference that has them most often, and b = min(1, exp(1 − r/h)) punishes shortness: h is the
/// length of the hypotheses and r the sum of the references' lengths that are closest to each. Counts and lengths are summed
/// over all segments before they are divided, so that the score of a set is no mean of the segments' scores. Between 0 and 1;
/// higher is better.
///
/// Two published programs compute it, and differ in the words and where a count is 0; see ``Form``.
///
/// *Source:* Papineni, Roukos, Ward and Zhu (2002), "BLEU: a method for automatic evaluation of machine translation", ACL.
///
/// *Cost*: one look-up for each n-gram of all sentences.
public struct BLEU: CaptionMetric, Hashable {
    /// Whose BLEU.
    public enum Form: String, Sendable, Hashable, CaseIterable {
        /// The COCO caption evaluation's: small letters, no punctuation; 10⁻¹⁵ is added to each count of matches and 10⁻⁹ to
        /// each count of n-grams.
        case coco
        /// NLTK's `corpus_bleu` with its defaults: a precision of 0 counts as the smallest positive number (2 · 10⁻³⁰⁸), so
        /// that the score is nearly 0; a segment without n-grams of a length counts one that does not match.
        case nltk
    }

    public let form: Form
    /// The longest n-grams, 1 to 4. Default: 4.
    public let order: Int
    public let tokenization: CaptionTokenization

    /// - Parameters:
    ///   - form: whose BLEU.
    ///   - order: the longest n-grams.
    ///   - tokenization: how sentences become words. Default: as the form's program does.
    /// - Precondition: an order of 1 to 4.
    public init(_ form: Form, order: Int = 4, tokenization: CaptionTokenization? = nil) {
        precondition((1...4).contains(order))
        self.form = form
        self.order = order
        self.tokenization = tokenization ?? (form == .coco ? .coco : .nltk)
    }

    public var name: String { form == .coco ? "BLEU-\(order)" : "BLEU-\(order) (NLTK)" }

    public var signature: CaptionSignature {
        CaptionSignature(
            "BLEU",
            [
                "n": "\(order)", "form": form == .coco ? "coco" : "nltk-3.10", "tok": tokenization.name,
                "length": "closest", "smooth": form == .coco ? "1e-15/1e-9" : "none",
            ])
    }

    public func scores(of segments: [CaptionSegment]) throws -> CaptionScores {
        let words = try CaptionWords(of: segments, tokenization)
        var index = NGramIndex()
        let counts = segments.indices.map { Counts(words.hypotheses[$0], words.references[$0], order, &index, form) }
        return CaptionScores(segments: counts.map(score)) { chosen in
            score(chosen.reduce(into: Counts(order)) { $0.add(counts[$1]) })
        }
    }

    private func score(_ counts: Counts) -> Double {
        switch form {
        case .coco:
            let product = (0..<order).reduce(1.0) {
                $0 * (Double(counts.matched[$1]) + 1e-15) / (Double(counts.all[$1]) + 1e-9)
            }
            let ratio = (Double(counts.length) + 1e-15) / (Double(counts.referenceLength) + 1e-9)
            return pow(product, 1 / Double(order)) * (ratio < 1 ? exp(1 - 1 / ratio) : 1)
        case .nltk:
            guard counts.matched[0] > 0 else { return 0 }
            let sum = (0..<order).reduce(0.0) { sum, index in
                let precision = Double(counts.matched[index]) / Double(counts.all[index])
                return sum + log(precision > 0 ? precision : .leastNormalMagnitude) / Double(order)
            }
            let (hypothesis, reference) = (Double(counts.length), Double(counts.referenceLength))
            return exp(sum) * (hypothesis > reference ? 1 : exp(1 - reference / hypothesis))
        }
    }

    /// What is summed over segments.
    private struct Counts {
        /// By length − 1: n-grams of the hypothesis that a reference has, and all of them.
        var matched: [Int]
        var all: [Int]
        var length = 0
        var referenceLength = 0

        init(_ order: Int) {
            matched = Array(repeating: 0, count: order)
            all = matched
        }

        init(
            _ hypothesis: [String], _ references: [[String]], _ order: Int, _ index: inout NGramIndex, _ form: Form
        ) {
            self.init(order)
            let mine = index.counts(of: hypothesis, upTo: order)
            let theirs = references.map { index.counts(of: $0, upTo: order) }
            for length in 0..<order {
                var most = [Int](repeating: 0, count: mine[length].numbers.count)
                for reference in theirs {
                    mine[length].forEachShared(with: reference[length]) { place, other in
                        most[place] = max(most[place], reference[length].counts[other])
                    }
                }
                matched[length] = zip(mine[length].counts, most).reduce(0) { $0 + min($1.0, $1.1) }
                all[length] = max(mine[length].total, form == .nltk ? 1 : 0)
            }
            length = hypothesis.count
            // Of two equally close lengths, the smaller.
            referenceLength =
                references.map(\.count).min { one, other in
                    (abs(one - length), one) < (abs(other - length), other)
                } ?? 0
        }

        mutating func add(_ other: Counts) {
            for length in matched.indices {
                matched[length] += other.matched[length]
                all[length] += other.all[length]
            }
            length += other.length
            referenceLength += other.referenceLength
        }
    }
}
