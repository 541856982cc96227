import Foundation
import RationaleAttribution
public import RationaleCore
public import RationaleNetworks
public import RationaleText
import RationaleTorch

/// What is in a network: the document that `model inspect --json` prints.
public struct NetworkSummary: Sendable {
    public var name: String
    /// −1 for a size that may be anything.
    public var inputShape: [Int]
    public var inputType: String
    /// Whether photos are what it takes.
    public var takesPhotos: Bool
    /// The only batch size that it takes.
    public var fixedBatch: Int?
    public var outputShape: [Int]
    /// What the scores mean.
    public var scoring: Scoring
    /// Which input is explained, what others are given, which output holds the scores, and why they mean that.
    public var interface: Classifier.Interface
    /// The number of scores, where the output is a vector of them.
    public var classes: Int?
    /// The numbers that training changes.
    public var parameters: Int
    /// Multiplications with an addition in one forward pass of one input: of convolutions, linear layers, matrix
    /// products and attention, as is usual.
    public var multiplyAdds: Int
    /// The tree of layers, each before those inside it.
    public var layers: [LayerSummary]
    /// At which layer class activation maps would explain it, and why.
    public var activationLayer: String?
    public var activationReason: String
    public var preprocessing: Preprocessing
    public var labels: [String]?
    /// How it reads texts; `nil` where it takes none, or nobody knows.
    public var reading: [TextReaderFact]?
    /// What was noticed while it was loaded.
    public var notes: [String]
}

/// One layer of a network.
public struct LayerSummary: Sendable, Encodable {
    public var path: String
    /// The class of the module: `Conv2d`.
    public var kind: String
    /// Of its output without the batch; empty where it returns no tensor.
    public var shape: [Int]
    public var parameters: Int
    public var multiplyAdds: Int
    /// How many times it is called.
    public var calls: Int

    /// How many layers are around it.
    public var depth: Int { path.count { $0 == "." } }
}

extension NetworkSummary {
    /// Looks into a network.
    ///
    /// - Throws: `RationaleError` with the operator whose arguments do not fit.
    /// - Complexity: two passes over the graph on shapes, without computing.
    public init(_ classifier: Classifier) throws {
        let values = try classifier.network.traced()
        let costs = classifier.network.graph.nodes.map { $0.multiplyAdds(values) }
        let trainable = classifier.network.graph.parameters.filter(\.isTrainable)
        let sizes = trainable.map { classifier.network.weights[$0.id]?.count ?? 0 }
        name = classifier.name
        inputShape = classifier.input.shape
        inputType = "\(classifier.input.dtype)"
        takesPhotos = classifier.input.isPhoto
        scoring = classifier.scoring
        interface = classifier.interface
        fixedBatch = classifier.input.fixedBatch
        outputShape = classifier.network.graph.outputs.first.flatMap { values[$0]?.tensor?.shape } ?? []
        classes = outputShape.count == 2 ? outputShape[1] : nil
        var named = classifier
        if let classes { try named.nameClasses(classes, from: nil) }
        parameters = sizes.reduce(0, +)
        multiplyAdds = costs.reduce(0, +)
        preprocessing = classifier.preprocessing
        labels = named.labels
        notes = classifier.notes
        reading = classifier.reader.map { classifier.facts(of: $0) }
        if classifier.input.shape != classifier.input.exampleShape {
            notes.append("shapes and costs are those of a text of \(classifier.input.exampleShape[0]) words")
        }
        do {
            let choice = try classifier.network.classActivationLayer()
            (activationLayer, activationReason) = (choice.path, choice.reason)
        } catch {
            (activationLayer, activationReason) = (nil, error.message)
        }

        let firstNodes = Dictionary(
            classifier.network.graph.nodes.enumerated().flatMap { index, node in node.enclosingPaths.map { ($0, index) }
            },
            uniquingKeysWith: min)
        layers = classifier.network.graph.layers
            .sorted {
                (firstNodes[$0.path] ?? .max, $0.path.count) < (firstNodes[$1.path] ?? .max, $1.path.count)
            }
            .map { layer in
                let inside = layer.path + "."
                return LayerSummary(
                    path: layer.path, kind: layer.kind,
                    shape: layer.outputs.last.flatMap { values[$0]?.tensor?.shape }.map { Array($0.dropFirst()) } ?? [],
                    parameters: zip(trainable, sizes).reduce(0) { $1.0.name.hasPrefix(inside) ? $0 + $1.1 : $0 },
                    multiplyAdds: zip(classifier.network.graph.nodes, costs).reduce(0) { sum, pair in
                        pair.0.path == layer.path || pair.0.path.hasPrefix(inside) ? sum + pair.1 : sum
                    }, calls: layer.outputs.count)
            }
    }
}

extension Classifier {
    /// What is known of how it reads texts.
    fileprivate func facts(of reader: any TextReader) -> [TextReaderFact] {
        var facts = reader.facts
        let lengths = input.lengths
        if input.shape == [Network.InputDescription.any] {
            facts.append(
                TextReaderFact("length", lengths.upperBound == .max ? "any" : "at most \(lengths.upperBound) tokens"))
        } else if let length = input.shape.first {
            facts.append(TextReaderFact("length", "exactly \(length) tokens"))
        }
        facts.append(TextReaderFact("units", units.rawValue))
        return facts
    }
}

extension Graph.Parameter {
    /// Whether training changes it by a gradient: running statistics are learned, but otherwise.
    fileprivate var isTrainable: Bool {
        isLearned && !["running_mean", "running_var"].contains { name == $0 || name.hasSuffix("." + $0) }
    }
}

extension Node {
    /// `a`, `a.b`, `a.b.c` for `a.b.c`.
    fileprivate var enclosingPaths: [String] {
        path.indices.filter { path[$0] == "." }.map { String(path[..<$0]) } + [path]
    }
}
