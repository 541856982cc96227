internal import RationaleTorch

extension GraphBuilder {
    /// A convolution with a square kernel: `Conv2d`.
    ///
    /// - Parameters:
    ///   - name: the layer's name; `nil` numbers it inside `sequential`, and opens no layer elsewhere.
    ///   - inputs: channels of `x`.
    ///   - outputs: channels of the result.
    ///   - kernel: the side of the window.
    ///   - stride: how far the window moves.
    ///   - x: `[batch, inputs, height, width]`.
    ///   - padding: zeros on each side, in pixels.
    ///   - groups: both numbers of channels are divided by it; as many as inputs make the convolution depthwise.
    ///   - weight: how the kernel `[outputs, inputs / groups, kernel, kernel]` is drawn; by default as PyTorch does.
    ///   - bias: how the bias `[outputs]` is drawn; `nil` for none, as before a batch norm.
    /// - Returns: `[batch, outputs, ⌊(height + 2·padding − kernel) / stride⌋ + 1, …]`.
    public mutating func conv2d(
        _ x: Graph.ValueID, _ name: String? = nil, from inputs: Int, to outputs: Int, kernel: Int, stride: Int = 1,
        padding: Int = 0, groups: Int = 1, weight: Initializer = .fanInUniform, bias: Initializer? = .fanInUniform
    ) -> Graph.ValueID {
        layer(name, "Conv2d") { builder in
            let shape = [outputs, inputs / groups, kernel, kernel]
            let weight = builder.parameter("weight", shape, weight)
            let bias = builder.bias(outputs, bias, fanIn: shape[1] * kernel * kernel)
            return builder.call(
                Operators.conv2d, .value(x), weight, bias, .pair(stride), .pair(padding), .pair(1),
                .constant(.int(groups)))
        }
    }

    /// A full connection: `Linear`.
    ///
    /// - Parameters:
    ///   - name: the layer's name; `nil` numbers it inside `sequential`, and opens no layer elsewhere.
    ///   - inputs: channels of `x`.
    ///   - outputs: channels of the result.
    ///   - x: `[…, inputs]`.
    ///   - weight: how the matrix `[outputs, inputs]` is drawn; by default as PyTorch does.
    ///   - bias: how the bias `[outputs]` is drawn; `nil` for none.
    /// - Returns: `[…, outputs]`.
    public mutating func linear(
        _ x: Graph.ValueID, _ name: String? = nil, from inputs: Int, to outputs: Int,
        weight: Initializer = .fanInUniform, bias: Initializer? = .fanInUniform
    ) -> Graph.ValueID {
        layer(name, "Linear") { builder in
            let weight = builder.parameter("weight", [outputs, inputs], weight)
            let bias = builder.bias(outputs, bias, fanIn: inputs)
            return builder.call(Operators.linear, .value(x), weight, bias)
        }
    }

    /// Batch normalisation with the statistics of the training: `BatchNorm2d`,
    /// `γ (x − μ) / √(σ² + epsilon) + β` for each channel.
    ///
    /// - Parameters:
    ///   - name: the layer's name; `nil` numbers it inside `sequential`, and opens no layer elsewhere.
    ///   - channels: channels of `x`.
    ///   - x: `[batch, channels, height, width]`.
    ///   - epsilon: PyTorch's default is 1e-5.
    /// - Returns: the same shape.
    ///
    /// *Source*: Ioffe and Szegedy (2015), Batch Normalization, arXiv 1502.03167.
    public mutating func batchNorm2d(
        _ x: Graph.ValueID, _ name: String? = nil, channels: Int, epsilon: Double = 1e-5
    ) -> Graph.ValueID {
        layer(name, "BatchNorm2d") { builder in
            let weight = builder.parameter("weight", [channels], .ones)
            let bias = builder.parameter("bias", [channels], .zeros)
            let mean = builder.parameter("running_mean", [channels], .zeros, isTrainable: false)
            let variance = builder.parameter("running_var", [channels], .ones, isTrainable: false)
            let (training, momentum, cudnn) = (Value.bool(false), Value.double(0.1), Value.bool(true))
            return builder.call(
                Operators.batchNorm, .value(x), weight, bias, mean, variance, .constant(training),
                .constant(momentum), .constant(.double(epsilon)), .constant(cudnn))
        }
    }

    /// PyTorch draws a bias evenly within ±1/√fan-in of its weight, not of itself.
    private mutating func bias(_ count: Int, _ initializer: Initializer?, fanIn: Int) -> Argument {
        guard let initializer else { return .constant(.none) }
        let drawn = initializer == .fanInUniform ? .uniform(bound: 1 / Double(fanIn).squareRoot()) : initializer
        return parameter("bias", [count], drawn)
    }
}

private enum Operators {
    static let conv2d: Operator = "aten::conv2d"
    static let linear: Operator = "aten::linear"
    static let batchNorm: Operator = "aten::batch_norm"
}
