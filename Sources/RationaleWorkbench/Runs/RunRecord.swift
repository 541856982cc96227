import Foundation
import RationaleCore
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

    /// An input and the folder of its results.
    struct Input: Codable, Sendable {
        var input: String
        var folder: String
        var error: Failure?
    }

    /// The version of this form.
    var rationale = 1
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
    var inputs: [Input]

    /// What is read at most: far more than any run writes.
    private static let largestFile = 256 << 20

    /// The record of a folder.
    init(ofFolder path: String) throws {
        let file = "\(path)/\(RunFolder.recordName)"
        let bytes = try InputFile.bytes(of: file, name: file, maximumBytes: Self.largestFile)
        self = try JSONDecoder().decode(RunRecord.self, from: Data(bytes))
    }

    init(command: [String], options: [String: [String]], engine: Engine, inputs: [Input], started: String) {
        status = .running
        self.command = command
        self.options = options
        self.engine = engine
        self.inputs = inputs
        self.started = started
    }

    func write(to folder: RunFolder) throws {
        try folder.write(Array(try JSONDocument.text(of: self).utf8), to: RunFolder.recordName)
    }

    /// Removes what the run wrote, and nothing else: a folder with files of somebody else stays.
    func removeFiles(in path: String) throws {
        let manager = FileManager.default
        for input in inputs where !input.folder.contains("/") && !input.folder.hasPrefix(".") {
            let folder = "\(path)/\(input.folder)"
            for name in (try? manager.contentsOfDirectory(atPath: folder)) ?? [] where Self.isOurs(name) {
                try manager.removeItem(atPath: "\(folder)/\(name)")
            }
            rmdir(folder)
        }
        for name in [RunFolder.reportName, RunFolder.recordName] where manager.fileExists(atPath: "\(path)/\(name)") {
            try manager.removeItem(atPath: "\(path)/\(name)")
        }
    }

    private static func isOurs(_ name: String) -> Bool {
        name == RunFolder.resultName
            || [".safetensors", ".overlay.png", ".map.png", ".svg"].contains(where: name.hasSuffix)
    }
}
