import Foundation
import RationaleCore
import RationaleTorch

/// How a sentence is chosen from what a narrator finds probable.
public struct Decoding: Sendable, Hashable, Codable {
    public enum Strategy: Sendable, Hashable, Codable {
        /// The most probable word at each step. Published.
        case greedy
        /// The best sentences that a search keeping so many beginnings finds.
        case beam(width: Int)
        /// Words drawn by their probability; `temperature` divides the logits first.
        case sampling(temperature: Double = 1)
    }

    public var strategy: Strategy
    /// Words at most, with the end. Default: 76, as published.
    public var maxLength = 76
    /// α of the length normalisation `log p / ((5 + length)^α / 6^α)`, by which sentences of different lengths are compared
    /// in a beam. 0 compares log-probabilities. Default: 0.7, as published.
    ///
    /// *Source:* Wu et al. (2016), "Google's neural machine translation system", arXiv:1609.08144, section 7.
    public var lengthNormalization = 0.7
    /// No so many words in a row are written twice in a sentence; 0 lets everything repeat itself. Default: 0, as published.
    ///
    /// *Source:* Paulus, Xiong and Socher (2018), "A deep reinforced model for abstractive summarization", arXiv:1705.04304.
    public var noRepeat = 0
    /// Of sampling.
    public var seed: UInt64 = 0

    public init(_ strategy: Strategy = .greedy) { self.strategy = strategy }

    func check() throws(RationaleError) {
        switch strategy {
        case .greedy: break
        case .beam(let width):
            guard (1...1000).contains(width) else {
                throw RationaleError(.usage, "beam width: expected 1 to 1000, found \(width)")
            }
        case .sampling(let temperature):
            guard temperature > 0, temperature.isFinite else {
                throw RationaleError(.usage, "temperature: expected a number above 0, found \(temperature)")
            }
        }
        guard (1...10_000).contains(maxLength) else {
            throw RationaleError(.usage, "length of a sentence: expected 1 to 10000 words, found \(maxLength)")
        }
        guard noRepeat >= 0 else {
            throw RationaleError(.usage, "words in a row that are not repeated: expected 0 or more, found \(noRepeat)")
        }
        guard lengthNormalization >= 0, lengthNormalization.isFinite else {
            throw RationaleError(.usage, "length normalisation: expected 0 or more, found \(lengthNormalization)")
        }
    }

    /// The words that would repeat a row of ``noRepeat`` words, behind each beginning.
    private func repetitions(of words: [Int]) -> Set<Int> {
        guard noRepeat > 0, words.count >= noRepeat else { return [] }
        let last = words.suffix(noRepeat - 1)
        return Set((noRepeat - 1..<words.count).filter { words[$0 - noRepeat + 1..<$0] == last }.map { words[$0] })
    }

    /// Scores of words, −∞ for those that would repeat a row of words.
    ///
    /// - Parameters:
    ///   - scores: `[beginning, word]`.
    ///   - beginnings: the words so far.
    ///   - end: the word that ends a sentence, which may always be written.
    func unrepeated(_ scores: Tensor, behind beginnings: [[Int]], end: Int) -> Tensor {
        let repeated = beginnings.map { repetitions(of: $0).subtracting([end]) }
        guard repeated.contains(where: { !$0.isEmpty }) else { return scores }
        let count = scores.shape[1]
        var bar = [Float](repeating: 0, count: beginnings.count * count)
        for (row, words) in repeated.enumerated() {
            for word in words { bar[row * count + word] = -.infinity }
        }
        return scores + Tensor(bar, shape: scores.shape).moved(to: scores.device)
    }

    /// What a log-probability is divided by.
    func penalty(length: Int) -> Double { pow((5 + Double(length)) / 6, lengthNormalization) }
}

/// A sentence that a narrator wrote.
public struct WrittenSentence: Sendable, Hashable {
    /// The numbers of its words, with the end where it has one.
    public var words: [Int]
    /// The sum of the words' log-probabilities, in nats, each among the words that may be written: all but the start and
    /// ``NarratorVocabulary/unknown``.
    public var logProbability: Double
    /// Whether the narrator ended it; otherwise it was cut at ``Decoding/maxLength``.
    public var isComplete: Bool
    /// How probable a listener who hears only the sentence finds the right class, from 0 to 1; `nil` where nobody listened.
    public var recognition: Double?

    public init(words: [Int], logProbability: Double, isComplete: Bool, recognition: Double? = nil) {
        self.words = words
        self.logProbability = logProbability
        self.isComplete = isComplete
        self.recognition = recognition
    }
}
