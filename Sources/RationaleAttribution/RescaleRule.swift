import RationaleCore
import RationaleNetworks
import RationaleTorch

/// DeepLIFT's rescale rule: what a nonlinearity passes back is the slope between what it did for a reference and what it
/// does for the input, `Δy / Δx`, in place of its derivative.
///
/// Elementwise nonlinearities pass `g · Δy / Δx`; where Δx is lost in rounding, their derivative. A maximum over a window
/// gives `g · Δy` to the place that holds the larger of the two maxima, in the input where y rises and in the reference
/// where it falls; that place's own Δx is then at least as large, so no slope exceeds 1. Everything else passes its
/// derivative, which is exact for what is affine: convolutions, means, sums. What multiplies or normalises by what depends
/// on the input (attention, layer norms) is not, and shows in the convergence gap.
struct RescaleRule {
    /// What each node with the rule was given and computed for the reference, by the number of its result.
    private var reference: [Graph.ValueID: (argument: Tensor, result: Tensor)] = [:]
    /// The scores of the reference: `[batch, class]`.
    let logits: Tensor

    /// Runs the network on the reference.
    ///
    /// - Complexity: one forward pass.
    init(reference input: Tensor, in network: Network) throws {
        var reference: [Graph.ValueID: (argument: Tensor, result: Tensor)] = [:]
        logits = try withoutGradient { () throws(RationaleError) in
            try network.graph.run([.tensor(input)], parameters: network.weights) { node, arguments, results in
                if Self.applies(node), let id = node.results.first ?? nil, let argument = arguments.first?.tensor,
                    let result = results.first?.tensor
                {
                    reference[id] = (argument, result)
                }
            }.classScores(batch: input.shape[0], of: network.name)
        }
        self.reference = reference
    }

    var rule: DerivativeRule {
        DerivativeRule(for: Self.applies) { [reference] gradient, step in
            guard let id = step.node.results.first ?? nil, let (argument, result) = reference[id] else {
                return try step.derivative(gradient)
            }
            let inward = step.argument - argument
            let outward = step.result - result
            let isLost = inward.absolute.isLess(
                than: (step.argument.absolute + argument.absolute) * Self.rounding + Self.smallest)
            let safe = inward.onesLike.chosen(where: isLost, else: inward)
            if Self.elementwise.contains(step.node.operatorName ?? "") {
                return try step.derivative(gradient).chosen(where: isLost, else: gradient * outward / safe)
            }
            let share = gradient * outward
            let rises = outward.isGreater(than: outward.zerosLike)
            let given = try step.derivative(share.chosen(where: rises, else: share.zerosLike))
            let taken = try step.derivative(share.zerosLike.chosen(where: rises, else: share), at: argument)
            return try step.derivative(gradient).chosen(where: isLost, else: (given + taken) / safe)
        }
    }

    /// Differences below this part of the numbers are rounding, not information.
    private static let rounding = 1e-6
    /// Of numbers that are zero.
    private static let smallest = 1e-10

    private static func applies(_ node: Node) -> Bool {
        guard let name = node.operatorName else { return false }
        return elementwise.contains(name) || windows.contains(name)
    }

    private static let elementwise: Set<String> = [
        "aten::relu", "aten::relu6", "aten::hardtanh", "aten::leaky_relu", "aten::elu", "aten::selu", "aten::celu",
        "aten::gelu", "aten::silu", "aten::mish", "aten::hardswish", "aten::hardsigmoid", "aten::softplus",
        "aten::sigmoid", "aten::tanh", "aten::clamp", "aten::clamp_min", "aten::exp", "aten::log", "aten::sqrt",
    ]
    private static let windows: Set<String> = ["aten::max_pool1d", "aten::max_pool2d", "aten::max_pool3d"]
}

extension Question {
    /// DeepLIFT's contributions `m ⊙ (x − b)`, and how far the explained score rises from the baseline.
    ///
    /// - Returns: contributions of the input's shape; the rise of each input.
    /// - Complexity: two forward passes and one backward pass.
    func contributions(
        from baseline: Tensor
    ) throws -> (values: Tensor, targets: ResolvedTargets, rise: [Double]) {
        let rescale = try RescaleRule(reference: baseline, in: network)
        let (multipliers, targets, _) = try gradient(replacing: rescale.rule)
        let rise = targets.scores(targets.logits) - targets.scores(rescale.logits)
        return (multipliers * (input - baseline), targets, rise.elements(as: Double.self))
    }
}
