import RationaleAttribution

/// What a person asks of `explain`: every option by the name of its flag, all of them optional.
///
/// The same names are the keys of a configuration file and of `options` in a run's record.
public struct ExplainOptions: Sendable, Hashable {
    public var input: [String] = []
    /// Texts themselves, in place of files.
    public var text: [String] = []
    public var model: String?
    public var weights: String?
    public var labels: String?
    public var preprocessing: String?
    public var vocabulary: String?
    /// A tokenizer's file, or the folder of a transformer.
    public var tokenizer: String?
    /// What of a text is explained: a name of `TextUnits`.
    public var units: String?
    public var classes: Int?
    /// What scores mean: a name of `Scoring`.
    public var scoring: String?
    /// The global pool of the model, where not its own: a name of `GlobalPool`.
    public var pooling: String?
    /// The output of the model that holds the scores.
    public var outputName: String?
    /// The input of the model that is explained, and what others are given (``InterfaceChoices/inputs``).
    public var modelInput: [String] = []
    public var target: String?
    public var instead: String?
    public var topK: Int?
    public var method: [String] = []
    /// What adds a sentence to each answer: a narrator's file, or `aviary` for that of the built-in model; `nil` for none.
    public var narrator: String?
    /// Settings of methods, as texts by their names (`AttributionMethods/settings`).
    public var settings: [String: String] = [:]
    /// Pictures that say what is usual at a layer: a folder.
    public var estimation: String?
    public var estimationCount: Int?
    /// The layers that a sanity check makes random.
    public var randomise: [String] = []
    public var device: String?
    public var precision: String?
    public var seed: UInt64?
    public var threads: Int?
    public var memory: String?
    public var cmap: String?
    public var output: String?
    public var shard: String?

    public init() {}

    /// The layer that is explained: a setting of methods, which a prepared network must keep.
    public var layer: String? { settings["layer"] }
}

extension ExplainOptions: NamedOptions {
    package var fields: [OptionField<Self>] { Self.fields }

    static let fields: [OptionField<Self>] =
        [
            .list("input", \.input, isPath: true),
            .list("text", \.text),
            .value("model", \.model, isPath: true),
            .value("weights", \.weights, isPath: true),
            .value("labels", \.labels, isPath: true),
            .value("preprocessing", \.preprocessing, isPath: true),
            .value("vocabulary", \.vocabulary, isPath: true),
            .value("tokenizer", \.tokenizer, isPath: true),
            .value("units", \.units),
            .value("classes", \.classes),
            .value("scoring", \.scoring),
            .value("pooling", \.pooling),
            .value("output-name", \.outputName),
            .list("model-input", \.modelInput),
            .value("target", \.target),
            .value("instead", \.instead),
            .value("top-k", \.topK),
            .list("method", \.method),
            .value("narrator", \.narrator, isPath: true),
        ] + AttributionMethods.settings.filter { $0.name != "seed" }.map(setting) + [
            .value("estimation", \.estimation, isPath: true),
            .value("estimation-count", \.estimationCount),
            .list("randomise", \.randomise),
            .value("device", \.device),
            .value("precision", \.precision),
            .value("seed", \.seed),
            .value("threads", \.threads),
            .value("memory", \.memory),
            .value("cmap", \.cmap),
            .value("output", \.output, isPath: true),
            .value("shard", \.shard),
        ]

    /// A setting of methods.
    private static func setting(_ declaration: SettingDeclaration) -> OptionField<Self> {
        OptionField(name: declaration.name, isPath: false) {
            $0.settings[declaration.name].map { [$0] } ?? []
        } set: { options, values in
            // Of several values a list is made: areas, baselines.
            let text = values.joined(separator: ",")
            let isNumber =
                switch declaration.kind {
                case .wholeNumber: Int(text) != nil
                case .number: Double(text)?.isFinite ?? false
                default: true
                }
            guard isNumber || values.isEmpty else { return declaration.kind?.words }
            options.settings[declaration.name] = values.isEmpty ? nil : text
            return nil
        }
    }

    /// The names of all options.
    package static var names: [String] { fields.map(\.name) }

    /// The same with what is missing taken from others.
    public func filled(from others: ExplainOptions) -> ExplainOptions {
        var result = self
        for field in Self.fields where field.get(self).isEmpty { _ = field.set(&result, field.get(others)) }
        return result
    }

    /// The options that are set, as texts by name.
    public var entries: [(name: String, values: [String])] { given }
}
