/// SqueezeNet 1.1: AlexNet's accuracy with 1.2 million parameters.
///
/// *Source*: Iandola et al. (2016), SqueezeNet: AlexNet-level accuracy with 50x fewer parameters and <0.5MB model size,
/// arXiv 1602.07360; version 1.1 is its authors' own, with earlier pools.
public struct SqueezeNet: Architecture {
    public let name = "squeezenet1_1"
    /// How many scores it returns.
    public var classes: Int

    /// - Parameter classes: 1000 are those of ImageNet.
    public init(classes: Int = 1000) { self.classes = classes }

    public func build(_ builder: inout GraphBuilder, _ x: Graph.ValueID) -> Graph.ValueID {
        var x = builder.sequential(x, "features") { features, x in
            x = features.convolution(x, from: 3, to: 64, kernel: 3, stride: 2)
            x = features.relu(x)
            x = features.maxPool2d(x, kernel: 3, stride: 2, roundsUp: true)  // [batch, 64, 55, 55]
            x = features.fire(x, from: 64, squeeze: 16, expand: 64)
            x = features.fire(x, from: 128, squeeze: 16, expand: 64)
            x = features.maxPool2d(x, kernel: 3, stride: 2, roundsUp: true)  // [batch, 128, 27, 27]
            x = features.fire(x, from: 128, squeeze: 32, expand: 128)
            x = features.fire(x, from: 256, squeeze: 32, expand: 128)
            x = features.maxPool2d(x, kernel: 3, stride: 2, roundsUp: true)  // [batch, 256, 13, 13]
            x = features.fire(x, from: 256, squeeze: 48, expand: 192)
            x = features.fire(x, from: 384, squeeze: 48, expand: 192)
            x = features.fire(x, from: 384, squeeze: 64, expand: 256)
            x = features.fire(x, from: 512, squeeze: 64, expand: 256)  // [batch, 512, 13, 13]
        }
        x = builder.sequential(x, "classifier") { classifier, x in
            x = classifier.dropout(x)
            x = classifier.conv2d(
                x, from: 512, to: classes, kernel: 1, weight: .normal(standardDeviation: 0.01), bias: .zeros)
            x = classifier.relu(x)
            x = classifier.adaptiveAveragePool2d(x)  // [batch, classes, 1, 1]
        }
        return builder.flatten(x)
    }
}

extension GraphBuilder {
    /// Few channels, then many: half of them see one pixel, half of them 3×3.
    fileprivate mutating func fire(
        _ x: Graph.ValueID, from inputs: Int, squeeze: Int, expand: Int
    ) -> Graph.ValueID {
        layer(nil, "Fire") { fire in
            var x = fire.convolution(x, "squeeze", from: inputs, to: squeeze, kernel: 1)
            x = fire.relu(x, "squeeze_activation")
            var one = fire.convolution(x, "expand1x1", from: squeeze, to: expand, kernel: 1)
            one = fire.relu(one, "expand1x1_activation")
            var three = fire.convolution(x, "expand3x3", from: squeeze, to: expand, kernel: 3, padding: 1)
            three = fire.relu(three, "expand3x3_activation")
            return fire.concatenate([one, three])  // [batch, 2 · expand, height, width]
        }
    }

    fileprivate mutating func convolution(
        _ x: Graph.ValueID, _ name: String? = nil, from inputs: Int, to outputs: Int, kernel: Int, stride: Int = 1,
        padding: Int = 0
    ) -> Graph.ValueID {
        conv2d(
            x, name, from: inputs, to: outputs, kernel: kernel, stride: stride, padding: padding,
            weight: .kaimingUniform, bias: .zeros)
    }
}
