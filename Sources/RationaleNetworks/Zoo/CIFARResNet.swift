public import RationaleCore

/// The residual networks for 32×32 pictures: 20, 32, 44, 56 or 110 layers, or any 6n + 2.
///
/// *Source*: He, Zhang, Ren and Sun (2016), Deep Residual Learning for Image Recognition, arXiv 1512.03385, section 4.2,
/// with parameter-free shortcuts (option A).
/// Names and preprocessing are those of the checkpoints of akamaster/pytorch_resnet_cifar10, which were trained with
/// ImageNet's mean and standard deviation. Departs from the paper: it subtracts each pixel's mean instead, and the
/// zeros for new channels stand half before and half after the old ones.
public struct CIFARResNet: Architecture {
    /// The number of layers with weights on the way through, 6n + 2 for n blocks at each of three sizes.
    public let depth: Int
    /// How many scores it returns.
    public var classes: Int
    public var name: String { "cifar_resnet\(depth)" }

    public var input: Network.InputDescription { .init(shape: [3, 32, 32]) }
    public var preprocessing: Preprocessing { .imageNet(resize: 32, crop: 32) }

    /// - Parameter depth: the number of layers with weights: 20, 32, 44, 56 or 110.
    /// - Parameter classes: 10 are those of CIFAR-10.
    /// - Precondition: `depth` is 6n + 2.
    public init(depth: Int, classes: Int = 10) {
        precondition(depth > 2 && depth % 6 == 2, "there is no CIFAR ResNet of \(depth) layers, only of 6n + 2")
        self.depth = depth
        self.classes = classes
    }

    public func build(_ builder: inout GraphBuilder, _ x: Graph.ValueID) -> Graph.ValueID {
        var x = builder.convolution(x, "conv1", from: 3, to: 16)
        x = builder.relu(builder.batchNorm2d(x, "bn1", channels: 16))
        var channels = 16
        for (stage, width) in [16, 32, 64].enumerated() {
            x = builder.sequential(x, "layer\(stage + 1)") { stage, x in
                for _ in 0..<(depth - 2) / 6 {
                    x = stage.basicBlock(x, from: channels, to: width)
                    channels = width
                }
            }  // [batch, width, 32 / 2^stage, 32 / 2^stage]
        }
        x = builder.flatten(builder.adaptiveAveragePool2d(x))  // [batch, 64]
        return builder.linear(x, "linear", from: 64, to: classes, weight: .kaimingNormal)
    }
}

extension GraphBuilder {
    /// Two 3×3 convolutions beside a shortcut; the size halves where the channels double.
    fileprivate mutating func basicBlock(
        _ x: Graph.ValueID, from inputs: Int, to outputs: Int
    ) -> Graph.ValueID {
        layer(nil, "BasicBlock") { block in
            let stride = outputs / inputs
            var y = block.convolution(x, "conv1", from: inputs, to: outputs, stride: stride)
            y = block.relu(block.batchNorm2d(y, "bn1", channels: outputs))
            y = block.convolution(y, "conv2", from: outputs, to: outputs)
            y = block.batchNorm2d(y, "bn2", channels: outputs)
            let shortcut = stride == 1 ? x : block.parameterFreeShortcut(x, from: inputs, to: outputs)
            return block.relu(block.add(y, shortcut))
        }
    }

    /// Every second pixel, and zeros for the channels that are new.
    private mutating func parameterFreeShortcut(
        _ x: Graph.ValueID, from inputs: Int, to outputs: Int
    ) -> Graph.ValueID {
        layer("shortcut", "LambdaLayer") { shortcut in
            let x = shortcut.slice(shortcut.slice(x, dimension: 2, step: 2), dimension: 3, step: 2)
            let new = outputs - inputs
            return shortcut.padChannels(x, before: new / 2, after: new - new / 2)
        }
    }

    fileprivate mutating func convolution(
        _ x: Graph.ValueID, _ name: String, from inputs: Int, to outputs: Int, stride: Int = 1
    ) -> Graph.ValueID {
        conv2d(
            x, name, from: inputs, to: outputs, kernel: 3, stride: stride, padding: 1, weight: .kaimingNormal, bias: nil
        )
    }
}
