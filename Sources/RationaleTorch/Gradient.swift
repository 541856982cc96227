internal import CTorch
public import RationaleCore

/// The vector-Jacobian product of outputs with respect to inputs, as values.
///
/// `result[i] = Σₖ seeds[k] · ∂outputs[k] / ∂inputs[i]`, of the shape of `inputs[i]`; zero where the outputs do not
/// depend on an input.
///
/// - Parameters:
///   - outputs: tensors computed from the inputs.
///   - inputs: tensors that require a gradient, leaves or not.
///   - seeds: one of each output's shape; `nil` stands for ones, that is the gradient of each output's sum.
///   - retainingGraph: keep what the forward pass saved, for another call.
///   - creatingGraph: make the result differentiable itself, for second derivatives; keeps what the forward pass saved, too.
/// - Throws: `RationaleError` where an output was not computed with gradients, or memory runs out.
/// - Complexity: at most one backward pass; only the part between the inputs and the outputs is run.
public func gradient(
    of outputs: [Tensor], with inputs: [Tensor], seeds: [Tensor?]? = nil, retainingGraph: Bool = false,
    creatingGraph: Bool = false
) throws(RationaleError) -> [Tensor] {
    let seeds = seeds ?? Array(repeating: nil, count: outputs.count)
    precondition(seeds.count == outputs.count, "\(seeds.count) seeds for \(outputs.count) outputs")
    let complete = zip(outputs, seeds).map { output, seed in seed ?? output.detached.onesLike }
    var results = [CTorchTensor](repeating: CTorchTensor(), count: inputs.count)
    try withExtendedLifetime((outputs, inputs, complete)) { () throws(RationaleError) in
        try check {
            ctorch_gradient(
                outputs.map(\.reference), complete.map(\.reference), outputs.count, inputs.map(\.reference),
                inputs.count, retainingGraph || creatingGraph, creatingGraph, &results, &$0)
        }
    }
    return zip(results, inputs).map { result, input in
        result.ref == nil ? input.detached.zerosLike : Tensor(owning: result)
    }
}

/// The gradient of the sum of one output with respect to one input.
public func gradient(of output: Tensor, with input: Tensor, seed: Tensor? = nil) throws(RationaleError) -> Tensor {
    try gradient(of: [output], with: [input], seeds: [seed])[0]
}

/// Runs the body without recording gradients on this thread.
///
/// Synchronous on purpose: the mode belongs to a thread, and a task may change threads where it awaits.
public func withoutGradient<Result, Failure: Error>(_ body: () throws(Failure) -> Result) throws(Failure) -> Result {
    let before = ctorch_gradient_mode_set(false)
    defer { _ = ctorch_gradient_mode_set(before) }
    return try body()
}

/// Runs the body while recording gradients on this thread, also inside ``withoutGradient(_:)``.
public func withGradient<Result, Failure: Error>(_ body: () throws(Failure) -> Result) throws(Failure) -> Result {
    let before = ctorch_gradient_mode_set(true)
    defer { _ = ctorch_gradient_mode_set(before) }
    return try body()
}

/// Whether operators on this thread record gradients now.
public var recordsGradients: Bool { ctorch_gradient_mode() }
