public import RationaleTorch

/// Channels weighted by how much they matter for the score on average over all places.
///
/// `L = ReLU(Σₖ wₖ Aₖ)` with `wₖ = 1/Z Σᵢⱼ ∂s/∂Aₖᵢⱼ` over the Z places of a layer's output A.
///
/// *Source:* Selvaraju, Cogswell, Das, Vedantam, Parikh, Batra (2017), "Grad-CAM: visual explanations from deep
/// networks via gradient-based localization", arXiv 1610.02391.
/// *Cost:* one forward pass and one backward pass down to the layer.
public struct GradCAM: ClassActivationMap {
    public static let identifier = "grad-cam"
    public static let title = "Grad-CAM"
    public static let summary = "Grad-CAM: channels by their mean gradient (Selvaraju et al. 2017)"
    public var layer: String?
    /// Whether what speaks against the target is cut off, as published.
    public var rectifies: Bool

    /// - Parameters:
    ///   - layer: a layer path; by default the last layer with places.
    ///   - rectifies: `false` keeps negative values, which speak against the target, and makes the map signed.
    public init(layer: String? = nil, rectifies: Bool = true) {
        self.layer = layer
        self.rectifies = rectifies
    }

    public var isSigned: Bool { !rectifies }
    public static let settings: [Setting<Self>] = [
        layerSetting,
        .init("rectifies", \.rectifies, "Whether what speaks against the target is cut off."),
    ]

    public func map(_ activation: Tensor, _ gradient: Tensor) -> Tensor {
        let weights = gradient.mean([2, 3], keepingDimensions: true)  // [batch, channel, 1, 1]
        let map = (weights * activation).sum([1])
        return rectifies ? map.relu : map
    }
}
