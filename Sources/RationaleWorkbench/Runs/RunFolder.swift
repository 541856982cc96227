import Foundation
import RationaleCore
import RationaleFiles
import RationaleImaging

/// The folder of a run: who may write into it, and how its files are called.
///
/// ```
/// run.json               everything needed to repeat the run
/// results.sqlite         what was found, one row an input
/// report.html
/// goldfinch/             one folder for each input, by the name of its file
///   result.json          what was found, as `--json` prints it, with paths in this folder
///   grad-cam.safetensors the raw map
///   grad-cam.map.png     the map alone
///   grad-cam.overlay.png the map over the photo
///   lime.svg             of a text, its words in the map's colours
/// ```
///
/// Several processes may work on one run, each on its ``Shard``: the first begins it, the others resume it.
struct RunFolder: Sendable {
    private let folder: OutputFolder
    var path: String { folder.path }
    /// What was there before, for a run that is resumed.
    let record: RunRecord?
    let results: ResultStore

    static let recordName = "run.json"
    static let reportName = "report.html"
    static let resultsName = "results.sqlite"
    static let resultName = "result.json"

    /// Where runs go that were not told where: each into a folder of its own.
    static let standard = "rationale-output"

    /// The folder for a run: made, or as it is.
    ///
    /// - Parameter path: `nil` for the next free `rationale-output/run-N`.
    static func place(_ path: String?) throws(RationaleError) -> OutputFolder {
        if let path { return try OutputFolder(path) }
        return try OutputFolder.nextFree(in: standard)
    }

    /// Begins a run in a folder, or takes up the one that is there. Whoever does so holds the folder's ``FolderLock``.
    ///
    /// - Throws: `cannotWrite` where it is not empty and is neither to be resumed nor to be replaced, or is not a run's.
    init(_ folder: OutputFolder, existing: ExistingOutput) throws {
        self.folder = folder
        let path = folder.path
        // Another process may have begun since the folder was made, or have been killed before it could say what it is.
        let contents = ((try? FileManager.default.contentsOfDirectory(atPath: path)) ?? [])
            .filter { !AtomicFile.isUnfinished($0) }
        if contents.allSatisfy(ResultStore.files.contains) {
            let results = try ResultStore(inFolder: path)
            if try results.isEmpty() {
                self.results = results
                record = nil
                return
            }
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
            try Self.removeFiles(in: path)
            record = nil
        }
        results = try ResultStore(inFolder: path)
    }

    /// Writes a file of the run whole, or not at all.
    func write(_ bytes: [UInt8], to name: String) throws(RationaleError) {
        try AtomicFile.replaceContents(of: url(of: name), with: bytes)
    }

    /// Where a file of the run is.
    func url(of name: String) -> URL { URL(fileURLWithPath: "\(path)/\(name)") }

    /// Writes what was found for one input: its document, then its row.
    ///
    /// - Parameter bytes: of the input's file, by which a later run knows whether it is still the same.
    func keep(_ explanation: Explanation, at place: ResultStore.Place, bytes: Int?) throws {
        let document = try JSONDocument.text(of: explanation)
        try OutputFolder.make("\(path)/\(place.folder)")
        try write(Array(document.utf8), to: "\(place.folder)/\(Self.resultName)")
        try results.save(document, at: place, bytes: bytes)
    }

    /// Removes the folder of a run that failed before it found anything.
    func withdraw() {
        guard record == nil, let lock = try? FolderLock(path) else { return }
        defer { withExtendedLifetime(lock) {} }
        let isUsed = (try? results.isEmpty()) != true
        results.close()
        let files = [Self.recordName] + ResultStore.files
        let contents = (try? FileManager.default.contentsOfDirectory(atPath: path)) ?? []
        guard !isUsed, Set(contents).isSubset(of: files) else { return }
        for name in files { unlink("\(path)/\(name)") }
        folder.withdraw()
        if path.hasPrefix(Self.standard + "/") { rmdir(Self.standard) }
    }
}
