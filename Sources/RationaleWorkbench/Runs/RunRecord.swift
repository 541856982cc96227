import Foundation
import RationaleCore
import RationaleFiles
import RationaleImaging

/// What `run.json` says: everything needed to repeat a run, and to continue it.
struct RunRecord: Codable, Sendable {
    enum Status: String, Codable, Sendable { case running, finished, interrupted, failed }

    /// What computed.
    struct Engine: Codable, Sendable, Equatable {
        var rationale: String
        var libTorch: String
        var system: String
        var device: String
        var threads: Int
    }

    /// What was explained.
    struct Model: Codable, Sendable {
        var name: String
        var files: [FileIdentity]
        var inputShape: [Int]
        var classes: Int?
        var preprocessing: Preprocessing
        var notes: [String]
    }

    /// The version of this form.
    var rationale = 1
    /// What was run where it was not `explain`: `evaluate localization`.
    var task: String?
    var status: Status
    /// As it was typed.
    var command: [String]
    /// Every option by its name, defaults included; `--config run.json` reads them.
    var options: [String: [String]]
    var engine: Engine
    var model: Model?
    /// In ISO 8601.
    var started: String
    var finished: String?

    /// What is read at most: far more than any run writes.
    private static let largestFile = 256 << 20

    /// The record of a folder.
    init(ofFolder path: String) throws {
        let file = "\(path)/\(RunFolder.recordName)"
        let bytes = try InputFile.bytes(of: file, name: file, maximumBytes: Self.largestFile)
        self = try JSONDecoder().decode(RunRecord.self, from: Data(bytes))
    }

    init(task: String? = nil, command: [String], options: [String: [String]], engine: Engine, started: String) {
        status = .running
        self.task = task
        self.command = command
        self.options = options
        self.engine = engine
        self.started = started
    }

    func write(to folder: RunFolder) throws {
        try folder.write(Array(try JSONDocument.text(of: self).utf8), to: RunFolder.recordName)
    }
}
