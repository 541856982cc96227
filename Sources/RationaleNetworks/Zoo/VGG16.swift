/// VGG-16, with or without batch norms.
///
/// *Source*: Simonyan and Zisserman (2015), Very Deep Convolutional Networks for Large-Scale Image Recognition,
/// arXiv 1409.1556, configuration D. Batch norms: Ioffe and Szegedy (2015), arXiv 1502.03167.
/// Departs from it: as in torchvision, an adaptive pool lets other sizes than 224×224 through, from 32×32 on.
public struct VGG16: Architecture {
    /// How many scores it returns.
    public var classes: Int
    /// Whether a batch norm follows each convolution: another set of published weights.
    public var hasBatchNorms: Bool
    public var name: String { hasBatchNorms ? "vgg16_bn" : "vgg16" }

    /// - Parameter hasBatchNorms: whether a norm follows each convolution.
    /// - Parameter classes: 1000 are those of ImageNet.
    public init(classes: Int = 1000, hasBatchNorms: Bool = false) {
        self.classes = classes
        self.hasBatchNorms = hasBatchNorms
    }

    public func build(_ builder: inout GraphBuilder, _ x: Graph.ValueID) -> Graph.ValueID {
        let x = builder.sequential(x, "features") { features, x in
            var inputs = 3
            for (convolutions, outputs) in [(2, 64), (2, 128), (3, 256), (3, 512), (3, 512)] {
                for _ in 0..<convolutions {
                    x = features.conv2d(
                        x, from: inputs, to: outputs, kernel: 3, padding: 1, weight: .kaimingNormalFanOut, bias: .zeros)
                    if hasBatchNorms { x = features.batchNorm2d(x, channels: outputs) }
                    x = features.relu(x)
                    inputs = outputs
                }
                x = features.maxPool2d(x, kernel: 2)  // [batch, outputs, height / 2, width / 2]
            }
        }
        return builder.classifierOfVGG(x, classes: classes)
    }
}

extension GraphBuilder {
    /// What follows the convolutions: a pool to 7×7 places and three layers with dropout.
    mutating func classifierOfVGG(_ x: Graph.ValueID, classes: Int) -> Graph.ValueID {
        var x = adaptiveAveragePool2d(x, "avgpool", size: 7)
        x = flatten(x)  // [batch, 25088]
        return sequential(x, "classifier") { classifier, x in
            for inputs in [512 * 7 * 7, 4096] {
                x = classifier.linear(
                    x, from: inputs, to: 4096, weight: .normal(standardDeviation: 0.01), bias: .zeros)
                x = classifier.relu(x)
                x = classifier.dropout(x)
            }
            x = classifier.linear(
                x, from: 4096, to: classes, weight: .normal(standardDeviation: 0.01), bias: .zeros)
        }
    }
}
