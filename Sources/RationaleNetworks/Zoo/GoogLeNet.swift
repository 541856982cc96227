/// GoogLeNet, the first Inception network, as torchvision has it.
///
/// *Source*: Szegedy et al. (2015), Going Deeper with Convolutions, arXiv 1409.4842.
/// Departs from it: as in torchvision, batch norms instead of local response norms, a 3×3 convolution where the paper
/// has 5×5, and no auxiliary heads, which serve training only; a checkpoint's weights for them are passed over.
public struct GoogLeNet: Architecture {
    public let name = "googlenet"
    /// How many scores it returns.
    public var classes: Int
    /// Whether the input is brought from ImageNet's normalisation to mean and standard deviation 0.5, with which the
    /// published weights were trained. Weights trained with torchvision itself need `false`.
    public var transformsInput: Bool

    public var ignoredWeights: [String] { ["aux1.", "aux2."] }

    /// - Parameters:
    ///   - classes: 1000 are those of ImageNet.
    ///   - transformsInput: true as for the published weights.
    public init(classes: Int = 1000, transformsInput: Bool = true) {
        self.classes = classes
        self.transformsInput = transformsInput
    }

    public func build(_ builder: inout GraphBuilder, _ x: Graph.ValueID) -> Graph.ValueID {
        var x = transformsInput ? builder.withHalfAsMeanAndDeviation(x) : x
        x = builder.basicConv2d(x, "conv1", from: 3, to: 64, kernel: 7, stride: 2)
        x = builder.maxPool2d(x, "maxpool1", kernel: 3, stride: 2, roundsUp: true)  // [batch, 64, 56, 56]
        x = builder.basicConv2d(x, "conv2", from: 64, to: 64, kernel: 1)
        x = builder.basicConv2d(x, "conv3", from: 64, to: 192, kernel: 3)
        x = builder.maxPool2d(x, "maxpool2", kernel: 3, stride: 2, roundsUp: true)  // [batch, 192, 28, 28]

        x = builder.inception(x, "inception3a", from: 192, 64, (96, 128), (16, 32), 32)
        x = builder.inception(x, "inception3b", from: 256, 128, (128, 192), (32, 96), 64)
        x = builder.maxPool2d(x, "maxpool3", kernel: 3, stride: 2, roundsUp: true)  // [batch, 480, 14, 14]

        x = builder.inception(x, "inception4a", from: 480, 192, (96, 208), (16, 48), 64)
        x = builder.inception(x, "inception4b", from: 512, 160, (112, 224), (24, 64), 64)
        x = builder.inception(x, "inception4c", from: 512, 128, (128, 256), (24, 64), 64)
        x = builder.inception(x, "inception4d", from: 512, 112, (144, 288), (32, 64), 64)
        x = builder.inception(x, "inception4e", from: 528, 256, (160, 320), (32, 128), 128)
        x = builder.maxPool2d(x, "maxpool4", kernel: 2, stride: 2, roundsUp: true)  // [batch, 832, 7, 7]

        x = builder.inception(x, "inception5a", from: 832, 256, (160, 320), (32, 128), 128)
        x = builder.inception(x, "inception5b", from: 832, 384, (192, 384), (48, 128), 128)  // [batch, 1024, 7, 7]

        x = builder.flatten(builder.adaptiveAveragePool2d(x, "avgpool"))
        x = builder.dropout(x, "dropout", probability: 0.2)
        return builder.linear(x, "fc", from: 1024, to: classes, weight: .normal(standardDeviation: 0.01))
    }
}

extension GraphBuilder {
    /// Four branches side by side: 1×1, a reduced 3×3, a second reduced 3×3, and a projected pool.
    ///
    /// - Returns: `[batch, Σ of the branches' channels, height, width]`.
    fileprivate mutating func inception(
        _ x: Graph.ValueID, _ name: String, from inputs: Int, _ first: Int, _ second: (reduced: Int, full: Int),
        _ third: (reduced: Int, full: Int), _ pooled: Int
    ) -> Graph.ValueID {
        layer(name, "Inception") { inception in
            var branches = [inception.basicConv2d(x, "branch1", from: inputs, to: first, kernel: 1)]
            for (name, width) in [("branch2", second), ("branch3", third)] {
                branches.append(
                    inception.sequential(x, name) { branch, x in
                        x = branch.basicConv2d(x, from: inputs, to: width.reduced, kernel: 1)
                        x = branch.basicConv2d(x, from: width.reduced, to: width.full, kernel: 3)
                    })
            }
            branches.append(
                inception.sequential(x, "branch4") { branch, x in
                    x = branch.maxPool2d(x, kernel: 3, stride: 1, padding: 1, roundsUp: true)
                    x = branch.basicConv2d(x, from: inputs, to: pooled, kernel: 1)
                })
            return inception.concatenate(branches)
        }
    }

    fileprivate mutating func basicConv2d(
        _ x: Graph.ValueID, _ name: String? = nil, from inputs: Int, to outputs: Int, kernel: Int, stride: Int = 1
    ) -> Graph.ValueID {
        layer(name, "BasicConv2d") { block in
            // torchvision cuts the normal distribution off at ±2, which is 200 standard deviations: not at all.
            let x = block.conv2d(
                x, "conv", from: inputs, to: outputs, kernel: kernel, stride: stride, padding: kernel / 2,
                weight: .normal(standardDeviation: 0.01), bias: nil)
            return block.relu(block.batchNorm2d(x, "bn", channels: outputs, epsilon: 0.001))
        }
    }

    /// `(x · σ + μ − 0.5) / 0.5` for ImageNet's mean μ and standard deviation σ of each channel.
    fileprivate mutating func withHalfAsMeanAndDeviation(_ x: Graph.ValueID) -> Graph.ValueID {
        let statistics = [(0.485, 0.229), (0.456, 0.224), (0.406, 0.225)]
        let channels = statistics.enumerated().map { channel, statistic in
            let (mean, deviation) = statistic
            let x = slice(x, dimension: 1, from: channel, to: channel + 1)  // [batch, 1, height, width]
            return scale(x, by: deviation / 0.5, adding: (mean - 0.5) / 0.5)
        }
        return concatenate(channels)
    }
}
