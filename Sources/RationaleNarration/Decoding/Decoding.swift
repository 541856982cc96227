import Foundation
import RationaleCore

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
        guard lengthNormalization >= 0, lengthNormalization.isFinite else {
            throw RationaleError(.usage, "length normalisation: expected 0 or more, found \(lengthNormalization)")
        }
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
