public import RationaleTorch

/// What each place of a layer adds to the score if the rest of the network were linear: activation times gradient.
///
/// `L = Σₖ Aₖ ⊙ ∂s/∂Aₖ` over the channels of a layer's output A. What speaks against the target is negative.
///
/// *Source:* the linear approximation of Fong, Patrick and Vedaldi (2019), "Understanding deep networks via extremal
/// perturbations and smooth masks", arXiv 1910.08485, section 4, and their program TorchRay; ``ElementwiseGradCAM`` is its
/// positive part.
/// *Cost:* one forward pass and one backward pass down to the layer.
public struct LinearApproximation: ClassActivationMap {
    public static let identifier = "linear-approximation"
    public static let title = "Linear approximation"
    public static let summary = "Linear approximation: activation × gradient at a layer, signed (Fong et al. 2019)"
    public var isSigned: Bool { true }
    public var layer: String?

    /// - Parameter layer: a layer path; by default the last layer with places.
    public init(layer: String? = nil) { self.layer = layer }

    public func map(_ activation: Tensor, _ gradient: Tensor) -> Tensor { (activation * gradient).sum([1]) }
}
