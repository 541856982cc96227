public import RationaleTorch

/// The first-order share of each place in the score: Grad-CAM without averaging the gradient over places.
///
/// `L = ReLU(Σₖ Aₖ ⊙ ∂s/∂Aₖ)`, the map that Grad-CAM consistency trains.
///
/// *Source:* Pillai and Pirsiavash (2021), "Explainable models with consistent interpretations", AAAI, section 3.
/// *Cost:* one forward pass and one backward pass down to the layer.
public struct ElementwiseGradCAM: ClassActivationMap {
    public static let identifier = "grad-cam-elementwise"
    public static let title = "Element-wise Grad-CAM"
    public static let summary = "Element-wise Grad-CAM: activation × gradient at a layer (Pillai, Pirsiavash 2021)"
    public var layer: String?
    /// Whether each channel's share is cut off at zero before the channels are added up.
    public var rectifiesElements: Bool

    /// - Parameters:
    ///   - layer: a layer path; by default the last layer with places.
    ///   - rectifiesElements: `Σₖ ReLU(Aₖ ⊙ ∂s/∂Aₖ)`, which is what pytorch-grad-cam's `GradCAMElementWise` computes.
    ///     Channels that speak against the target then do not count. The published form cuts the sum.
    public init(layer: String? = nil, rectifiesElements: Bool = false) {
        self.layer = layer
        self.rectifiesElements = rectifiesElements
    }

    public static let settings: [Setting<Self>] = [
        layerSetting,
        .init("rectifies-elements", \.rectifiesElements, "Whether each element is rectified before the sum."),
    ]

    public func map(_ activation: Tensor, _ gradient: Tensor) -> Tensor {
        let shares = activation * gradient  // [batch, channel, height, width]
        return rectifiesElements ? shares.relu.sum([1]) : shares.sum([1]).relu
    }
}
