import RationaleTorch

/// How a reasoning network's scores are compared with the classifier's.
public enum DistillationObjective: String, Sendable, Codable, CaseIterable {
    /// `mean_c (s_c / Σ|s| − t_c / Σ|t|)²`, s the network's scores, t the classifier's. Published.
    ///
    /// It forgets how large scores are, and where they sum to little in absolute value it is steep.
    case normalized
    /// `mean_c (s̃_c − t̃_c)² / σ² + KL(softmax t ‖ softmax s)`. Default.
    ///
    /// s̃ and t̃ are the scores less their mean over classes: only differences between classes mean anything, and they are what
    /// "why this and not that" is about. σ² is the mean of t̃² over the training samples, so that the first term is the part of the
    /// classifier's variance that is not explained, whatever the classifier's scale. The divergence, at temperature 1, is most
    /// about the likely classes, on which agreement depends; the squares count all classes alike.
    case scores

    /// The cost of each picture: `[picture]`.
    ///
    /// - Parameters:
    ///   - scores: the network's, `[picture, class]`.
    ///   - teacher: the classifier's, `[picture, class]`.
    ///   - variance: σ².
    func cost(_ scores: Tensor, _ teacher: Tensor, variance: Double) -> Tensor {
        switch self {
        case .normalized:
            func fractions(_ x: Tensor) -> Tensor {
                x / x.absolute.sum([1], keepingDimensions: true).clamped(min: 1e-12)
            }
            return (fractions(scores) - fractions(teacher)).power(2).mean([1])
        case .scores:
            let squares = (scores.centered - teacher.centered).power(2).mean([1]) * (1 / variance)
            let logarithms = teacher.logSoftmax(1)
            let divergence = (logarithms.exponential * (logarithms - scores.logSoftmax(1))).sum([1])
            return squares + divergence
        }
    }
}

extension Tensor {
    /// Scores less their mean over classes: `[picture, class]`.
    var centered: Tensor { self - mean([1], keepingDimensions: true) }
}
