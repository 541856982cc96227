public import RationaleCore

/// What a run of `explain` found: the document that `--json` prints.
public struct ExplainResult: Sendable, Equatable {
    /// The run's folder.
    public var run: String
    /// In the order in which they were given.
    public var inputs: [InputResult]
    /// Whether it was stopped before everything was done.
    public var wasInterrupted = false

    /// The report beside the maps.
    public var report: String { run + "/report.html" }
}

/// What was found for one input.
public struct InputResult: Sendable, Equatable {
    /// The file, as it was given.
    public var input: String
    /// Most probable first.
    public var predictions: [Prediction]
    public var explanations: [ExplanationResult]
    /// The words of a text, as the network reads them; `nil` for a picture.
    public var words: [String]?
    /// Those of them that the network does not know.
    public var unknownWords: [String]?
    /// Why there is nothing else.
    public var error: Failure?
}

/// What one method says about one input.
public struct ExplanationResult: Sendable, Equatable {
    public var method: String
    /// Where the method works at a layer.
    public var layer: String?
    public var target: ExplainedTarget
    /// The file of the raw values; `nil` where the method failed.
    public var map: String?
    /// The picture; `nil` where the map is degenerate or the method failed.
    public var overlay: String?
    public var unit: String
    public var seed: UInt64?
    /// This input's share of the time that the method took.
    public var seconds: Double
    /// What a reader should know; of a method that failed, why.
    public var warnings: [String]
    /// Of a text, what the method says of each word.
    public var values: [Float]?
    /// Why there is no map.
    public var failure: Failure?
}

/// An error in plain values.
public struct Failure: Sendable, Equatable, Codable {
    /// The name of a `RationaleError.Code`.
    public var code: String
    public var message: String
    public var hint: String?
    /// The process's exit status for it.
    public var status: Int32

    public init(_ error: RationaleError) {
        code = error.code.name
        message = error.message
        hint = error.hint
        status = error.code.rawValue
    }

    /// Any error, in the words of a `RationaleError` where it is none.
    public init(_ error: any Error) { self.init(RationaleError(describing: error)) }

    private enum CodingKeys: String, CodingKey { case code, message, hint }

    public init(from decoder: any Decoder) throws {
        let container = try decoder.container(keyedBy: CodingKeys.self)
        let name = try container.decode(String.self, forKey: .code)
        code = name
        message = try container.decode(String.self, forKey: .message)
        hint = try container.decodeIfPresent(String.self, forKey: .hint)
        let known: [RationaleError.Code] = [.usage, .badData, .missingInput, .unavailable, .cannotWrite]
        status = (known.first { $0.name == name } ?? .badData).rawValue
    }

    public func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: CodingKeys.self)
        try container.encode(code, forKey: .code)
        try container.encode(message, forKey: .message)
        try container.encode(hint, forKey: .hint)
    }
}
