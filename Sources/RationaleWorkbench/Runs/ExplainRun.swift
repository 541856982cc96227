public import RationaleAttribution
public import RationaleCore
import RationaleImaging
public import RationaleNetworks
import RationaleTorch

/// A run of `explain`: photos through a network, by several methods, into a folder.
///
/// Everything that can be wrong with the request is found before the first photo is read.
public struct ExplainRun: Sendable {
    /// What was asked, defaults included.
    public let options: ExplainOptions
    /// The command as it was typed, for the record.
    public let command: [String]
    public let existing: ExistingOutput

    /// What the inputs are.
    let kind: InputKind
    /// Everything that was named, also what belongs to other shards.
    let list: InputList
    /// What this process explains.
    let inputs: [InputList.Input]
    let source: ModelSource
    /// Whether nobody named a model.
    let isModelAssumed: Bool
    let methods: [any AttributionMethod]
    /// What is usual at a layer; `nil` where nobody says.
    let estimation: Estimation?
    /// Told how far a method is that takes long.
    public var methodProgress = MethodProgress.silent
    let target: Target
    let device: Device
    let precision: DType
    let budget: MemoryBudget
    let colorMap: ColorMap?

    /// How many classes are listed where nobody says.
    public static let standardTopK = 5

    /// Checks a request.
    ///
    /// - Throws: `RationaleError`: `usage` for what makes no sense, `missingInput` where no input exists, `unavailable`
    ///   for a device that is not here.
    public init(_ request: ExplainOptions, command: [String], existing: ExistingOutput = .refuse) throws {
        var options = request
        kind = try InputKind(of: options)
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
        target = try TargetText.target(options.target ?? "top", instead: options.instead)
        device = try DeviceChoice.device(options.device ?? "auto")
        precision = try DeviceChoice.precision(options.precision ?? "float32")
        budget = MemoryBudget(bytes: try ByteCount.bytes(of: options.memory ?? "2G"))
        colorMap = try options.cmap.map { name throws(RationaleError) in try ColorMap(named: name) }
        let shard = try options.shard.map { text throws(RationaleError) in try Shard(text) }
        list = try InputList(options.input, of: kind, after: options.text)
        inputs = list.inputs.filter { shard?.contains($0.name) ?? true }
        self.options = options
        self.command = command
        self.existing = existing
    }
}

extension ExplainRun {
    /// What happens while a run is under way.
    public enum Event: Sendable {
        /// The network is read.
        case loaded(Classifier)
        /// So many pairs of an input and a method are done.
        case progress(done: Int, total: Int, doing: String)
        /// All methods are through with an input.
        case finished(InputResult)
    }
}
