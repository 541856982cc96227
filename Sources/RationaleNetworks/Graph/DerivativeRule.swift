public import RationaleTorch

/// What takes the place of the derivative at some nodes when gradients flow back through a graph.
///
/// Guided backpropagation, deconvolution, DeepLIFT and their relatives are the gradient with one such rule.
public struct DerivativeRule: Sendable {
    /// Which nodes it holds for: such that compute one tensor from their first argument.
    public let applies: @Sendable (Node) -> Bool
    /// What flows into the node's argument.
    ///
    /// - Parameters:
    ///   - gradient: what arrives at the node's result.
    ///   - step: what the node computed from what; of the gradient's shape.
    public let propagate: @Sendable (_ gradient: Tensor, _ step: Step) throws -> Tensor

    public init(
        for applies: @escaping @Sendable (Node) -> Bool,
        propagate: @escaping @Sendable (_ gradient: Tensor, _ step: Step) throws -> Tensor
    ) {
        self.applies = applies
        self.propagate = propagate
    }

    /// A rule at every rectifier, `max(0, z)`, and at no other activation.
    public static func atRectifiers(
        propagate: @escaping @Sendable (_ gradient: Tensor, _ result: Tensor) -> Tensor
    ) -> DerivativeRule {
        DerivativeRule(for: { $0.operatorName == "aten::relu" }) { propagate($0, $1.result) }
    }

    /// One node, and what it computed.
    public struct Step: Sendable {
        public let node: Node
        /// What it was given first.
        public let argument: Tensor
        public let result: Tensor
        /// What else it was given.
        let others: [Value]

        /// What its own derivative makes of a gradient.
        ///
        /// - Parameters:
        ///   - gradient: of the result's shape.
        ///   - argument: where the derivative is taken, instead of where the node was.
        /// - Complexity: the node is computed once more.
        public func derivative(_ gradient: Tensor, at argument: Tensor? = nil) throws -> Tensor {
            let leaf = (argument ?? self.argument).requiringGradient
            let results = try withGradient { try node.results(for: [.tensor(leaf)] + others) }
            guard let result = results.first?.tensor, result.requiresGradient else { return leaf.detached.zerosLike }
            return try RationaleTorch.gradient(of: result, with: leaf, seed: gradient)
        }
    }
}
