public import RationaleTorch

/// Activations weighted place by place with the positive part of the gradient, which keeps early layers sharp.
///
/// `L = ReLU(Σₖ ReLU(∂s/∂Aₖ) ⊙ Aₖ)`.
///
/// *Source:* Jiang, Zhang, Hou, Cheng, Wei (2021), "LayerCAM: exploring hierarchical class activation maps for
/// localization", IEEE Transactions on Image Processing 30, doi 10.1109/TIP.2021.3089943.
/// *Cost:* one forward pass and one backward pass down to the layer.
public struct LayerCAM: ClassActivationMap {
    public static let identifier = "layer-cam"
    public static let title = "LayerCAM"
    public static let summary = "LayerCAM: activations by their positive gradient (Jiang et al. 2021)"
    public var layer: String?

    /// - Parameter layer: a layer path; by default the last layer with places. Earlier layers give finer maps.
    public init(layer: String? = nil) { self.layer = layer }

    public func map(_ activation: Tensor, _ gradient: Tensor) -> Tensor {
        (gradient.relu * activation).sum([1]).relu
    }
}
