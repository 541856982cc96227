public import RationaleTorch

/// Grad-CAM with weights that count each place where a channel speaks for the target, so that several small objects
/// weigh as much as one large one.
///
/// `L = ReLU(Σₖ wₖ Aₖ)` with `wₖ = Σᵢⱼ αₖᵢⱼ ReLU(gₖᵢⱼ)`, `g = ∂s/∂A` and `α = g² / (2 g² + g³ Σₐᵦ Aₖₐᵦ + ε)`, zero
/// where `g` is.
/// The publication takes the score's exponential; its factor `exp(s)`, equal for the whole map, is left out.
///
/// *Source:* Chattopadhay, Sarkar, Howlader, Balasubramanian (2018), "Grad-CAM++", arXiv 1710.11063, equations 7 and
/// 19.
/// *Cost:* one forward pass and one backward pass down to the layer.
public struct GradCAMPlusPlus: ClassActivationMap {
    public static let identifier = "grad-cam-plus-plus"
    public static let title = "Grad-CAM++"
    public static let summary = "Grad-CAM++: channels by where they speak for the class (Chattopadhay et al. 2018)"
    public var layer: String?
    /// Added to the denominator of α.
    public var epsilon: Double

    /// - Parameters:
    ///   - layer: a layer path; by default the last layer with places.
    ///   - epsilon: `1e-6`, with which pytorch-grad-cam's maps are reproduced; it makes gradients below about 0.001
    ///     count less than published. The publication has 0, which is safe here too: α counts only where `g` is positive.
    public init(layer: String? = nil, epsilon: Double = 1e-6) {
        self.layer = layer
        self.epsilon = epsilon
    }

    public static let settings: [Setting<Self>] = [
        layerSetting,
        .init("epsilon", \.epsilon, in: 0...Double.infinity, "What keeps the weights' denominator from zero."),
    ]

    public func map(_ activation: Tensor, _ gradient: Tensor) -> Tensor {
        let square = gradient * gradient
        let total = activation.sum([2, 3], keepingDimensions: true)  // [batch, channel, 1, 1]
        let alpha = square / (2 * square + total * square * gradient + epsilon)
        // Where g is not positive, its ReLU is 0 and α may be infinite.
        let zero = gradient.zerosLike
        let shares = (alpha * gradient).chosen(where: gradient.isGreater(than: zero), else: zero)
        return (shares.sum([2, 3], keepingDimensions: true) * activation).sum([1]).relu
    }
}
