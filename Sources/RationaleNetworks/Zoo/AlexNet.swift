/// AlexNet, as torchvision has it.
///
/// *Source*: Krizhevsky (2014), One weird trick for parallelizing convolutional neural networks, arXiv 1404.5997.
/// Departs from it: as in torchvision, the fourth convolution has 256 channels, not 384, and an adaptive pool lets other
/// sizes than 224×224 through, from 63×63 on.
public struct AlexNet: Architecture {
    public let name = "alexnet"
    /// How many scores it returns.
    public var classes: Int

    /// - Parameter classes: 1000 are those of ImageNet.
    public init(classes: Int = 1000) { self.classes = classes }

    public func build(_ builder: inout GraphBuilder, _ x: Graph.ValueID) -> Graph.ValueID {
        var x = builder.sequential(x, "features") { features, x in
            x = features.conv2d(x, from: 3, to: 64, kernel: 11, stride: 4, padding: 2)
            x = features.relu(x)
            x = features.maxPool2d(x, kernel: 3, stride: 2)  // [batch, 64, 27, 27]
            x = features.conv2d(x, from: 64, to: 192, kernel: 5, padding: 2)
            x = features.relu(x)
            x = features.maxPool2d(x, kernel: 3, stride: 2)  // [batch, 192, 13, 13]
            for (inputs, outputs) in [(192, 384), (384, 256), (256, 256)] {
                x = features.conv2d(x, from: inputs, to: outputs, kernel: 3, padding: 1)
                x = features.relu(x)
            }
            x = features.maxPool2d(x, kernel: 3, stride: 2)  // [batch, 256, 6, 6]
        }
        x = builder.adaptiveAveragePool2d(x, "avgpool", size: 6)
        x = builder.flatten(x)  // [batch, 9216]
        return builder.sequential(x, "classifier") { classifier, x in
            for inputs in [256 * 6 * 6, 4096] {
                x = classifier.dropout(x)
                x = classifier.linear(x, from: inputs, to: 4096)
                x = classifier.relu(x)
            }
            x = classifier.linear(x, from: 4096, to: classes)
        }
    }
}
