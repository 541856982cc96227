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

extension ExplainOptions {
    /// How one option is read from text and written as text.
    struct Field: Sendable {
        let name: String
        /// Whether it names a file, which a configuration file may give relative to itself.
        let isPath: Bool
        let get: @Sendable (ExplainOptions) -> [String]
        let set: @Sendable (inout ExplainOptions, [String]) -> String?
    }

    /// Every option, in the order in which help and records show them.
    static let fields: [Field] =
        [
            .texts("input", \.input, isPath: true),
            .texts("text", \.text),
            .text("model", \.model, isPath: true),
            .text("weights", \.weights, isPath: true),
            .text("labels", \.labels, isPath: true),
            .text("preprocessing", \.preprocessing, isPath: true),
            .text("vocabulary", \.vocabulary, isPath: true),
            .number("classes", \.classes),
            .text("scoring", \.scoring),
            .text("pooling", \.pooling),
            .text("output-name", \.outputName),
            .texts("model-input", \.modelInput),
            .text("target", \.target),
            .text("instead", \.instead),
            .number("top-k", \.topK),
            .texts("method", \.method),
        ] + AttributionMethods.settings.filter { $0.name != "seed" }.map(Self.Field.setting) + [
            .text("estimation", \.estimation, isPath: true),
            .number("estimation-count", \.estimationCount),
            .texts("randomise", \.randomise),
            .text("device", \.device),
            .text("precision", \.precision),
            .number("seed", \.seed),
            .number("threads", \.threads),
            .text("memory", \.memory),
            .text("cmap", \.cmap),
            .text("output", \.output, isPath: true),
            .text("shard", \.shard),
        ]

    /// The names of all options.
    package static var names: [String] { fields.map(\.name) }

    /// The same with what is missing taken from others.
    public func filled(from others: ExplainOptions) -> ExplainOptions {
        var result = self
        for field in Self.fields where field.get(self).isEmpty { _ = field.set(&result, field.get(others)) }
        return result
    }

    /// The options that are set, as texts by name.
    public var entries: [(name: String, values: [String])] {
        Self.fields.map { ($0.name, $0.get(self)) }.filter { !$0.1.isEmpty }
    }
}

extension ExplainOptions.Field {
    fileprivate typealias Options = ExplainOptions

    fileprivate static func text(
        _ name: String, _ path: any WritableKeyPath<Options, String?> & Sendable, isPath: Bool = false
    ) -> Self {
        Self(name: name, isPath: isPath) {
            $0[keyPath: path].map { [$0] } ?? []
        } set: { options, values in
            guard values.count <= 1 else { return "one value" }
            options[keyPath: path] = values.first
            return nil
        }
    }

    /// A setting of methods.
    fileprivate static func setting(_ declaration: SettingDeclaration) -> Self {
        Self(name: declaration.name, isPath: false) {
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

    fileprivate static func texts(
        _ name: String, _ path: any WritableKeyPath<Options, [String]> & Sendable, isPath: Bool = false
    ) -> Self {
        Self(name: name, isPath: isPath) {
            $0[keyPath: path]
        } set: {
            $0[keyPath: path] = $1
            return nil
        }
    }

    fileprivate static func number<Number: FixedWidthInteger & Sendable>(
        _ name: String, _ path: any WritableKeyPath<Options, Number?> & Sendable
    ) -> Self {
        Self(name: name, isPath: false) {
            $0[keyPath: path].map { [String($0)] } ?? []
        } set: { options, values in
            guard values.count <= 1, let number = values.first.flatMap({ Number($0) }) else {
                return values.isEmpty ? nil : "a whole number"
            }
            options[keyPath: path] = number
            return nil
        }
    }
}
