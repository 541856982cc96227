import RationaleAttribution
public import RationaleCore
import RationaleTorch

/// How fast the target's probability rises when the highest places of a map are put back first.
///
/// `∫₀¹ p(baseline with the share s of highest places of the input) ds`; higher is better. A picture begins as its own
/// blur, a text as zeros.
///
/// The faults of ``Deletion`` are mended here too, and one more:
/// - *A blur cut short.* The published blur of standard deviation σ has a kernel of `2σ − 1` pixels, which ends at one
///   standard deviation and blurs about half as much as it says; edges are mirrored. The mended kernel reaches four
///   standard deviations.
///
/// *Source, cost:* as for ``Deletion``.
public struct Insertion: MapMetric {
    public var form: MetricForm
    /// Default: one hundredth of the places; published: 10 pixels, or 2 words.
    public var step: ReplacementStep
    /// The standard deviation of the blur, in pixels. Default: 15, as the published tutorial uses for pictures of
    /// 224×224 (the program's own default is 5).
    public var blur: Double
    /// Of the order among equal values.
    public var seed: UInt64

    /// - Parameters:
    ///   - form: mended by default.
    ///   - step: `nil` for the form's default.
    ///   - blur: of pictures, in pixels.
    ///   - seed: of the order among equal values.
    public init(_ form: MetricForm = .mended, step: ReplacementStep? = nil, blur: Double = 15, seed: UInt64 = 0) {
        self.form = form
        self.step = step ?? (form == .mended ? .share(0.01) : .places(10))
        self.blur = blur
        self.seed = seed
    }

    public func measures(of sample: JudgedSample) -> [Measure] {
        [Measure("insertion", .higher, sample.input.curveRange)]
    }

    public func values(of maps: [Heatmap], for sample: JudgedSample) throws -> [[String: Double]] {
        let input = sample.input
        let beginning = try beginning(of: input)
        return try input.areas(
            under: maps, form, step, seed: seed, from: beginning, to: input.input, other: beginning
        ).map { area in area.map { ["insertion": $0] } ?? [:] }
    }

    private func beginning(of input: PerturbableInput) throws -> Tensor {
        if !input.isPicture { return input.input.zerosLike }
        return switch form {
        case .mended: try input.values(of: .blurred(standardDeviation: blur))
        case .published: try PublishedBlur(standardDeviation: blur).blurred(input.input)
        }
    }
}
