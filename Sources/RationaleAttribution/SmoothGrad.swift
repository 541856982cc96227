import RationaleTorch

/// The gradient, averaged over noisy copies of the input: `1/n Σ ∂s/∂x (x + ε)`, `ε ~ N(0, σ²)`.
///
/// *Source:* Smilkov, Thorat, Kim, Viégas, Wattenberg (2017), "SmoothGrad: removing noise by adding noise", arXiv
/// 1706.03825.
/// *Cost:* `samples` forward and backward passes, and one forward pass. Memory does not depend on `samples`.
///
/// The class is the one that the network finds without noise. Every input gets the same noise.
public struct SmoothGrad: AttributionMethod {
    public static let identifier = "smoothgrad"
    public static let title = "SmoothGrad"
    public static let summary = "SmoothGrad, the gradient averaged over noise (Smilkov et al. 2017)"
    public let unit = MapUnit.scorePerInput
    public var isSigned: Bool { channels == .sum }
    public static let settings: [Setting<Self>] = [
        .init("samples", \.samples, in: 1...Double.infinity, "Noisy copies of each input."),
        .init("noise", \.noise, "The noise's standard deviation, as a part of the range of the input's values."),
        .init("channels", \.channels, "How channels become one map."),
        .init("seed", \.seed, none: "0", "The seed of what is drawn."),
    ]

    /// How many noisy copies. Default: 50, beyond which the authors saw little change.
    public var samples: Int
    /// How much noise. Default: 0.15 of the range of the input's values; the authors recommend 0.1 to 0.2.
    public var noise: NoiseLevel
    /// How the map sums up a pixel's channels. Default: the largest magnitude, as for ``Gradient``.
    public var channels: ChannelReduction
    public var seed: UInt64?

    public init(
        samples: Int = 50, noise: NoiseLevel = .relative(0.15), channels: ChannelReduction = .largestMagnitude,
        seed: UInt64 = 0
    ) {
        self.samples = samples
        self.noise = noise
        self.channels = channels
        self.seed = seed
    }

    public func answer(_ question: Question) throws -> Answer {
        let (moments, targets) = try question.gradientMoments(of: samples, level: noise, seed: seed ?? 0)
        return Answer(channels.reduced(moments.mean), targets: targets)
    }
}
