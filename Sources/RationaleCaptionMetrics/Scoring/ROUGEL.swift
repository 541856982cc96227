import RationaleCore

/// How much of a sentence occurs in a reference in the same order: the longest common subsequence.
///
/// With l the length of the longest common subsequence of words, P = max l / (words of the sentence) and
/// R = max l / (words of the reference), each the largest over the references:
/// ROUGE-L = (1 + β²) P R / (R + β² P), and 0 where nothing is common. The score of a set is the mean of its segments'
/// scores. Between 0 and 1; higher is better.
///
/// *Source:* Lin (2004), "ROUGE: a package for automatic evaluation of summaries", ACL workshop; `pycocoevalcap.rouge`, which
/// takes precision and recall from different references where these are best, and for which a sentence without words has one
/// empty word.
///
/// *Cost*: the product of both lengths for each pair of sentence and reference.
public struct ROUGEL: CaptionMetric, Hashable {
    /// How many times as much recall counts as precision. Default: 1.2, the COCO evaluation's.
    public let beta: Double
    public let tokenization: CaptionTokenization

    public init(beta: Double = 1.2, tokenization: CaptionTokenization = .coco) {
        precondition(beta >= 0)
        self.beta = beta
        self.tokenization = tokenization
    }

    public var name: String { "ROUGE-L" }

    public var signature: CaptionSignature {
        CaptionSignature(name, ["beta": "\(beta)", "tok": tokenization.name])
    }

    public func scores(of segments: [CaptionSegment]) throws -> CaptionScores {
        let words = try CaptionWords(of: segments, tokenization, splitsTokens: false)
        var numbers: [String: Int] = [:]
        func numbered(_ sentence: [String]) -> [Int] {
            (sentence.isEmpty ? [""] : sentence).map { word in
                if let known = numbers[word] { return known }
                numbers[word] = numbers.count
                return numbers.count - 1
            }
        }
        let scores = segments.indices.map { index in
            let hypothesis = numbered(words.hypotheses[index])
            var precision = 0.0
            var recall = 0.0
            for sentence in words.references[index] {
                let reference = numbered(sentence)
                let common = Double(Self.commonLength(hypothesis, reference))
                precision = max(precision, common / Double(hypothesis.count))
                recall = max(recall, common / Double(reference.count))
            }
            guard precision > 0, recall > 0 else { return 0.0 }
            return (1 + beta * beta) * precision * recall / (recall + beta * beta * precision)
        }
        return CaptionScores(segments: scores) { chosen in
            chosen.reduce(0) { $0 + scores[$1] } / Double(chosen.count)
        }
    }

    /// The length of the longest common subsequence.
    private static func commonLength(_ one: [Int], _ other: [Int]) -> Int {
        // Of the words so far and each beginning of `other`.
        var lengths = [Int](repeating: 0, count: other.count + 1)
        for word in one {
            var before = 0
            for index in other.indices {
                let above = lengths[index + 1]
                lengths[index + 1] = word == other[index] ? before + 1 : max(above, lengths[index])
                before = above
            }
        }
        return lengths[other.count]
    }
}
