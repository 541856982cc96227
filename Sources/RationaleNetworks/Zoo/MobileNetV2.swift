/// MobileNetV2: inverted residual blocks with depthwise convolutions.
///
/// *Source*: Sandler, Howard, Zhu, Zhmoginov and Chen (2018), MobileNetV2: Inverted Residuals and Linear Bottlenecks,
/// arXiv 1801.04381, at width 1.
public struct MobileNetV2: Architecture {
    public let name = "mobilenet_v2"
    /// How many scores it returns.
    public var classes: Int

    /// - Parameter classes: 1000 are those of ImageNet.
    public init(classes: Int = 1000) { self.classes = classes }

    /// The paper's table 2: factor of expansion, channels, repetitions, stride of the first.
    private static let stages = [
        (1, 16, 1, 1), (6, 24, 2, 2), (6, 32, 3, 2), (6, 64, 4, 2), (6, 96, 3, 1), (6, 160, 3, 2), (6, 320, 1, 1),
    ]

    public func build(_ builder: inout GraphBuilder, _ x: Graph.ValueID) -> Graph.ValueID {
        var x = builder.sequential(x, "features") { features, x in
            x = features.convNormActivation(x, from: 3, to: 32, kernel: 3, stride: 2)  // [batch, 32, 112, 112]
            var inputs = 32
            for (expansion, outputs, count, stride) in Self.stages {
                for index in 0..<count {
                    x = features.invertedResidual(
                        x, from: inputs, to: outputs, expansion: expansion, stride: index == 0 ? stride : 1)
                    inputs = outputs
                }
            }  // [batch, 320, 7, 7]
            x = features.convNormActivation(x, from: 320, to: 1280, kernel: 1)
        }
        x = builder.flatten(builder.adaptiveAveragePool2d(x))  // [batch, 1280]
        return builder.sequential(x, "classifier") { classifier, x in
            x = classifier.dropout(x, probability: 0.2)
            x = classifier.linear(
                x, from: 1280, to: classes, weight: .normal(standardDeviation: 0.01), bias: .zeros)
        }
    }
}

extension GraphBuilder {
    /// Expand, filter each channel on its own, project; beside a shortcut where the shape stays.
    fileprivate mutating func invertedResidual(
        _ x: Graph.ValueID, from inputs: Int, to outputs: Int, expansion: Int, stride: Int
    ) -> Graph.ValueID {
        layer(nil, "InvertedResidual") { block in
            let hidden = inputs * expansion
            let y = block.sequential(x, "conv") { conv, y in
                if expansion != 1 { y = conv.convNormActivation(y, from: inputs, to: hidden, kernel: 1) }
                y = conv.convNormActivation(y, from: hidden, to: hidden, kernel: 3, stride: stride, groups: hidden)
                y = conv.convolution(y, from: hidden, to: outputs, kernel: 1)
                y = conv.batchNorm2d(y, channels: outputs)
            }
            return stride == 1 && inputs == outputs ? block.add(x, y) : y
        }
    }

    fileprivate mutating func convNormActivation(
        _ x: Graph.ValueID, from inputs: Int, to outputs: Int, kernel: Int, stride: Int = 1, groups: Int = 1
    ) -> Graph.ValueID {
        layer(nil, "Conv2dNormActivation", numbersChildren: true) { block in
            var x = block.convolution(x, from: inputs, to: outputs, kernel: kernel, stride: stride, groups: groups)
            x = block.batchNorm2d(x, channels: outputs)
            return block.relu6(x)
        }
    }

    private mutating func convolution(
        _ x: Graph.ValueID, from inputs: Int, to outputs: Int, kernel: Int, stride: Int = 1, groups: Int = 1
    ) -> Graph.ValueID {
        conv2d(
            x, from: inputs, to: outputs, kernel: kernel, stride: stride, padding: kernel / 2, groups: groups,
            weight: .kaimingNormalFanOut, bias: nil)
    }
}
