public import RationaleCore
public import RationaleNetworks

/// The published classifier of feature vectors: fully connected layers with rectifiers, and a linear layer.
///
/// Layers are called `hidden1`, `relu1`, … and `fc`.
///
/// *Source:* Barratt (2017), arXiv:1710.09511, and its program: widths 500 for one hidden layer, 500 and 300 for two;
/// every output's weights begin with unit length, hidden biases at 0.1. Of three hidden layers the paper gives results, but no
/// widths; 500, 300 and 300 here.
public struct FeatureClassifier: Architecture, Hashable, Codable {
    /// How many numbers a vector has.
    public var width: Int
    /// The widths of the hidden layers.
    public var hidden: [Int]
    public var classes: Int

    public var name: String { "feature_classifier" }
    public var input: Network.InputDescription { .init(shape: [width]) }
    public var preprocessing: Preprocessing { Preprocessing(resize: nil, mean: [0], standardDeviation: [1]) }

    /// How the names of the rectifiers begin.
    static let rectifier = "relu"

    /// The names of its input and its rectified hidden layers, in order.
    var layers: [String] { [NarratorFeatures.input] + hidden.indices.map { "\(Self.rectifier)\($0 + 1)" } }

    public init(width: Int, hidden: [Int], classes: Int) {
        self.width = width
        self.hidden = hidden
        self.classes = classes
    }

    /// The widths of so many hidden layers.
    ///
    /// - Throws: `RationaleError.Code.usage` for more than three.
    public static func publishedWidths(hiddenLayers count: Int) throws(RationaleError) -> [Int] {
        guard (0...3).contains(count) else {
            throw RationaleError(.usage, "expected 0 to 3 hidden layers, found \(count)")
        }
        return Array([500, 300, 300].prefix(count))
    }

    public func build(_ builder: inout GraphBuilder, _ x: Graph.ValueID) -> Graph.ValueID {
        var (x, inputs) = (x, width)
        for (index, outputs) in hidden.enumerated() {
            x = builder.linear(
                x, "hidden\(index + 1)", from: inputs, to: outputs, weight: .unitRows, bias: .constant(0.1))
            x = builder.relu(x, "\(Self.rectifier)\(index + 1)")
            inputs = outputs
        }
        return builder.linear(x, "fc", from: inputs, to: classes, weight: .unitRows, bias: .zeros)
    }
}
