import Foundation
import RationaleCore
import RationaleImaging

/// The folder of a run: who may write into it, and how its files are called.
///
/// ```
/// run.json               everything needed to repeat the run
/// report.html
/// goldfinch/             one folder for each input, by the name of its file
///   result.json          what `--json` prints for it
///   grad-cam.safetensors the raw map
///   grad-cam.map.png     the map alone
///   grad-cam.overlay.png the map over the photo
///   lime.svg             of a text, its words in the map's colours
/// ```
struct RunFolder: Sendable {
    private let folder: OutputFolder
    var path: String { folder.path }
    /// What was there before, for a run that is resumed.
    let record: RunRecord?

    static let recordName = "run.json"
    static let reportName = "report.html"
    static let resultName = "result.json"

    /// Where runs go that were not told where: each into a folder of its own.
    static let standard = "rationale-output"

    /// Makes the folder, or takes up the one that is there.
    ///
    /// - Parameter path: `nil` for the next free `rationale-output/run-N`.
    /// - Throws: `cannotWrite` where it is not empty and is neither to be resumed nor to be replaced, or is not a run's.
    init(_ path: String?, existing: ExistingOutput) throws {
        folder = try path.map(OutputFolder.init) ?? OutputFolder.nextFree(in: Self.standard)
        let path = folder.path
        if folder.isEmpty {
            record = nil
            return
        }
        guard let found = try? RunRecord(ofFolder: path) else {
            throw RationaleError(
                .cannotWrite, "\(path): the folder is not empty, and is not a run's", hint: "Name a new folder.")
        }
        switch existing {
        case .refuse:
            throw RationaleError(
                .cannotWrite, "\(path): there is a run already",
                hint: "Continue it with --resume, replace it with --overwrite, or name another folder.")
        case .resume: record = found
        case .overwrite:
            try found.removeFiles(in: path)
            record = nil
        }
    }

    /// Writes a file of the run whole, or not at all.
    func write(_ bytes: [UInt8], to name: String) throws(RationaleError) {
        try AtomicFile.replaceContents(of: URL(fileURLWithPath: "\(path)/\(name)"), with: bytes)
    }

    /// Writes what was found for one input.
    func writeResult(_ result: InputResult, to folder: String) throws {
        try OutputFolder.make("\(path)/\(folder)")
        try write(Array(try JSONDocument.text(of: result).utf8), to: "\(folder)/\(Self.resultName)")
    }

    /// Removes the folder of a run that failed before it found anything.
    func withdraw() {
        let contents = (try? FileManager.default.contentsOfDirectory(atPath: path)) ?? []
        guard record == nil, Set(contents).isSubset(of: [Self.recordName]) else { return }
        unlink("\(path)/\(Self.recordName)")
        folder.withdraw()
        if path.hasPrefix(Self.standard + "/") { rmdir(Self.standard) }
    }
}
