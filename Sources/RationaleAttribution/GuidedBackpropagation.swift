import RationaleNetworks
import RationaleTorch

/// The gradient, but every rectifier passes on only what is positive: `max(0, g) · [z > 0]` instead of `g · [z > 0]`.
///
/// *Source:* Springenberg, Dosovitskiy, Brox, Riedmiller (2015), "Striving for simplicity: the all convolutional net",
/// arXiv 1412.6806.
/// *Cost:* one forward and one backward pass.
///
/// Only `relu` is a rectifier; a network without any is explained by its plain gradient, and the result says so. The
/// sharp maps come close to edge detection: they change little when weights are randomised (Adebayo et al. 2018, arXiv
/// 1810.03292).
public struct GuidedBackpropagation: AttributionMethod {
    public static let identifier = "guided-backpropagation"
    public static let title = "Guided backpropagation"
    public static let summary = "Guided backpropagation (Springenberg et al. 2015)"
    /// Text networks are recurrent, mostly, and have no rectifier to replace.
    public static let inputs: Set<InputKind> = [.picture]
    public let unit = MapUnit.rectifiedScorePerInput
    public var isSigned: Bool { channels == .sum }
    public static let settings: [Setting<Self>] = [
        .init("channels", \.channels, "How channels become one map.")
    ]

    /// How the map sums up a pixel's channels. Default: the largest magnitude, as for ``Gradient``.
    public var channels: ChannelReduction

    public init(channels: ChannelReduction = .largestMagnitude) { self.channels = channels }

    public func answer(_ question: Question) throws -> Answer {
        try question.answer(
            channels,
            .atRectifiers { gradient, result in
                gradient.relu.chosen(where: result.isGreater(than: result.zerosLike), else: gradient.zerosLike)
            })
    }
}
