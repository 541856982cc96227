public import RationaleCore

/// Unit of a map's values.
public enum MapUnit: Sendable, Hashable {
    /// The explained score: a logit, or a regression's value.
    case score
    case scorePerInput
    /// The same where only positive parts pass.
    case rectifiedScorePerInput
    case squaredScorePerSquaredInput
    /// The probability of the class, or a regression's value.
    case readout
    case bits
    /// How much more probable something becomes, as the natural logarithm of the ratio.
    case nats
    /// The part of a pixel or word that passes, 0 to 1.
    case shareThatPasses
    /// How probable it is that a winner-take-all walk from the class down through the network comes by this place.
    case winningProbability
    /// The part of the picture that a mask shows, 0 to 1.
    case partShown
    /// Only the order of the values means anything.
    case relative

    /// Whether the values of several positions add up to one of them together: of parts and of a mere order they do not.
    public var addsUp: Bool {
        switch self {
        case .shareThatPasses, .winningProbability, .partShown, .relative: false
        default: true
        }
    }

    /// The unit in words.
    ///
    /// - Parameter scoring: says what a score is called.
    public func text(for scoring: Scoring) -> String {
        switch self {
        case .score: scoring.scoreName
        case .scorePerInput: "\(scoring.scoreName) per unit of input"
        case .rectifiedScorePerInput: "\(scoring.scoreName) per unit of input, rectified"
        case .squaredScorePerSquaredInput: "squared \(scoring.scoreName) per squared unit of input"
        case .readout: scoring.readoutName
        case .bits: "bits"
        case .nats: "nats"
        case .shareThatPasses: "share of the pixel that passes"
        case .winningProbability: "marginal winning probability"
        case .partShown: "part shown"
        case .relative: "relative"
        }
    }
}
