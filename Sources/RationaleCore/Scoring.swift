import Foundation

/// What the scores of a classifier mean, and so how they become probabilities.
///
/// Scores are what goes into the network's final nonlinearity: maps of scores do not saturate as probabilities do.
public enum Scoring: String, Sendable, Hashable, Codable, CaseIterable {
    /// One class of several is true: `p = softmax(s)`. Scores are logits.
    case softmax
    /// Each label is true or false by itself: `p_c = σ(s_c)`. Scores are logits.
    case sigmoid
    /// One logit z decides between two classes. Their scores are −z and z, so `p = σ(s) = [1 − σ(z), σ(z)]`.
    case logit
    /// Scores are values, as a regression returns them; there are no probabilities.
    case value

    /// Whether scores have probabilities.
    public var hasProbabilities: Bool { self != .value }

    /// What a score is called: `logit` or `value`.
    public var scoreName: String { self == .value ? "value" : "logit" }

    /// What ``readout(of:)`` returns: `probability` or `value`.
    public var readoutName: String { self == .value ? "value" : "probability" }

    /// The probability of each class, computed in double precision; for values, the values themselves.
    ///
    /// - Parameter scores: of one input, one number for each class.
    public func readout(of scores: [Float]) -> [Double] {
        switch self {
        case .softmax:
            guard let largest = scores.max() else { return [] }
            let exponentials = scores.map { exp(Double($0 - largest)) }
            let sum = exponentials.reduce(0, +)
            return exponentials.map { $0 / sum }
        case .sigmoid, .logit: return scores.map { 1 / (1 + exp(-Double($0))) }
        case .value: return scores.map(Double.init)
        }
    }

    /// The class that is explained where none is named: the one with the highest score; of values the first, since
    /// different quantities have no common scale.
    public func topClass(of scores: [Float]) -> Int? {
        self == .value ? scores.indices.first : scores.indices.max { (scores[$0], $1) < (scores[$1], $0) }
    }
}
