public import RationaleCore

/// A residual network of wide blocks behind a stem for 32×32 pictures: a 3×3 convolution of stride 1, and no pool.
///
/// *Source*: He, Zhang, Ren and Sun (2016), Deep Residual Learning for Image Recognition, arXiv 1512.03385, with the widths
/// of its networks for ImageNet. Of 8 layers, three stages with strides 1, 2, 2, it is the network that Zhang et al.
/// (2021), Fine-Grained Neural Network Explanation by Identifying Input Features with Predictive Information,
/// arXiv 2110.01471, explain on CIFAR-10 at `layer1`.
/// Departs from it where the publication says nothing: projections where the width changes (option B).
public struct CIFARStemResNet: Architecture {
    /// How many scores it returns.
    public var classes: Int
    public let name = "resnet8"

    /// Channels and stride of each stage, of one block.
    private static let stages = [(width: 64, stride: 1), (128, 2), (256, 2)]

    public var input: Network.InputDescription { .init(shape: [3, 32, 32]) }
    public var preprocessing: Preprocessing { .imageNet(resize: 32, crop: 32) }

    /// - Parameter classes: 10 are those of CIFAR-10.
    public init(classes: Int = 10) { self.classes = classes }

    public func build(_ builder: inout GraphBuilder, _ x: Graph.ValueID) -> Graph.ValueID {
        var x = builder.convolution(x, "conv1", from: 3, to: 64, kernel: 3)
        x = builder.relu(builder.batchNorm2d(x, "bn1", channels: 64))  // [batch, 64, 32, 32]
        var channels = 64
        for (number, (width, stride)) in Self.stages.enumerated() {
            x = builder.sequential(x, "layer\(number + 1)") { stage, x in
                x = stage.block(x, from: channels, to: width, stride: stride)
            }  // [batch, width, 32 / 2^number, 32 / 2^number]
            channels = width
        }
        x = builder.flatten(builder.adaptiveAveragePool2d(x))  // [batch, 256]
        return builder.linear(x, "linear", from: channels, to: classes)
    }
}

extension GraphBuilder {
    /// Two 3×3 convolutions beside a shortcut.
    fileprivate mutating func block(
        _ x: Graph.ValueID, from inputs: Int, to outputs: Int, stride: Int
    ) -> Graph.ValueID {
        layer(nil, "BasicBlock") { block in
            var y = block.convolution(x, "conv1", from: inputs, to: outputs, kernel: 3, stride: stride)
            y = block.relu(block.batchNorm2d(y, "bn1", channels: outputs))
            y = block.convolution(y, "conv2", from: outputs, to: outputs, kernel: 3)
            y = block.batchNorm2d(y, "bn2", channels: outputs)
            guard inputs != outputs else { return block.relu(block.add(y, x)) }
            let shortcut = block.sequential(x, "shortcut") { projection, x in
                x = projection.convolution(x, from: inputs, to: outputs, kernel: 1, stride: stride)
                x = projection.batchNorm2d(x, channels: outputs)
            }
            return block.relu(block.add(y, shortcut))
        }
    }

    fileprivate mutating func convolution(
        _ x: Graph.ValueID, _ name: String? = nil, from inputs: Int, to outputs: Int, kernel: Int, stride: Int = 1
    ) -> Graph.ValueID {
        conv2d(
            x, name, from: inputs, to: outputs, kernel: kernel, stride: stride, padding: kernel / 2,
            weight: .kaimingNormalFanOut, bias: nil)
    }
}
