/// ResNet-18, -34, -50 and -101.
///
/// *Source*: He, Zhang, Ren and Sun (2016), Deep Residual Learning for Image Recognition, arXiv 1512.03385.
/// Departs from it: as in torchvision, the stride of a bottleneck is in its 3×3 convolution ("version 1.5"); the global
/// pool may take the maximum.
public struct ResNet: Architecture {
    /// The depths, by torchvision's names; from 50 layers on, blocks are bottlenecks.
    public enum Variant: String, Sendable, CaseIterable { case resnet18, resnet34, resnet50, resnet101 }

    /// How deep it is.
    public var variant: Variant
    /// How many scores it returns.
    public var classes: Int
    /// What stands before the last layer. It is called `avgpool` either way, and the weights are the same.
    public var globalPool: GlobalPool
    public var name: String { variant.rawValue }

    /// - Parameters:
    ///   - variant: how many blocks of which kind.
    ///   - classes: 1000 are those of ImageNet.
    ///   - globalPool: the mean is what published weights were trained with.
    public init(_ variant: Variant, classes: Int = 1000, globalPool: GlobalPool = .average) {
        self.variant = variant
        self.classes = classes
        self.globalPool = globalPool
    }

    public func build(_ builder: inout GraphBuilder, _ x: Graph.ValueID) -> Graph.ValueID {
        var x = builder.convolution(x, "conv1", from: 3, to: 64, kernel: 7, stride: 2)
        x = builder.batchNorm2d(x, "bn1", channels: 64)
        x = builder.relu(x, "relu")
        x = builder.maxPool2d(x, "maxpool", kernel: 3, stride: 2, padding: 1)  // [batch, 64, 56, 56]
        var channels = 64
        for (stage, count) in variant.blockCounts.enumerated() {
            x = builder.sequential(x, "layer\(stage + 1)") { stageBuilder, x in
                for block in 0..<count {
                    let width = 64 << stage
                    let stride = stage > 0 && block == 0 ? 2 : 1
                    if variant.hasBottlenecks {
                        x = stageBuilder.bottleneck(x, from: channels, width: width, stride: stride)
                        channels = 4 * width
                    } else {
                        x = stageBuilder.basicBlock(x, from: channels, to: width, stride: stride)
                        channels = width
                    }
                }
            }  // [batch, channels, 56 / 2^stage, 56 / 2^stage]
        }
        switch globalPool {
        case .average: x = builder.adaptiveAveragePool2d(x, "avgpool")
        case .maximum: x = builder.adaptiveMaxPool2d(x, "avgpool")
        }
        return builder.linear(builder.flatten(x), "fc", from: channels, to: classes)
    }
}

extension ResNet.Variant {
    fileprivate var blockCounts: [Int] {
        switch self {
        case .resnet18: [2, 2, 2, 2]
        case .resnet34, .resnet50: [3, 4, 6, 3]
        case .resnet101: [3, 4, 23, 3]
        }
    }

    fileprivate var hasBottlenecks: Bool { self == .resnet50 || self == .resnet101 }
}

extension GraphBuilder {
    /// Two 3×3 convolutions beside a shortcut.
    fileprivate mutating func basicBlock(
        _ x: Graph.ValueID, from inputs: Int, to outputs: Int, stride: Int
    ) -> Graph.ValueID {
        layer(nil, "BasicBlock") { block in
            var y = block.convolution(x, "conv1", from: inputs, to: outputs, kernel: 3, stride: stride)
            y = block.batchNorm2d(y, "bn1", channels: outputs)
            y = block.relu(y, "relu")
            y = block.convolution(y, "conv2", from: outputs, to: outputs, kernel: 3)
            y = block.batchNorm2d(y, "bn2", channels: outputs)
            let shortcut = block.shortcut(x, from: inputs, to: outputs, stride: stride)
            return block.relu(block.add(y, shortcut), "relu")
        }
    }

    /// A 3×3 convolution between two 1×1 ones, beside a shortcut.
    fileprivate mutating func bottleneck(
        _ x: Graph.ValueID, from inputs: Int, width: Int, stride: Int
    ) -> Graph.ValueID {
        layer(nil, "Bottleneck") { block in
            var y = block.convolution(x, "conv1", from: inputs, to: width, kernel: 1)
            y = block.batchNorm2d(y, "bn1", channels: width)
            y = block.relu(y, "relu")
            y = block.convolution(y, "conv2", from: width, to: width, kernel: 3, stride: stride)
            y = block.batchNorm2d(y, "bn2", channels: width)
            y = block.relu(y, "relu")
            y = block.convolution(y, "conv3", from: width, to: 4 * width, kernel: 1)
            y = block.batchNorm2d(y, "bn3", channels: 4 * width)
            let shortcut = block.shortcut(x, from: inputs, to: 4 * width, stride: stride)
            return block.relu(block.add(y, shortcut), "relu")
        }
    }

    /// `x` itself, or its projection where the shape changes (option B).
    private mutating func shortcut(
        _ x: Graph.ValueID, from inputs: Int, to outputs: Int, stride: Int
    ) -> Graph.ValueID {
        guard stride != 1 || inputs != outputs else { return x }
        return sequential(x, "downsample") { projection, x in
            x = projection.convolution(x, from: inputs, to: outputs, kernel: 1, stride: stride)
            x = projection.batchNorm2d(x, channels: outputs)
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
