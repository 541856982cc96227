public import RationaleAttribution
import RationaleCore
import RationaleNarration
import RationaleNetworks
import RationaleText
import RationaleTorch

/// What a session is to be: which network, which methods, and what they are asked. Checked before anything is read.
public struct SessionRequest: Sendable {
    /// What was asked, defaults included.
    public let options: ExplainOptions
    /// What the inputs are.
    public let kind: InputKind
    let source: ModelSource
    /// Whether nobody named a model.
    private let isModelAssumed: Bool
    public let methods: [any AttributionMethod]
    /// What is usual at a layer; `nil` where nobody says.
    let estimation: Estimation?
    public let target: Target
    let topK: Int
    private let device: Device
    private let precision: DType
    let budget: MemoryBudget

    /// How many classes are listed where nobody says.
    public static let standardTopK = 5

    /// - Parameters:
    ///   - request: inputs and output are the caller's affair.
    ///   - kind: what will be asked about.
    /// - Throws: `RationaleError`: `usage` for what makes no sense, `unavailable` for a device that is not here.
    public init(_ request: ExplainOptions, explaining kind: InputKind = .picture) throws {
        var options = request
        self.kind = kind
        if options.method.isEmpty { options.method = [kind == .text ? "integrated-gradients" : "grad-cam"] }
        options.topK = options.topK ?? Self.standardTopK
        options.target = options.target ?? "top"
        options.device = options.device ?? "auto"
        options.precision = options.precision ?? "float32"
        options.seed = options.seed ?? 0
        options.memory = options.memory ?? "2G"
        guard options.model != nil || options.weights == nil else {
            throw RationaleError(
                .usage, "--weights needs --model, to say of which architecture they are",
                hint: "For instance --model resnet18. `rationale model list` shows the names.")
        }
        guard options.model != nil || kind == .picture else {
            throw RationaleError(
                .usage, "\(kind.rawValue)s need --model: no model for them comes with the program",
                hint: kind == .text
                    ? "Train one, `rationale train text --output my-model`, or name an exported .pt2 with --vocabulary."
                    : "Name an exported .pt2.")
        }
        isModelAssumed = options.model == nil
        let model = options.model ?? BuiltInModel.standard.rawValue
        options.model = model
        guard let topK = options.topK, topK > 0 else {
            throw RationaleError(.usage, "--top-k must be at least 1")
        }
        self.topK = topK
        if let threads = options.threads, !(1...1024).contains(threads) {
            throw RationaleError(.usage, "--threads \(threads) makes no sense", hint: "Give 1 to 1024.")
        }
        source = ModelSource(model, options)
        methods = try MethodSelection.methods(for: &options, explaining: kind)
        estimation = try Estimation(options)
        guard options.randomise.isEmpty else {
            throw RationaleError(
                .usage, "randomise has no effect on an explanation", hint: "It is for `rationale evaluate sanity`.")
        }
        guard options.narrator == nil || kind == .picture else {
            throw RationaleError(.usage, "--narrator is for pictures, these are \(kind.rawValue)s")
        }
        target = try TargetText.target(options.target ?? "top", instead: options.instead)
        device = try DeviceChoice.device(options.device ?? "auto")
        precision = try DeviceChoice.precision(options.precision ?? "float32")
        budget = MemoryBudget(bytes: try ByteCount.bytes(of: options.memory ?? "2G"))
        self.options = options
    }

    /// What adds a sentence to each answer, where one is asked for.
    ///
    /// - Throws: `RationaleError`: what is wrong with its file.
    func narrator() throws -> Narrator? {
        guard let name = options.narrator else { return nil }
        return try NarratorSource(path: BuiltInModel(rawValue: name) == nil ? name : nil, explain: options).narrator()
    }

    /// Loads the network and brings it into the form in which it is explained.
    ///
    /// - Throws: `RationaleError`: `usage` for a layer that the network does not have, and what is wrong with its files.
    func classifier() throws -> Classifier {
        let read = try source.classifier()
        try read.checkTakes(kind)
        try read.requireFiniteWeights()
        // A layer that does not exist is an error also where no method would use it.
        if let layer = options.layer { _ = try read.network.graph.output(ofLayer: layer) }
        let prepared = try read.prepared(
            Preparation(precision: precision, keptLayers: options.layer.map { [$0] } ?? []))
        var classifier = prepared.with(prepared.network.drawing(seed: options.seed ?? 0)).moved(to: device)
        classifier.notes += estimation?.notes(for: classifier) ?? []
        if isModelAssumed { classifier.notes.insert(BuiltInModel.standard.assumption, at: 0) }
        return classifier
    }
}

extension Classifier {
    /// - Throws: `RationaleError.Code.usage` where it takes something else than inputs of a kind.
    fileprivate func checkTakes(_ kind: InputKind) throws(RationaleError) {
        switch kind {
        case .picture where !input.isPhoto:
            throw RationaleError(
                .usage, "\(name) takes inputs of shape \(input.shapeText) and type \(input.dtype), not photos",
                hint: input.isText
                    ? "It takes texts: --text \"…\", or .txt files."
                    : "It takes tensors: .npy or .safetensors files, preprocessed as in training.")
        case .text:
            guard input.isText else {
                throw RationaleError(
                    .usage,
                    "\(name) takes inputs of shape \(input.shapeText) and type \(input.dtype), not the tokens of texts",
                    hint: input.isPhoto ? "It takes photos." : "It takes tensors: .npy or .safetensors files.")
            }
            _ = try knownReader
        case .tensor where input.isText:
            throw RationaleError(
                .usage, "\(name) takes the tokens of texts, whose numbers are no quantities",
                hint: "Give the text itself: --text \"…\", or .txt files.")
        case .picture, .tensor: break
        }
    }
}
