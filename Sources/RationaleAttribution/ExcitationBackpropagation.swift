import RationaleCore
import RationaleNetworks
import RationaleTorch

/// How probable it is that a walk from the class down through the network, at each neuron to one that excites it, comes by each
/// place of a layer.
///
/// Begins with p = 1 at the target. A linear layer (convolution, linear, mean over places) passes
/// `p′ⱼ = xⱼ Σᵢ w⁺ᵢⱼ pᵢ / Σₖ w⁺ᵢₖ xₖ` with `w⁺ = max(0, w)` and without its bias; a residual sum shares p in proportion to its summands;
/// activation functions and norms pass p as it is; a maximum over a window passes it to its place. The map adds up p over the
/// channels of a layer. In a network without negative weights it adds up to 1.
///
/// *Source:* Zhang, Bargal, Lin, Brandt, Shen, Sclaroff (2018), "Top-down neural attention by excitation backprop", IJCV 126,
/// arXiv 1608.00507; the default layer and the rules for norms and sums are those of TorchRay (Fong, Patrick and Vedaldi 2019).
/// *Cost:* one forward pass, and one backward pass down to the layer, which computes each layer once more.
///
/// Departs from TorchRay: negative summands and inputs count as 0, so that p stays a probability; TorchRay's shares of a residual
/// sum may be negative and have no bound. Whether batch norms are folded makes no difference: a folded weight whose norm has a
/// negative scale is turned back first. Only a scale of exactly 0 leaves nothing to turn back.
public struct ExcitationBackpropagation: AttributionMethod {
    public static let identifier = "excitation-backprop"
    public static let title = "Excitation backprop"
    public static let summary = "Excitation backprop: winner-take-all walks down to a layer (Zhang et al. 2018)"
    /// Of a text, nothing says which layer keeps the words apart.
    public static let inputs: Set<InputKind> = [.picture]
    public let unit = MapUnit.winningProbability
    public let isSigned = false
    public static let settings: [Setting<Self>] = [
        .init("layer", \.layer, none: "one stage before that of Grad-CAM", "The layer that is explained.")
    ]

    /// The layer whose output is explained. Default: `nil`, the last one with more places than Grad-CAM's, `layer3` of a ResNet.
    public var layer: String?

    /// - Parameter layer: a layer path; by default one stage before that of Grad-CAM.
    public init(layer: String? = nil) { self.layer = layer }

    public func answer(_ question: Question) throws -> Answer {
        let excitation = try Excitation(question, layer: layer)
        let split = excitation.split
        var targets: ResolvedTargets?
        let p = try split.vectorJacobianProduct(at: excitation.activation, replacing: excitation.rule()) { logits in
            let resolved = try question.resolve(logits: logits)
            targets = resolved
            return resolved.weights(for: logits)
        }
        return excitation.answer(p, targets!)
    }
}
