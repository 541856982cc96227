import RationaleNetworks
import RationaleTorch

/// The deconvolutional network: the gradient, but every rectifier passes on what is positive *in the gradient*, whether
/// or not it was active: `max(0, g)` instead of `g · [z > 0]`.
///
/// *Source:* Zeiler, Fergus (2014), "Visualizing and understanding convolutional networks", arXiv 1311.2901, with the
/// rule as Springenberg et al. (2015) write it.
/// *Cost:* one forward and one backward pass.
///
/// Only `relu` is a rectifier; a network without any is explained by its plain gradient, and the result says so. The
/// rule makes the answer depend on the picture more than on the class: Nie, Zhang, Patel (2018), arXiv 1805.07039.
public struct Deconvolution: AttributionMethod {
    public static let identifier = "deconvolution"
    public static let title = "Deconvolution"
    public static let summary = "Deconvolution (Zeiler and Fergus 2014)"
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
        try question.answer(channels, .atRectifiers { gradient, _ in gradient.relu })
    }
}
