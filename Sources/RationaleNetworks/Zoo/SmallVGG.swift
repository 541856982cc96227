public import RationaleCore

/// A short VGG for 32×32 pictures: six convolutions.
///
/// *Source*: Zhang, Khakzar, Li, Farshad, Kim and Navab (2021), Fine-Grained Neural Network Explanation by Identifying
/// Input Features with Predictive Information, arXiv 2110.01471: the network that its programs explain on CIFAR-10. The
/// blocks are those of Simonyan and Zisserman (2015), arXiv 1409.1556.
/// Layers are counted as those of VGG-16 in torchvision, so that `features.14` is the last rectifier. Departs from it: the classifier is VGG-16's, three layers of 4096 with dropout, as far as it is known.
public struct SmallVGG: Architecture {
    /// How many scores it returns.
    public var classes: Int
    public let name = "small_vgg"

    public var input: Network.InputDescription { .init(shape: [3, 32, 32]) }
    public var preprocessing: Preprocessing { .imageNet(resize: 32, crop: 32) }

    /// - Parameter classes: 10 are those of CIFAR-10.
    public init(classes: Int = 10) { self.classes = classes }

    public func build(_ builder: inout GraphBuilder, _ x: Graph.ValueID) -> Graph.ValueID {
        let x = builder.sequential(x, "features") { features, x in
            var inputs = 3
            for (block, widths) in [[64], [128], [256, 256], [512, 512]].enumerated() {
                if block > 0 { x = features.maxPool2d(x, kernel: 2) }  // [batch, inputs, 32 / 2^block, 32 / 2^block]
                for outputs in widths {
                    x = features.conv2d(
                        x, from: inputs, to: outputs, kernel: 3, padding: 1, weight: .kaimingNormalFanOut, bias: .zeros)
                    x = features.relu(x)
                    inputs = outputs
                }
            }
        }
        return builder.classifierOfVGG(x, classes: classes)
    }
}
