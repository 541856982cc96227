import RationaleCore
import RationaleTorch

extension Node {
    /// What the node computes, by other operators, where LibTorch's own is wrong for some layouts of memory.
    ///
    /// The kernels of batch norms read the gradient that arrives, or the input, in the other's order where there is one
    /// picture, one of them has its channels last, and the batch has an unusual stride, as transposed tokens leave it.
    /// `OperatorGradientTests` compares the derivatives of the operators that networks are made of with double precision.
    /// - Returns: `nil` where its own operator is to be used: a norm is right without gradients.
    func spelledOut(_ arguments: [Value]) throws(RationaleError) -> Tensor? {
        guard case .aten(let operation) = operation, let input = arguments.first?.tensor else { return nil }
        switch operation.name {
        case "aten::batch_norm" where recordsGradients && input.requiresGradient: return norm(input, arguments)
        case "aten::instance_norm" where recordsGradients && input.requiresGradient:
            return instanceNorm(input, arguments)
        case "aten::as_strided":
            // Strides count in the memory that the exported network had.
            let ordered = input.ordered(.contiguous)
            return try operation.call([.tensor(ordered)] + arguments.dropFirst())[0].tensor
        default: return nil
        }
    }

    /// `(x − μ) / √(σ² + ε) · γ + β` of each channel, with running statistics in evaluation, or those of the batch.
    private func norm(_ input: Tensor, _ arguments: [Value]) -> Tensor? {
        guard arguments.count > 7, case .bool(let ofBatch) = arguments[5], let epsilon = arguments[7].double,
            input.rank >= 2
        else { return nil }
        let (weight, bias) = (arguments[1].tensor, arguments[2].tensor)
        // Of several pictures, as in training, its derivative is right.
        if ofBatch { return input.shape[0] == 1 ? batchNorm(input, weight, bias, epsilon) : nil }
        guard let mean = arguments[3].tensor, let variance = arguments[4].tensor else { return nil }
        return affine(input, weight, bias, mean, variance, epsilon)
    }

    /// Statistics of each channel of each input are those of a group norm of one channel a group.
    private func instanceNorm(_ input: Tensor, _ arguments: [Value]) -> Tensor? {
        guard arguments.count > 7, case .bool(let ofInput) = arguments[5], let epsilon = arguments[7].double,
            input.rank >= 2
        else { return nil }
        let (weight, bias) = (arguments[1].tensor, arguments[2].tensor)
        if ofInput {
            return Self.groupNorm(
                .tensor(input), .int(input.shape[1]), weight.map { .tensor($0) } ?? .none,
                bias.map { .tensor($0) } ?? .none,
                .double(epsilon))
        }
        guard let mean = arguments[3].tensor, let variance = arguments[4].tensor else { return nil }
        return affine(input, weight, bias, mean, variance, epsilon)
    }

    /// `x · s + (β − μ s)` with `s = γ / √(σ² + ε)`.
    private func affine(
        _ input: Tensor, _ weight: Tensor?, _ bias: Tensor?, _ mean: Tensor, _ variance: Tensor, _ epsilon: Double
    ) -> Tensor {
        // Scale and shift with three digits, as bfloat16 has, would lose what the operator itself keeps.
        let type: DType = input.dtype == .float64 ? .float64 : .float32
        let deviation = (variance.converted(to: type) + epsilon).squareRoot
        let scale = weight.map { $0.converted(to: type) / deviation } ?? deviation.onesLike / deviation
        let shift = (bias?.converted(to: type) ?? deviation.zerosLike) - mean.converted(to: type) * scale
        let channels = [-1] + Array(repeating: 1, count: input.rank - 2)
        return Self.addProduct(
            .tensor(shift.reshaped(channels)), .tensor(input.converted(to: type)), .tensor(scale.reshaped(channels))
        ).converted(to: input.dtype)
    }

    private func batchNorm(_ input: Tensor, _ weight: Tensor?, _ bias: Tensor?, _ epsilon: Double) -> Tensor {
        let type: DType = input.dtype == .float64 ? .float64 : .float32
        let channels = [-1] + Array(repeating: 1, count: input.rank - 2)
        let others = [0] + Array(2..<input.rank)
        let wide = input.converted(to: type)
        let centred = wide - wide.mean(others, keepingDimensions: true)
        let variance = (centred * centred).mean(others, keepingDimensions: true)
        let normed = centred / (variance + epsilon).squareRoot
        let scaled = weight.map { normed * $0.converted(to: type).reshaped(channels) } ?? normed
        return (bias.map { scaled + $0.converted(to: type).reshaped(channels) } ?? scaled).converted(to: input.dtype)
    }

    private static let addProduct: Operator = "aten::addcmul"
    private static let groupNorm: Operator = "aten::group_norm"

    /// Whether the initial states of a recurrent layer are those of the input's batch: LibTorch checks that in Python alone,
    /// and reads and writes beyond states that are too small.
    ///
    /// - Throws: `RationaleError.Code.badData` where they are not.
    func checkStates(_ arguments: [Value]) throws(RationaleError) {
        guard let name = operatorName, Self.recurrent.contains(name), arguments.count > 8,
            let input = arguments[0].tensor,
            input.rank == 3, case .bool(let batchFirst) = arguments[8]
        else { return }
        let states: [Tensor]
        switch arguments[1] {
        case .tensor(let state): states = [state].compactMap(\.self)
        case .tensors(let list): states = list.compactMap(\.self)
        default: return
        }
        let batch = input.shape[batchFirst ? 0 : 1]
        for state in states where state.rank == 3 && state.shape[1] != batch {
            throw RationaleError(
                .badData,
                "\(operatorName ?? "") in \(path): initial states for a batch of \(state.shape[1]), inputs of \(batch)",
                hint: "Export the network with a free batch size.")
        }
    }

    private static let recurrent: Set = [
        "aten::lstm.input", "aten::gru.input", "aten::rnn_tanh.input", "aten::rnn_relu.input",
    ]
}
