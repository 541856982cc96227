public import RationaleCore
public import RationaleNetworks
public import RationaleTorch

extension Question {
    /// The classes to explain, for the inputs' own scores.
    public func resolve(logits: Tensor) throws(RationaleError) -> ResolvedTargets {
        try Target.resolve(targets, logits: logits, in: classifier)
    }

    /// The classes to explain.
    ///
    /// - Complexity: one forward pass without gradients.
    public func resolve() throws(RationaleError) -> ResolvedTargets {
        if let forward { return try resolve(logits: forward.scores) }
        return try resolve(logits: withoutGradient { () throws(RationaleError) in try network.logits(input) })
    }

    /// The derivative of the explained score by the input, `∂s/∂x`, of the input's shape, and the classes explained.
    ///
    /// - Complexity: one forward and one backward pass.
    public func gradient() throws -> (gradient: Tensor, targets: ResolvedTargets) {
        try withGradient {
            let x = try differentiable(input)
            let logits = try network.logits(x)
            let targets = try resolve(logits: logits)
            return (try RationaleTorch.gradient(of: logits, with: x, seed: targets.weights(for: logits)), targets)
        }
    }

    /// The same at other points, of the input or of a place inside the network.
    ///
    /// - Parameters:
    ///   - targets: the classes whose scores are derived.
    ///   - points: `[batch × repeats, …]`, the points of each input one after the other.
    ///   - tail: the logits that follow from points; the network where the points are inputs.
    /// - Returns: the gradients, of the points' shape.
    /// - Complexity: one forward and one backward pass.
    public func gradient(
        at points: Tensor, _ targets: ResolvedTargets, through tail: ((Tensor) throws -> Tensor)? = nil
    ) throws -> Tensor {
        try withGradient {
            let x = try differentiable(points)
            let logits = try tail?(x) ?? network.logits(x)
            return try RationaleTorch.gradient(of: logits, with: x, seed: targets.weights(for: logits))
        }
    }

    /// The derivative of the explained score by the input, with a rule in place of the derivative of some nodes.
    ///
    /// - Returns: the derivative, of the input's shape; the classes explained; at how many nodes the rule was used.
    /// - Complexity: one forward and one backward pass.
    public func gradient(
        replacing rule: DerivativeRule
    ) throws -> (gradient: Tensor, targets: ResolvedTargets, count: Int) {
        var resolved: ResolvedTargets?
        let (gradient, count) = try network.gradient(at: try differentiable(input), replacing: rule) { logits in
            let targets = try resolve(logits: logits)
            resolved = targets
            return targets.weights(for: logits)
        }
        return (gradient, resolved!, count)
    }

    private func differentiable(_ input: Tensor) throws(RationaleError) -> Tensor {
        guard input.dtype.isFloatingPoint else {
            throw RationaleError(
                .usage, "\(network.name) takes whole numbers (\(input.dtype)), which have no gradient",
                hint: "Choose a method that works at a layer, and the layer that embeds them.")
        }
        return input.requiringGradient
    }
}
