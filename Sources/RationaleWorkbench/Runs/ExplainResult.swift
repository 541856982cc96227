public import RationaleCore
import RationaleFiles

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

    /// The report beside the maps.
    public var report: String { run + "/report.html" }

    /// Reads what was found for each input that this process was to explain, in the order in which they were given;
    /// those that it did not come to are left out.
    ///
    /// - Throws: `RationaleError` where the run's folder is not there any more, and what the closure throws.
    public func forEachInput(_ body: (Explanation) throws -> Void) throws {
        let results = try ResultStore(inFolder: run)
        defer { results.close() }
        for (file, place) in inputs {
            if let found = try results.explanation(of: file, at: place) { try body(found.located(in: run)) }
        }
    }

    /// All of them at once, for a few.
    public func allInputs() throws -> [Explanation] {
        var results: [Explanation] = []
        try forEachInput { results.append($0) }
        return results
    }

    /// The document that `--json` prints, `{"inputs": […], "run": "…", "version": 2}`, handed over in pieces, an input at a
    /// time.
    ///
    /// - Throws: `RationaleError` where the run's folder is not there any more, and what the closure throws.
    public func writeJSON(to consume: (String) throws -> Void) throws {
        var separator = ""
        try consume("{\n  \"inputs\" : [\n")
        try forEachInput { input in
            let text = try JSONDocument.text(of: input)
            try consume(separator + "    " + text.replacing("\n", with: "\n    "))
            separator = ",\n"
        }
        let run = try JSONDocument.text(of: run)
        try consume("\n  ],\n  \"run\" : \(run),\n  \"version\" : \(Explanation.version)\n}")
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

    mutating func count(_ result: Explanation) {
        if let error = result.error {
            failed += 1
            statuses.insert(error.status)
            return
        }
        explained += 1
        failedMethods += result.findings.count { $0.error != nil }
    }

    /// The exit status where something failed: that of the only kind of failure where nothing succeeded, or 65 for some
    /// among many, and where a method that was asked for failed.
    public var status: Int32? {
        guard failed + failedMethods > 0 else { return nil }
        return explained == 0 && statuses.count == 1 ? statuses.first : RationaleError.Code.badData.rawValue
    }
}
