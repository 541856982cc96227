import RationaleCore
import RationaleTorch

extension Node {
    /// What the node computes, by other operators, where LibTorch's own derivative is wrong for some layouts of memory.
    ///
    /// Without gradients its own operator is right and is used. `OperatorGradientTests` compares the derivative of every
    /// operator that networks are made of with one in double precision, in unusual layouts.
    /// - Returns: `nil` where its own operator is to be used.
    func spelledOut(_ arguments: [Value]) throws(RationaleError) -> Tensor? {
        guard case .aten(let operation) = operation, operation.name == "aten::batch_norm", recordsGradients,
            let input = arguments.first?.tensor, input.requiresGradient
        else { return nil }
        return try evaluatedNorm(input, arguments)
    }

    /// A batch norm in evaluation: `x · s + (β − μ s)` with `s = γ / √(σ² + ε)`.
    ///
    /// LibTorch 2.13 reads the gradient that arrives as if its batch stride were channels × height × width, whatever it is.
    /// For one picture the stride of the batch may be anything.
    private func evaluatedNorm(_ input: Tensor, _ arguments: [Value]) throws(RationaleError) -> Tensor? {
        guard arguments.count > 7, case .bool(false) = arguments[5], let mean = arguments[3].tensor,
            let variance = arguments[4].tensor, let epsilon = arguments[7].double, input.rank >= 2
        else { return nil }
        // Scale and shift with three digits, as bfloat16 has, would lose what the operator itself keeps.
        let type: DType = input.dtype == .float64 ? .float64 : .float32
        func wide(_ tensor: Tensor) -> Tensor { tensor.converted(to: type) }
        let deviation = (wide(variance) + epsilon).squareRoot
        let scale = arguments[1].tensor.map { wide($0) / deviation } ?? deviation.onesLike / deviation
        let shift = (arguments[2].tensor.map(wide) ?? deviation.zerosLike) - wide(mean) * scale
        let perChannel = [-1] + Array(repeating: 1, count: input.rank - 2)
        return Self.addProduct(
            .tensor(shift.reshaped(perChannel)), .tensor(wide(input)), .tensor(scale.reshaped(perChannel))
        ).converted(to: input.dtype)
    }

    private static let addProduct: Operator = "aten::addcmul"
}
