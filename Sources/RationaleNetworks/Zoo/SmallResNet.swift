public import RationaleCore

/// A residual network for pictures of 128×128 that a laptop trains in minutes: 0.3 million weights, 0.1 billion
/// multiply-adds.
///
/// *Source*: the basic blocks of He, Zhang, Ren and Sun (2016), Deep Residual Learning for Image Recognition, arXiv
/// 1512.03385, with projections where the width changes (option B). Departs from it in size alone: one block at each of
/// three widths, no pool behind the first convolution, and 16×16 places in the last feature map, so that class activation
/// maps are fine. Its head, a global average and one linear layer, is the one for which such maps have a closed form
/// (Zhou et al. 2016, arXiv 1512.04150).
public struct SmallResNet: Architecture {
    /// How many scores it returns.
    public var classes: Int
    public let name = "small_resnet"

    public var input: Network.InputDescription { .init(shape: [3, 128, 128]) }
    public var preprocessing: Preprocessing { .imageNet(resize: 128, crop: 128) }

    /// - Parameter classes: 50 are the species of the built-in aviary.
    public init(classes: Int = 50) { self.classes = classes }

    public func build(_ builder: inout GraphBuilder, _ x: Graph.ValueID) -> Graph.ValueID {
        // A kernel of twice the stride: every pixel counts in as many windows, so that gradients show no grid.
        var x = builder.conv2d(
            x, "conv1", from: 3, to: 32, kernel: 8, stride: 4, padding: 2, weight: .kaimingNormalFanOut, bias: nil)
        x = builder.relu(builder.batchNorm2d(x, "bn1", channels: 32), "relu")  // [batch, 32, 32, 32]
        x = builder.block(x, "layer1", from: 32, to: 32, stride: 1)  // [batch, 32, 32, 32]
        x = builder.block(x, "layer2", from: 32, to: 64, stride: 2)  // [batch, 64, 16, 16]
        x = builder.block(x, "layer3", from: 64, to: 128, stride: 1)  // [batch, 128, 16, 16]
        x = builder.flatten(builder.adaptiveAveragePool2d(x, "avgpool"))  // [batch, 128]
        return builder.linear(x, "fc", from: 128, to: classes)
    }
}

extension GraphBuilder {
    /// Two 3×3 convolutions beside a shortcut.
    fileprivate mutating func block(
        _ x: Graph.ValueID, _ name: String, from inputs: Int, to outputs: Int, stride: Int
    ) -> Graph.ValueID {
        layer(name, "BasicBlock") { block in
            var y = block.convolution(x, "conv1", from: inputs, to: outputs, kernel: 3, stride: stride)
            y = block.relu(block.batchNorm2d(y, "bn1", channels: outputs), "relu")
            y = block.convolution(y, "conv2", from: outputs, to: outputs, kernel: 3)
            y = block.batchNorm2d(y, "bn2", channels: outputs)
            guard inputs != outputs else { return block.relu(block.add(y, x), "relu") }
            let shortcut = block.sequential(x, "downsample") { projection, x in
                x = projection.convolution(x, from: inputs, to: outputs, kernel: 1, stride: stride)
                x = projection.batchNorm2d(x, channels: outputs)
            }
            return block.relu(block.add(y, shortcut), "relu")
        }
    }

    private mutating func convolution(
        _ x: Graph.ValueID, _ name: String? = nil, from inputs: Int, to outputs: Int, kernel: Int, stride: Int = 1
    ) -> Graph.ValueID {
        conv2d(
            x, name, from: inputs, to: outputs, kernel: kernel, stride: stride, padding: kernel / 2,
            weight: .kaimingNormalFanOut, bias: nil)
    }
}
