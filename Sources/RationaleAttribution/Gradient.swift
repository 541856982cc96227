import RationaleTorch

/// How much the score changes with each pixel: `∂s/∂x`.
///
/// *Source:* Simonyan, Vedaldi, Zisserman (2014), "Deep inside convolutional networks: visualising image classification
/// models and saliency maps", arXiv 1312.6034.
/// *Cost:* one forward and one backward pass.
///
/// The answer's values are the derivative itself, `[batch, channel, height, width]`; how the map sums up the channels is
/// ``channels``.
public struct Gradient: AttributionMethod {
    public static let identifier = "gradient"
    public static let title = "Gradient"
    public static let summary = "Gradient, or saliency (Simonyan et al. 2014)"
    public let unit = MapUnit.scorePerInput
    public var isSigned: Bool { channels == .sum }
    public static let settings: [Setting<Self>] = [
        .init("channels", \.channels, "How channels become one map.")
    ]

    /// How the map sums up a pixel's channels. Default: the largest magnitude, as published. The sign of a derivative
    /// says in which direction to change a pixel, not whether the pixel speaks for the class, and derivatives of
    /// opposite sign in two channels would hide each other in a sum.
    public var channels: ChannelReduction

    public init(channels: ChannelReduction = .largestMagnitude) { self.channels = channels }

    public func answer(_ question: Question) throws -> Answer {
        let (gradient, targets) = try question.gradient()
        return Answer(channels.reduced(gradient), targets: targets)
    }
}
