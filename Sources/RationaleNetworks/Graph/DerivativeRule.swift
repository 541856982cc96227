public import RationaleTorch

/// What takes the place of the derivative at some nodes when gradients flow back through a graph.
///
/// Guided backpropagation, deconvolution and their relatives are the gradient with one such rule.
public struct DerivativeRule: Sendable {
    /// Which nodes it holds for: such that compute one tensor from their first argument.
    public let applies: @Sendable (Node) -> Bool
    /// What flows into the node's argument.
    ///
    /// - Parameters:
    ///   - gradient: what arrives at the node's result.
    ///   - result: what the node computed; of the gradient's shape.
    public let propagate: @Sendable (_ gradient: Tensor, _ result: Tensor) -> Tensor

    public init(
        for applies: @escaping @Sendable (Node) -> Bool,
        propagate: @escaping @Sendable (_ gradient: Tensor, _ result: Tensor) -> Tensor
    ) {
        self.applies = applies
        self.propagate = propagate
    }

    /// A rule at every rectifier, `max(0, z)`, and at no other activation.
    public static func atRectifiers(
        propagate: @escaping @Sendable (_ gradient: Tensor, _ result: Tensor) -> Tensor
    ) -> DerivativeRule {
        DerivativeRule(for: { $0.operatorName == "aten::relu" }, propagate: propagate)
    }
}
