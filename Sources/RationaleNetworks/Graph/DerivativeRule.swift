public import RationaleTorch

/// What takes the place of the derivative at some nodes when gradients flow back through a graph.
///
/// Guided backpropagation, deconvolution, DeepLIFT and their relatives are the gradient with one such rule.
public struct DerivativeRule: Sendable {
    /// Which nodes it holds for: such that compute one tensor.
    public let applies: @Sendable (Node) -> Bool
    /// What flows into the node's arguments, the tensors of ``Step/sources``: as many, of their shapes.
    ///
    /// - Parameters:
    ///   - gradient: what arrives at the node's result, of its shape.
    ///   - step: what the node computed from what.
    public let propagate: @Sendable (_ gradient: Tensor, _ step: Step) throws -> [Tensor]
    /// Whether something flows into every argument that depends on the graph's input, rather than into the first alone.
    let sharesAmongArguments: Bool

    /// A rule for nodes that compute one tensor from their first argument.
    ///
    /// - Parameters:
    ///   - applies: which nodes it holds for.
    ///   - propagate: what flows into the node's first argument.
    public init(
        for applies: @escaping @Sendable (Node) -> Bool,
        propagate: @escaping @Sendable (_ gradient: Tensor, _ step: Step) throws -> Tensor
    ) {
        self.applies = applies
        self.propagate = { [try propagate($0, $1)] }
        sharesAmongArguments = false
    }

    /// A rule for nodes of one or several arguments that depend on the input: a residual sum has two.
    ///
    /// - Parameters:
    ///   - applies: which nodes it holds for.
    ///   - share: what flows into each of ``Step/sources``.
    public init(
        for applies: @escaping @Sendable (Node) -> Bool,
        sharing share: @escaping @Sendable (_ gradient: Tensor, _ step: Step) throws -> [Tensor]
    ) {
        self.applies = applies
        propagate = share
        sharesAmongArguments = true
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
        public let result: Tensor
        /// All that it was given.
        public let arguments: [Value]
        /// The positions among ``arguments`` of those into which something flows.
        public let sources: [Int]

        /// What it was given first.
        public var argument: Tensor { arguments[0].tensor! }

        /// What its own derivative makes of a gradient.
        ///
        /// - Parameters:
        ///   - gradient: of the result's shape.
        ///   - argument: where the derivative is taken, instead of where the node was.
        /// - Complexity: the node is computed once more.
        public func derivative(_ gradient: Tensor, at argument: Tensor? = nil) throws -> Tensor {
            let arguments = [.tensor(argument ?? self.argument)] + arguments.dropFirst()
            return try derivatives(at: arguments, by: [0]) { _ in gradient }[0]
        }

        /// What its own derivatives make of a gradient, for other arguments than it was given.
        ///
        /// - Parameters:
        ///   - arguments: as many as it was given.
        ///   - sources: the positions of the tensors by which is derived.
        ///   - seed: given what the node computes from these arguments, the gradient that arrives there.
        /// - Returns: one derivative for each of `sources`.
        /// - Complexity: the node is computed once more.
        public func derivatives(
            at arguments: [Value], by sources: [Int], seed: (Tensor) throws -> Tensor
        ) throws -> [Tensor] {
            var arguments = arguments
            let leaves = sources.map { arguments[$0].tensor!.detached.requiringGradient }
            for (position, leaf) in zip(sources, leaves) { arguments[position] = .tensor(leaf) }
            let results = try withGradient { try node.results(for: arguments) }
            guard let result = results.first?.tensor, result.requiresGradient else {
                return leaves.map(\.detached.zerosLike)
            }
            return try RationaleTorch.gradient(of: [result], with: leaves, seeds: [try seed(result.detached)])
        }
    }
}
