import RationaleCore
import RationaleTorch

/// ``DeepLIFT``, averaged over several baselines: an estimate of each pixel's Shapley value, with the baselines as samples
/// of a picture that says nothing: `1/B Σ_b m_b ⊙ (x − b)`.
///
/// The shares add up to `s(x)` less the mean score of the baselines; how far they miss that is the convergence gap.
///
/// *Source:* Lundberg, Lee (2017), "A unified approach to interpreting model predictions", arXiv 1705.07874, section 4.2.
/// *Cost:* for each different baseline two forward passes and one backward pass.
///
/// The answer's values are `[batch, channel, height, width]`.
public struct DeepSHAP: AttributionMethod {
    public static let identifier = "deep-shap"
    public static let title = "Deep SHAP"
    public static let summary = "Deep SHAP: DeepLIFT over several baselines (Lundberg and Lee 2017)"
    public static let inputs: Set<InputKind> = [.picture]
    public let unit = MapUnit.score
    public let isSigned = true
    public static let settings: [Setting<Self>] = [
        .init("baseline", \.baselines, "What the input is compared with."),
        .init(
            "tolerance", \.tolerance, in: 0...Double.infinity,
            "The convergence gap above which a result carries a warning."),
    ]

    /// The samples of a picture that says nothing. Default: one of each kind there is, which differ in colour and in what
    /// of the picture they keep; SHAP's own samples are pictures to learn from, `.custom`.
    public var baselines: [Baseline]
    /// The convergence gap above which a result carries a warning. Default: 5 %.
    public var tolerance: Double

    /// What InputIBA's authors compare with (Zhang et al. 2021, arXiv 2110.01471): ten baselines of zeros, which give
    /// what one gives.
    public static let published = DeepSHAP(baselines: Array(repeating: .zeros, count: 10))

    public init(
        baselines: [Baseline] = [.zeros, .black, .meanColour, .blurred(standardDeviation: 10)],
        tolerance: Double = 0.05
    ) {
        self.baselines = baselines
        self.tolerance = tolerance
    }

    public func answer(_ question: Question) throws -> Answer {
        guard !baselines.isEmpty else {
            throw RationaleError(.usage, "\(Self.identifier) needs at least one baseline")
        }
        var sum: Tensor?
        var targets: ResolvedTargets?
        var rises = [Double](repeating: 0, count: question.batch)
        for (baseline, share) in shares {
            let found = try question.contributions(from: try baseline.values(for: question))
            let part = found.values * share
            sum = sum.map { $0 + part } ?? part
            targets = found.targets
            rises = zip(rises, found.rise).map { $0 + share * $1 }
        }
        var answer = Answer(sum!, targets: targets!)
        answer.noteCompleteness(rise: rises, tolerance: tolerance, advice: DeepLIFT.adviceOnGap)
        return answer
    }

    /// Each different baseline and its part of all: equal ones are computed once.
    private var shares: [(Baseline, Double)] {
        var shares: [(baseline: Baseline, share: Double)] = []
        for baseline in baselines {
            let part = 1 / Double(baselines.count)
            // Two that a caller made himself may differ whatever they are called.
            if case .custom = baseline {
                shares.append((baseline, part))
            } else if let index = shares.firstIndex(where: { $0.baseline.name == baseline.name }) {
                shares[index].share += part
            } else {
                shares.append((baseline, part))
            }
        }
        return shares
    }
}
