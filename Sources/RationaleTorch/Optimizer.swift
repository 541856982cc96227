internal import CTorch
public import RationaleCore

/// Parameters, and LibTorch's rule by which gradients change them.
///
/// The optimiser owns its parameters: it begins with copies, and what it hands out are copies, so no tensor changes
/// behind anybody's back. One thread at a time may use it.
///
/// ```swift
/// let optimizer = try Optimizer(.adamW(), parameters: weights, weightDecay: 0.01)
/// try optimizer.step(gradients: gradients, learningRate: 1e-3)
/// weights = optimizer.parameters
/// ```
public final class Optimizer {
    private let reference: CTorchOptimizer
    /// How many parameters there are.
    public let count: Int

    /// - Parameters:
    ///   - rule: how gradients change parameters.
    ///   - parameters: with what to begin; floating-point tensors. They are copied.
    ///   - weightDecay: adds `weightDecay · θ` to each gradient; with AdamW it shrinks the parameters themselves.
    /// - Throws: `RationaleError` where a number is out of the rule's range.
    public init(_ rule: OptimizerRule, parameters: [Tensor], weightDecay: Double = 0) throws(RationaleError) {
        var result = CTorchOptimizer()
        try withExtendedLifetime(parameters) { () throws(RationaleError) in
            try check {
                ctorch_optimizer_create(
                    rule.settings(weightDecay: weightDecay), parameters.map(\.reference), parameters.count, &result,
                    &$0)
            }
        }
        reference = result
        count = parameters.count
    }

    deinit { ctorch_optimizer_free(reference) }

    /// Changes the parameters by one step.
    ///
    /// - Parameter gradients: one for each parameter, of its shape.
    /// - Parameter learningRate: at least 0.
    /// - Throws: `RationaleError` where a gradient has another shape; then nothing was changed.
    /// - Complexity: a few passes over parameters, gradients and state, in place.
    public func step(gradients: [Tensor], learningRate: Double) throws(RationaleError) {
        try withExtendedLifetime(gradients) { () throws(RationaleError) in
            try check {
                ctorch_optimizer_step(reference, gradients.map(\.reference), gradients.count, learningRate, &$0)
            }
        }
    }

    /// The present parameters, in the order of the initialiser.
    ///
    /// - Complexity: one copy of all.
    public var parameters: [Tensor] { leaves.map(\.copied) }

    /// The present parameters themselves as leaves that collect gradients, without copying them.
    ///
    /// The next ``step(gradients:learningRate:)`` changes what these hold: they are for the pass before it, and nothing
    /// may keep them. A backward pass through what they were before a step is an error of LibTorch.
    package var leaves: [Tensor] {
        (0..<count).map { index in
            trapping { () throws(RationaleError) in
                var result = CTorchTensor()
                try check { ctorch_optimizer_parameter(reference, index, &result, &$0) }
                return Tensor(owning: result)
            }
        }
    }

    /// What the rule keeps beside each parameter, under PyTorch's names (`exp_avg`, `step`): with the parameters,
    /// everything that decides the next steps. Empty before the first one.
    ///
    /// - Complexity: one copy of all.
    public var state: [[String: Tensor]] {
        (0..<count).map { index in
            var state: [String: Tensor] = [:]
            for (kind, name) in stateNames.enumerated() {
                trapping { () throws(RationaleError) in
                    var result = CTorchTensor()
                    try check { ctorch_optimizer_state(reference, index, kind, &result, &$0) }
                    if result.ref != nil { state[name] = Tensor(owning: result) }
                }
            }
            return state
        }
    }

    /// Continues where ``state`` was taken.
    ///
    /// - Parameter state: one dictionary for each parameter.
    /// - Throws: `RationaleError.Code.badData` where the rule keeps other tensors, or LibTorch's error where one does not
    ///   have its parameter's shape and type.
    public func restore(_ state: [[String: Tensor]]) throws(RationaleError) {
        guard state.count == count else {
            throw RationaleError(.badData, "a state of \(state.count) parameters for \(count)")
        }
        let names = stateNames
        for (index, tensors) in state.enumerated() {
            for (name, tensor) in tensors.sorted(by: { $0.key < $1.key }) {
                guard let kind = names.firstIndex(of: name) else {
                    throw RationaleError(.badData, "the rule keeps \(names.joined(separator: ", ")), not '\(name)'")
                }
                try withExtendedLifetime(tensor) { () throws(RationaleError) in
                    try check { ctorch_optimizer_set_state(reference, index, kind, tensor.reference, &$0) }
                }
            }
        }
    }

    private var stateNames: [String] {
        (0..<ctorch_optimizer_state_count(reference)).map {
            String(cString: ctorch_optimizer_state_name(reference, $0))
        }
    }
}
