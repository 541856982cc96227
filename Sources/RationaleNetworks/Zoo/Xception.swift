public import RationaleCore

/// Xception: depthwise separable convolutions beside shortcuts.
///
/// *Source*: Chollet (2017), Xception: Deep Learning with Depthwise Separable Convolutions, arXiv 1610.02357, figure 5.
/// Names, padding and preprocessing are those of the `xception` checkpoint of Cadene/pretrained-models.pytorch, where
/// `fc` is also called `last_linear`. Departs from the paper: the pools between blocks pad by one pixel on both sides,
/// and there is no dropout before the last layer.
public struct Xception: Architecture {
    public let name = "xception"
    /// How many scores it returns.
    public var classes: Int

    public var input: Network.InputDescription { .init(shape: [3, 299, 299]) }
    public var preprocessing: Preprocessing {
        let half: [Float] = [0.5, 0.5, 0.5]
        return Preprocessing(
            resize: .shorterSide(333), cropHeight: 299, cropWidth: 299, mean: half, standardDeviation: half)
    }
    public var weightAliases: [String: String] { ["last_linear.": "fc."] }

    /// - Parameter classes: 1000 are those of ImageNet.
    public init(classes: Int = 1000) { self.classes = classes }

    public func build(_ builder: inout GraphBuilder, _ x: Graph.ValueID) -> Graph.ValueID {
        // Entry flow.
        var x = builder.conv2d(x, "conv1", from: 3, to: 32, kernel: 3, stride: 2, bias: nil)
        x = builder.relu(builder.batchNorm2d(x, "bn1", channels: 32), "relu")
        x = builder.conv2d(x, "conv2", from: 32, to: 64, kernel: 3, bias: nil)  // [batch, 64, 147, 147]
        x = builder.relu(builder.batchNorm2d(x, "bn2", channels: 64), "relu")
        x = builder.block(x, "block1", [64, 128, 128], stride: 2, beginsWithReLU: false)
        x = builder.block(x, "block2", [128, 256, 256], stride: 2)
        x = builder.block(x, "block3", [256, 728, 728], stride: 2)  // [batch, 728, 19, 19]
        // Middle flow.
        for number in 4...11 { x = builder.block(x, "block\(number)", [728, 728, 728, 728]) }
        // Exit flow.
        x = builder.block(x, "block12", [728, 728, 1024], stride: 2)  // [batch, 1024, 10, 10]
        x = builder.separableConv2d(x, "conv3", from: 1024, to: 1536)
        x = builder.relu(builder.batchNorm2d(x, "bn3", channels: 1536), "relu")
        x = builder.separableConv2d(x, "conv4", from: 1536, to: 2048)
        x = builder.relu(builder.batchNorm2d(x, "bn4", channels: 2048), "relu")
        x = builder.flatten(builder.adaptiveAveragePool2d(x))  // [batch, 2048]
        return builder.linear(x, "fc", from: 2048, to: classes)
    }
}

extension GraphBuilder {
    /// Separable convolutions from each of the widths to the next, beside a shortcut.
    fileprivate mutating func block(
        _ x: Graph.ValueID, _ name: String, _ widths: [Int], stride: Int = 1, beginsWithReLU: Bool = true
    ) -> Graph.ValueID {
        layer(name, "Block") { block in
            let y = block.sequential(x, "rep") { rep, y in
                for (index, (inputs, outputs)) in zip(widths, widths.dropFirst()).enumerated() {
                    if index > 0 || beginsWithReLU { y = rep.relu(y) }
                    y = rep.separableConv2d(y, from: inputs, to: outputs)
                    y = rep.batchNorm2d(y, channels: outputs)
                }
                if stride != 1 { y = rep.maxPool2d(y, kernel: 3, stride: stride, padding: 1) }
            }
            guard stride != 1 || widths.first != widths.last else { return block.add(y, x) }
            let (inputs, outputs) = (widths[0], widths[widths.count - 1])
            let shortcut = block.conv2d(x, "skip", from: inputs, to: outputs, kernel: 1, stride: stride, bias: nil)
            return block.add(y, block.batchNorm2d(shortcut, "skipbn", channels: outputs))
        }
    }

    /// Each channel on its own in 3×3 pixels, then all channels in one pixel.
    fileprivate mutating func separableConv2d(
        _ x: Graph.ValueID, _ name: String? = nil, from inputs: Int, to outputs: Int
    ) -> Graph.ValueID {
        layer(name, "SeparableConv2d") { separable in
            let x = separable.conv2d(
                x, "conv1", from: inputs, to: inputs, kernel: 3, padding: 1, groups: inputs, bias: nil)
            return separable.conv2d(x, "pointwise", from: inputs, to: outputs, kernel: 1, bias: nil)
        }
    }
}
