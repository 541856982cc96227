import RationaleTorch

/// The first-order share of each pixel in the score: `x ⊙ ∂s/∂x`.
///
/// *Source:* Shrikumar, Greenside, Shcherbina, Kundaje (2016), "Not just a black box", arXiv 1605.01713.
/// *Cost:* one forward and one backward pass.
public struct InputTimesGradient: AttributionMethod {
    public static let identifier = "input-x-gradient"
    public static let title = "Input × gradient"
    public static let summary = "Input × gradient (Shrikumar et al. 2016)"
    public let unit = MapUnit.score
    public let isSigned = true

    public init() {}

    public func answer(_ question: Question) throws -> Answer {
        let (gradient, targets) = try question.gradient()
        return Answer(question.input * gradient, targets: targets)
    }
}
