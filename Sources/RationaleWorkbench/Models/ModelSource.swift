import Foundation
import RationaleCore
import RationaleData
public import RationaleNetworks
import RationaleText
import RationaleTorch

/// Which network to explain, as a person names it.
public struct ModelSource: Sendable, Hashable {
    /// The name of an architecture (`resnet18`) or of a model that comes with the program (`aviary`, see
    /// ``BuiltInModel``), or the path of a file that holds a whole network: a `.pt2` archive, or a `.safetensors` file
    /// that names its architecture; or a folder as `save_pretrained` of Hugging Face leaves it, with the archive beside
    /// (`TransformerFolder`).
    public var model: String
    /// A `.safetensors` or `.pth` file, for a named architecture; told apart by its content.
    public var weights: String?
    /// How many scores a named architecture returns; `nil` for the published number.
    public var classes: Int?
    /// A text file with the name of each class.
    public var labels: String?
    /// `nil` for the network's own.
    public var preprocessing: PreprocessingChoice?
    /// What is said about how it reads texts.
    public var text: TextChoices
    /// What is said about the network's inputs, outputs and scores.
    public var interface: InterfaceChoices

    public init(
        _ model: String, weights: String? = nil, classes: Int? = nil, labels: String? = nil,
        preprocessing: PreprocessingChoice? = nil, text: TextChoices = TextChoices(),
        interface: InterfaceChoices = InterfaceChoices()
    ) {
        self.model = model
        self.weights = weights
        self.classes = classes
        self.labels = labels
        self.preprocessing = preprocessing
        self.text = text
        self.interface = interface
    }

    /// Whether the model is an architecture that is known by name.
    private var isNamed: Bool { Zoo.names.contains(model) || model == DeepLSTM.identifier }

    /// The files that decide what the network computes.
    public var files: [String] {
        let words = text.files(with: model) + interface.files
        if let weights { return [weights] + words }
        if let builtIn = BuiltInModel(rawValue: model) { return ((try? builtIn.path).map { [$0] } ?? []) + words }
        return (isNamed ? [] : [(try? networkFile()) ?? model]) + words
    }
}

extension ModelSource {
    /// Reads the network.
    ///
    /// - Throws: `RationaleError`: `usage` for a name that does not exist, with the nearest, or weights that are
    ///   missing; `missingInput` and `badData` for files.
    public func classifier() throws -> Classifier { try classifier(with: interface.choices()) }

    private func classifier(with given: Classifier.Choices) throws -> Classifier {
        let reading = try TextReading(text, with: isNamed ? nil : model)
        let choices = reading.choices(given)
        var classifier = try isNamed ? namedNetwork().reading(interface, choices) : storedNetwork(choices)
        try classifier.pool(interface)
        if let labels = labels ?? reading.labels { classifier.labels = try LabelFile.labels(of: labels) }
        if let preprocessing { classifier.preprocessing = try preprocessing.preprocessing(for: classifier) }
        try classifier.take(reading)
        return classifier
    }

    /// The same, prepared to compute, with the names of its classes where questions name them.
    func namedClassifier() throws -> Classifier {
        var classifier = try classifier()
        if classifier.input.isPhoto { try classifier.nameClasses(from: labels) }
        return try classifier.prepared()
    }

    /// The same, where looking is all: a named architecture without weights gets random ones.
    public func networkForInspection() throws -> Classifier {
        guard weights == nil, isNamed else {
            var choices = try interface.choices()
            choices.suppliesMissing = true
            return try classifier(with: choices)
        }
        var classifier =
            model == DeepLSTM.identifier
            ? Classifier(DeepLSTM(logits: classes.map { $0 == 2 ? 1 : $0 } ?? 1), seed: 0)
            : Classifier(try Zoo.architecture(named: model, classes: classes), seed: 0)
        try classifier.pool(interface)
        classifier.labels = classifier.input.isText ? nil : ClassNames.builtIn(for: model, count: classes)
        classifier.notes = ["There are no weights: what is shown is the architecture."]
        return classifier
    }

    /// The file that holds the network: that of a model that is built in, or that in a folder.
    private func networkFile() throws -> String {
        if let builtIn = BuiltInModel(rawValue: model) { return try builtIn.path }
        return FolderInputs.isFolder(model) ? try TransformerFolder(model).network() : model
    }

    private func namedNetwork() throws -> Classifier {
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
        var classifier = try Classifier(architecture, weightsAt: URL(fileURLWithPath: weights))
        classifier.labels = ClassNames.builtIn(for: model, count: classes)
        return classifier
    }

    private func storedNetwork(_ choices: Classifier.Choices) throws -> Classifier {
        let model = try networkFile()
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
        case .export:
            var classifier = try Classifier(contentsOf: URL(fileURLWithPath: model), choices)
            if FolderInputs.isFolder(self.model) {
                classifier.name = URL(fileURLWithPath: self.model).lastPathComponent
            }
            return classifier
        case .safetensors: return try OwnModel.classifier(of: model).reading(interface, choices)
        case .weights:
            throw RationaleError(
                .usage, "\(model) holds weights, but not the network that they belong to",
                hint: "Name its architecture: --model NAME --weights \(model) (`rationale model list` shows the names)."
            )
        }
    }
}

extension Classifier {
    /// The classifier of a network that is built in, read as a person says.
    fileprivate func reading(
        _ interface: InterfaceChoices, _ choices: Choices
    ) throws(RationaleError) -> Classifier {
        guard interface.inputs.isEmpty, interface.output == nil else {
            throw RationaleError(
                .usage, "--input and --output-name have no effect on \(name), which has one input and one output",
                hint: "They go with an exported .pt2 archive.")
        }
        return try choices.scoring.map { scoring throws(RationaleError) in try scored(as: scoring) } ?? self
    }

    /// Takes the global pool that a person names.
    ///
    /// - Throws: `RationaleError.Code.usage` for a name that does not exist, or a network without such a pool.
    fileprivate mutating func pool(_ interface: InterfaceChoices) throws(RationaleError) {
        guard let pooling = interface.pooling else { return }
        network = try network.poolingGlobally(by: GlobalPool(pooling, for: "--pooling"))
    }
}
