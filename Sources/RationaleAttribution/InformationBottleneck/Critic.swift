import RationaleTorch

/// Tells features of masked pictures from noisy features: the critic of a Wasserstein GAN, whose weights are kept small.
///
/// For pictures: 4×4 convolution C → 2C, 4×4 convolution 2C → 4C (both halve the plane), 3×3 convolution 4C → C, each with
/// batch norm and leaky rectifier (slope 0.2); linear layers to 512, 256 and 1. For texts: an LSTM of 256 units, whose
/// last state goes through linear layers to 128 and 1.
///
/// On a CPU the convolutions are computed by minimal filtering (decision 0008), and for the pictures that are compared
/// together, while each of the two batches has norms of its own.
///
/// *Source:* Zhang et al. (2021), arXiv 2110.01471; Arjovsky, Chintala, Bottou (2017), "Wasserstein GAN", arXiv 1701.07875.
struct Critic {
    private let optimizer: Optimizer
    private let isSequence: Bool
    private let filtersMinimally: Bool
    private static let slope = 0.2
    private static let learningRate = 5e-5

    /// - Parameters:
    ///   - shape: of the features of one input: `[channel, height, width]`, at least 4 × 4 places, or `[token, unit]`.
    ///   - generator: for the first weights, PyTorch's: even between ±1/√(number of inputs).
    init(_ shape: [Int], using generator: Generator) throws {
        isSequence = shape.count == 2
        // Minimal filtering goes by eight channels.
        filtersMinimally = !isSequence && shape[0] % 8 == 0 && generator.device.kind == .cpu
        var weights =
            isSequence
            ? Self.sequenceWeights(shape[1], generator) : Self.planeWeights(shape[0], shape[1], shape[2], generator)
        if filtersMinimally { weights = weights.map { $0.rank == 4 ? $0.ordered(.channelsLast) : $0 } }
        optimizer = try Optimizer(.rmsProp(), parameters: weights)
    }

    private static func planeWeights(_ channels: Int, _ height: Int, _ width: Int, _ generator: Generator) -> [Tensor] {
        let shapes = [(2 * channels, channels, 4), (4 * channels, 2 * channels, 4), (channels, 4 * channels, 3)]
        var weights: [Tensor] = []
        for (out, fan, kernel) in shapes {
            weights += even([out, fan, kernel, kernel], fan * kernel * kernel, generator)
            weights += [.ones([out], device: generator.device), .zeros([out], device: generator.device)]
        }
        for (out, fan) in [(512, channels * (height / 4) * (width / 4)), (256, 512), (1, 256)] {
            weights += even([out, fan], fan, generator)
        }
        return weights
    }

    private static func sequenceWeights(_ units: Int, _ generator: Generator) -> [Tensor] {
        let hidden = 256
        var weights: [Tensor] = []
        for shape in [[4 * hidden, units], [4 * hidden, hidden], [4 * hidden], [4 * hidden]] {
            weights.append(even(shape, hidden, generator)[0])
        }
        for (out, fan) in [(128, hidden), (1, 128)] { weights += even([out, fan], fan, generator) }
        return weights
    }

    /// A weight and the bias that belongs to it.
    private static func even(_ shape: [Int], _ fan: Int, _ generator: Generator) -> [Tensor] {
        let bound = 1 / Double(fan).squareRoot()
        return [shape, [shape[0]]].map { (Tensor.uniform($0, using: generator) * 2 - 1) * bound }
    }

    /// How real the features look: `[row, 1]`.
    ///
    /// - Parameter features: `[row, channel, height, width]` or `[row, token, unit]`.
    func callAsFunction(_ features: Tensor) -> Tensor { scores([features], optimizer.leaves)[0] }

    /// One step towards `E[D(real)] − E[D(made)]`, after which all weights are cut at ±`limit`.
    ///
    /// - Returns: the loss before the step.
    func learn(real: Tensor, made: Tensor, limit: Double) throws -> Double {
        let loss = try withGradient { () throws in
            let weights = optimizer.leaves
            let scores = scores([made, real], weights)
            let loss = scores[0].mean() - scores[1].mean()
            try optimizer.step(gradients: try gradient(of: [loss], with: weights), learningRate: Self.learningRate)
            return loss.item
        }
        withoutGradient {
            // The leaves are the optimiser's own memory: this is where the weights are cut.
            for weight in optimizer.leaves { _ = Self.cut(.tensor(weight), .double(-limit), .double(limit)) }
        }
        return loss
    }

    /// The scores of batches, each with statistics of its own.
    private func scores(_ batches: [Tensor], _ weights: [Tensor]) -> [Tensor] {
        isSequence ? batches.map { scoreSequence($0, weights) } : scorePlanes(batches, weights)
    }

    private func scorePlanes(_ batches: [Tensor], _ w: [Tensor]) -> [Tensor] {
        let lengths = batches.map { $0.shape[0] }
        var x = Tensor.concatenated(filtersMinimally ? batches.map { $0.ordered(.channelsLast) } : batches)
        for (block, (stride, padding)) in [(2, 1), (2, 1), (1, 1)].enumerated() {
            let i = 4 * block
            let convolution = filtersMinimally && x.dtype == .float32 ? Self.minimalConvolution : Self.convolution
            x = convolution(.tensor(x), .tensor(w[i]), .tensor(w[i + 1]), .int(stride), .int(padding))
            let parts = x.split(0, lengths).map { part in
                // In training mode: the statistics are those of the batch.
                leaky(
                    Self.norm(
                        .tensor(part), .tensor(w[i + 2]), .tensor(w[i + 3]), .none, .none, .bool(true), .double(0.1),
                        .double(1e-5), .bool(true)))
            }
            x = .concatenated(parts)
        }
        x = x.reshaped([x.shape[0], -1])
        x = leaky(linear(x, w[12], w[13]))
        x = leaky(linear(x, w[14], w[15]))
        return linear(x, w[16], w[17]).split(0, lengths)
    }

    private func scoreSequence(_ features: Tensor, _ w: [Tensor]) -> Tensor {
        let start = Tensor.zeros([1, features.shape[0], 256], device: features.device)
        let states = Self.lstm(
            .tensor(features), .tensors([start, start]), .tensors(Array(w[0..<4])), .bool(true), .int(1), .double(0),
            .bool(false), .bool(false), .bool(true))
        return linear(leaky(linear(states.selected(1, features.shape[1] - 1), w[4], w[5])), w[6], w[7])
    }

    /// In place: nobody else needs what the layers before made, nor do their derivatives.
    private func leaky(_ x: Tensor) -> Tensor { Self.leakyRectifier(.tensor(x), .double(Self.slope)) }
    private func linear(_ x: Tensor, _ weight: Tensor, _ bias: Tensor) -> Tensor {
        Self.linear(.tensor(x), .tensor(weight), .tensor(bias))
    }

    private static let convolution: Operator = "aten::conv2d"
    private static let minimalConvolution: Operator = "rationale::minimal_conv2d"
    private static let norm: Operator = "aten::batch_norm"
    private static let leakyRectifier: Operator = "aten::leaky_relu_"
    private static let linear: Operator = "aten::linear"
    private static let lstm: Operator = "aten::lstm.input"
    private static let cut: Operator = "aten::clamp_"
}
