import Foundation
import RationaleCore
import RationaleFiles
import RationaleImaging

/// What `subset.json` says: which pictures were taken from where, and everything needed to take them again.
struct SubsetRecord: Codable, Sendable {
    enum Status: String, Codable, Sendable { case running, finished }

    static let fileName = "subset.json"

    /// The version of this form.
    var rationale = 1
    var version = Rationale.version
    var status = Status.running
    /// As it was typed, without what it said about what was there.
    var command: [String]
    var options: SubsetOptions
    /// By the name of the set, paths in the source and in the set's folder.
    var sets: [String: [String]]

    init(command: [String], options: SubsetOptions, plan: SubsetPlan) {
        self.command = command.filter { !["--resume", "--overwrite"].contains($0) }
        self.options = options
        sets = Dictionary(uniqueKeysWithValues: zip(options.sets, plan.sets))
    }

    /// The record of a folder.
    init(ofFolder path: String) throws {
        let file = "\(path)/\(Self.fileName)"
        let bytes = try InputFile.bytes(of: file, name: file, maximumBytes: 1 << 30)
        self = try JSONDecoder().decode(SubsetRecord.self, from: Data(bytes))
        try options.check()
        // What was tampered with is not ours.
        guard Set(sets.keys) == Set(options.sets), paths.allSatisfy(Self.isInside) else {
            throw RationaleError(.badData, "\(file): not what this program wrote")
        }
    }

    private static func isInside(_ path: String) -> Bool {
        path.split(separator: "/", omittingEmptySubsequences: false).allSatisfy { !$0.isEmpty && !$0.hasPrefix(".") }
    }

    /// Every file, in the output folder.
    var paths: [String] { options.sets.flatMap { name in (sets[name] ?? []).map { "\(name)/\($0)" } } }

    func write(to folder: String) throws {
        try AtomicFile.replaceContents(
            of: URL(fileURLWithPath: "\(folder)/\(Self.fileName)"), with: Array(try JSONDocument.text(of: self).utf8))
    }
}
