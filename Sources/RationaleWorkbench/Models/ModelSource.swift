import Foundation
import RationaleCore
import RationaleData
public import RationaleNetworks
import RationaleTorch

/// Which network to explain, as a person names it.
public struct ModelSource: Sendable, Hashable {
    /// The name of an architecture (`resnet18`) or of a model that comes with the program (`aviary`, see
    /// ``BuiltInModel``), or the path of a file that holds a whole network: a `.pt2` archive, or a `.safetensors` file
    /// that names its architecture.
    public var model: String
    /// A `.safetensors` or `.pth` file, for a named architecture; told apart by its content.
    public var weights: String?
    /// How many scores a named architecture returns; `nil` for the published number.
    public var classes: Int?
    /// A text file with the name of each class.
    public var labels: String?
    /// `nil` for the network's own.
    public var preprocessing: PreprocessingChoice?
    /// A text file with the words of a text network, one a line, in the order of their tokens.
    public var vocabulary: String?

    public init(
        _ model: String, weights: String? = nil, classes: Int? = nil, labels: String? = nil,
        preprocessing: PreprocessingChoice? = nil, vocabulary: String? = nil
    ) {
        self.model = model
        self.weights = weights
        self.classes = classes
        self.labels = labels
        self.preprocessing = preprocessing
        self.vocabulary = vocabulary
    }

    /// Whether the model is an architecture that is known by name.
    private var isNamed: Bool { Zoo.names.contains(model) || model == DeepLSTM.identifier }

    /// The files that decide what the network computes.
    public var files: [String] {
        let words = vocabulary.map { [$0] } ?? []
        if let weights { return [weights] + words }
        if let builtIn = BuiltInModel(rawValue: model) { return ((try? builtIn.path).map { [$0] } ?? []) + words }
        return (isNamed ? [] : [model]) + words
    }
}

extension ModelSource {
    /// Reads the network.
    ///
    /// - Throws: `RationaleError`: `usage` for a name that does not exist, with the nearest, or weights that are
    ///   missing; `missingInput` and `badData` for files.
    public func network() throws -> Network {
        var network = try isNamed ? namedNetwork() : storedNetwork()
        if let labels { network.labels = try LabelFile.labels(of: labels) }
        if let preprocessing { network.preprocessing = try preprocessing.preprocessing(for: network) }
        if let vocabulary { try network.take(TextFile.vocabulary(of: vocabulary), from: vocabulary) }
        return network
    }

    /// The same, where looking is all: a named architecture without weights gets random ones.
    public func networkForInspection() throws -> Network {
        guard weights == nil, isNamed else { return try network() }
        var network =
            model == DeepLSTM.identifier
            ? Network(DeepLSTM(logits: classes.map { $0 == 2 ? 1 : $0 } ?? 1), seed: 0)
            : Network(try Zoo.architecture(named: model, classes: classes), seed: 0)
        network.labels = network.input.isText ? nil : ClassNames.builtIn(for: model, count: classes)
        network.notes = ["There are no weights: what is shown is the architecture."]
        return network
    }

    private func namedNetwork() throws -> Network {
        guard let weights else {
            throw RationaleError(
                .usage, "\(model) is an architecture and has no weights of its own",
                hint: "Add --weights FILE with a .safetensors or .pth file of its weights.")
        }
        if model == DeepLSTM.identifier { return try .deepLSTM(weightsAt: weights) }
        let architecture = try Zoo.architecture(named: model, classes: classes)
        let file = try WeightFile(contentsOf: URL(fileURLWithPath: weights))
        if let own = OwnModel(file.metadata), own.architecture != model {
            throw RationaleError(
                .usage, "\(weights) holds the weights of \(own.architecture), not of \(model)",
                hint: "Use it as it is: --model \(weights)")
        }
        var network = try Network(architecture, weightsAt: URL(fileURLWithPath: weights))
        network.labels = ClassNames.builtIn(for: model, count: classes)
        return network
    }

    private func storedNetwork() throws -> Network {
        let model = try BuiltInModel(rawValue: model)?.path ?? model
        let kind = try ModelFileKind(of: model)
        if weights != nil {
            throw RationaleError(
                .usage, "--weights goes with the name of an architecture, but \(model) is a file",
                hint: "Leave --weights out, or name one: \(Zoo.names.prefix(4).joined(separator: ", ")), …")
        }
        if classes != nil {
            throw RationaleError(
                .usage, "--classes goes with the name of an architecture; \(model) knows its number of classes")
        }
        switch kind {
        case .export: return try Network(contentsOf: URL(fileURLWithPath: model))
        case .safetensors: return try OwnModel.network(of: model)
        case .weights:
            throw RationaleError(
                .usage, "\(model) holds weights, but not the network that they belong to",
                hint: "Name its architecture: --model NAME --weights \(model) (`rationale model list` shows the names)."
            )
        }
    }
}

extension Network {
    /// Reads texts by these words.
    ///
    /// - Parameter path: where they are from.
    /// - Throws: `RationaleError`: `usage` for a network that takes no texts, `badData` for more words than it knows.
    fileprivate mutating func take(_ words: Vocabulary, from path: String) throws(RationaleError) {
        guard input.isText else {
            throw RationaleError(.usage, "--vocabulary goes with a network that takes texts, and \(name) takes none")
        }
        if let rows = tokenCount, words.count > rows {
            throw RationaleError(
                .badData, "\(path) has \(words.count) words, but \(name) knows only \(rows)",
                hint: "Use the vocabulary with which it was trained.")
        }
        vocabulary = words
    }

    /// The rows of the table in which tokens are looked up.
    private var tokenCount: Int? {
        let table = graph.nodes.first { $0.operatorName == "aten::embedding" }?.arguments.first
        guard case .value(let id)? = table else { return nil }
        return weights[id]?.shape.first
    }
}
