import Foundation
import RationaleAttribution
public import RationaleCore
import RationaleFiles
import RationaleImaging

/// What a run of `explain` found: the document that `--json` prints.
///
/// The results themselves are in the run's folder, and are read one at a time: there may be very many.
public struct ExplainResult: Sendable {
    /// The run's folder.
    public let run: String
    /// Whether it was stopped before everything was done.
    public let wasInterrupted: Bool
    /// What could not be explained.
    public let failures: FailureCount
    /// In the order in which they were given.
    let inputs: [(file: String, place: ResultStore.Place)]
    /// Of texts, the words are in their documents alone.
    let kind: InputKind

    /// The report beside the maps.
    public var report: String { run + "/report.html" }

    /// Reads what was found for each input that this process was to explain, in the order in which they were given;
    /// those that it did not come to are left out.
    ///
    /// - Throws: `RationaleError` where the run's folder is not there any more, and what the closure throws.
    public func forEachInput(_ body: (InputResult) throws -> Void) throws {
        let results = try ResultStore(inFolder: run)
        defer { results.close() }
        for (file, place) in inputs {
            guard let result = try results.result(of: file, at: place) else { continue }
            try body(kind == .text ? InputResult(ofDocumentIn: "\(run)/\(place.folder)") : result)
        }
    }

    /// All of them at once, for a few.
    public func allInputs() throws -> [InputResult] {
        var results: [InputResult] = []
        try forEachInput { results.append($0) }
        return results
    }
}

/// How many inputs of a run could not be explained, and whether methods failed on others.
public struct FailureCount: Sendable, Equatable {
    public private(set) var failed = 0
    /// How often a method could not explain an input that could be read.
    public private(set) var failedMethods = 0
    public private(set) var explained = 0
    private var statuses: Set<Int32> = []

    mutating func countSuccess() { explained += 1 }

    mutating func count(_ result: InputResult) {
        if let error = result.error {
            failed += 1
            statuses.insert(error.status)
            return
        }
        explained += 1
        failedMethods += result.explanations.count { $0.failure != nil }
    }

    /// The exit status where something failed: that of the only kind of failure where nothing succeeded, or 65 for some
    /// among many, and where a method that was asked for failed.
    public var status: Int32? {
        guard failed + failedMethods > 0 else { return nil }
        return explained == 0 && statuses.count == 1 ? statuses.first : RationaleError.Code.badData.rawValue
    }
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

extension InputResult {
    /// What a run wrote down for one input.
    init(ofDocumentIn folder: String) throws {
        let file = "\(folder)/\(RunFolder.resultName)"
        let bytes = try InputFile.bytes(of: file, name: file, maximumBytes: 1 << 26)
        self = try JSONDecoder().decode(InputResult.self, from: Data(bytes))
    }
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
    /// What a reader should know.
    public var warnings: [String]
    /// Of a text, what the method says of each word.
    public var values: [Float]?
    /// The steps by which a method of several came to its map.
    public var stages: [StageResult] = []
    /// Why there is no map.
    public var failure: Failure?
    /// How probable the network finds the class that is explained, 0 to 1.
    public var targetProbability: Float?
    /// How far the sum of the map is from what it should be, relative to that, where there is such a law.
    public var convergenceGap: Double?
    /// The method's settings by name.
    public var settings: [String: String] = [:]
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

    /// From its parts as they are stored; `nil` where there is no code.
    init?(code: String?, message: String?, hint: String?) {
        guard let code else { return nil }
        self.code = code
        self.message = message ?? ""
        self.hint = hint
        status = Self.status(of: code)
    }

    private static func status(of name: String) -> Int32 {
        let known: [RationaleError.Code] = [.usage, .badData, .missingInput, .unavailable, .cannotWrite]
        return (known.first { $0.name == name } ?? .badData).rawValue
    }

    private enum CodingKeys: String, CodingKey { case code, message, hint }

    public init(from decoder: any Decoder) throws {
        let container = try decoder.container(keyedBy: CodingKeys.self)
        let name = try container.decode(String.self, forKey: .code)
        code = name
        message = try container.decode(String.self, forKey: .message)
        hint = try container.decodeIfPresent(String.self, forKey: .hint)
        status = Self.status(of: name)
    }

    public func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: CodingKeys.self)
        try container.encode(code, forKey: .code)
        try container.encode(message, forKey: .message)
        try container.encode(hint, forKey: .hint)
    }
}
