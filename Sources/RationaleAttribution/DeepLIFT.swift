import RationaleTorch

/// Each pixel's share of the rise of the score over that of a baseline, with finite differences in place of derivatives:
/// `m ⊙ (x − b)`, where the multipliers m obey the chain rule and a nonlinearity's is `Δy / Δx`.
///
/// So a rectifier that is off for the input and on for the baseline still counts, and one that saturates is not silent.
/// The shares add up to `s(x) − s(b)` wherever the network is made of affine layers, elementwise nonlinearities and
/// maxima over windows; how far they miss that is returned with every map as the convergence gap.
///
/// *Source:* Shrikumar, Greenside, Kundaje (2017), "Learning important features through propagating activation
/// differences", arXiv 1704.02685: the rescale rule.
/// *Cost:* two forward passes and one backward pass.
///
/// Departs from it: the target is the score before the softmax, so nothing is normalised over classes; a maximum over
/// a window is shared out as Lundberg and Lee's program does. Rectifiers that are written in place or used twice need no
/// special case. Attention and layer norms pass their derivatives, and the gap says so.
///
/// The answer's values are `[batch, channel, height, width]`.
public struct DeepLIFT: AttributionMethod {
    public static let identifier = "deep-lift"
    public static let title = "DeepLIFT"
    public static let summary = "DeepLIFT: differences from a baseline (Shrikumar et al. 2017)"
    public let unit = MapUnit.score
    public let isSigned = true
    public static let settings: [Setting<Self>] = [
        .init("baseline", \.baseline, "What the input is compared with."),
        .init(
            "tolerance", \.tolerance, in: 0...Double.infinity,
            "The convergence gap above which a result carries a warning."),
    ]

    /// From where. Default: zeros, as for ``IntegratedGradients``.
    public var baseline: Baseline
    /// The convergence gap above which a result carries a warning. Default: 5 %.
    public var tolerance: Double

    public init(baseline: Baseline = .zeros, tolerance: Double = 0.05) {
        self.baseline = baseline
        self.tolerance = tolerance
    }

    public func answer(_ question: Question) throws -> Answer {
        let (values, targets, rise) = try question.contributions(from: try baseline.values(for: question))
        var answer = Answer(values, targets: targets)
        answer.noteCompleteness(rise: rise, tolerance: tolerance, advice: DeepLIFT.adviceOnGap)
        return answer
    }

    static let adviceOnGap =
        "the network multiplies or normalises by what depends on its input, for which the rule has no exact form"
}
