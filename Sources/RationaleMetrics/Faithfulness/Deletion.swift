public import RationaleAttribution
public import RationaleCore

/// How fast the target's probability falls when the highest places of a map are taken away first.
///
/// `∫₀¹ p(x with the share s of highest places replaced by the baseline) ds`; lower is better.
///
/// Mended faults of the published form:
/// 1. *Aliased states.* All states of a batch were the same tensor, so that eighty entries in a row show the last one's
///    state, and the curve has steps of eighty times the step asked for. Each state is its own now.
/// 2. *No beginning.* The curve had no point at which nothing is replaced. It has now, and one where everything is.
/// 3. *Eight bits.* Maps were read from grey pictures, so that many places tie and what is negative wraps around. The map
///    is used as it is; places that do tie come in a random order (the seed decides).
/// 4. *Texts* were only followed for the first `⌊0.4 · L⌋` words in steps of two; now all, one by one.
///
/// *Source:* Petsiuk, Das and Saenko (2018), arXiv 1806.07421; Zhang, Khakzar, Li, Farshad, Kim and Navab (2021),
/// "Fine-grained neural network explanation by identifying input features with predictive information", arXiv
/// 2110.01471, and its program.
/// *Cost:* one forward pass for each step: a hundred and one with the defaults, sixty-three as published for a picture of
/// 224×224. All maps share batches.
public struct Deletion: MapMetric {
    public var form: MetricForm
    /// Default: one hundredth of the places; published: 10 pixels, or 2 words.
    public var step: ReplacementStep
    /// What takes the places' place. Default: zero after preprocessing, which is the mean colour, as published.
    public var baseline: Baseline
    /// Of the order among equal values.
    public var seed: UInt64

    /// - Parameters:
    ///   - form: mended by default.
    ///   - step: `nil` for the form's default.
    ///   - baseline: of the input's places that are taken away.
    ///   - seed: of the order among equal values.
    public init(
        _ form: MetricForm = .mended, step: ReplacementStep? = nil, baseline: Baseline = .zeros, seed: UInt64 = 0
    ) {
        self.form = form
        self.step = step ?? (form == .mended ? .share(0.01) : .places(10))
        self.baseline = baseline
        self.seed = seed
    }

    public func measures(of sample: JudgedSample) -> [Measure] {
        [Measure("deletion", .lower, sample.input.curveRange)]
    }

    public func values(of maps: [Heatmap], for sample: JudgedSample) throws -> [[String: Double]] {
        let input = sample.input
        let end = try input.values(of: baseline)
        return try input.areas(
            under: maps, form, step, seed: seed, from: input.input, to: end, other: end
        ).map { area in area.map { ["deletion": $0] } ?? [:] }
    }
}
