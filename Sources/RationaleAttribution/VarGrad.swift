import RationaleTorch

/// How much the gradient changes under noise: its variance over noisy copies of the input, `1/n Σ (gₖ − ḡ)²` with
/// `gₖ = ∂s/∂x (x + εₖ)`, `ε ~ N(0, σ²)`.
///
/// *Source:* Adebayo, Gilmer, Goodfellow, Kim (2018), "Local explanation methods for deep neural networks lack
/// sensitivity to parameter values", arXiv 1810.03307.
/// *Cost:* `samples` forward and backward passes, and one forward pass. Memory does not depend on `samples`.
///
/// The class is the one that the network finds without noise. Every input gets the same noise. Channels are added up.
public struct VarGrad: AttributionMethod {
    public static let identifier = "vargrad"
    public static let title = "VarGrad"
    public static let summary = "VarGrad, the gradient's variance under noise (Adebayo et al. 2018)"
    public let unit = MapUnit.squaredScorePerSquaredInput
    public let isSigned = false
    public static let settings: [Setting<Self>] = [
        .init("samples", \.samples, in: 1...Double.infinity, "Noisy copies of each input."),
        .init("noise", \.noise, "The noise's standard deviation, as a part of the range of the input's values."),
        .init("seed", \.seed, none: "0", "The seed of what is drawn."),
    ]

    /// How many noisy copies. Default: 50, as for ``SmoothGrad``.
    public var samples: Int
    /// How much noise. Default: 0.15 of the range of the input's values, as for ``SmoothGrad``.
    public var noise: NoiseLevel
    public var seed: UInt64?

    public init(samples: Int = 50, noise: NoiseLevel = .relative(0.15), seed: UInt64 = 0) {
        self.samples = samples
        self.noise = noise
        self.seed = seed
    }

    public func answer(_ question: Question) throws -> Answer {
        let (moments, targets) = try question.gradientMoments(of: samples, level: noise, seed: seed ?? 0)
        return Answer(moments.variance, targets: targets)
    }
}
