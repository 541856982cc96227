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
/// ```
struct RunFolder: Sendable {
    /// What to do about a folder that is not empty.
    enum Existing: Sendable {
        case refuse
        case resume
        case overwrite
    }

    /// As it was given, without a slash at the end.
    let path: String
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
    init(_ path: String?, existing: Existing) throws {
        guard var path else {
            self.path = try Self.nextFree(in: Self.standard)
            record = nil
            return
        }
        while path.count > 1, path.hasSuffix("/") { path.removeLast() }
        self.path = path
        var isFolder: ObjCBool = false
        if FileManager.default.fileExists(atPath: path, isDirectory: &isFolder), !isFolder.boolValue {
            throw RationaleError(.cannotWrite, "\(path): expected a folder, found a file", hint: "Name another folder.")
        }
        let contents = (try? FileManager.default.contentsOfDirectory(atPath: path)) ?? []
        guard !contents.isEmpty else {
            try Self.make(path)
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

    /// The next of run-1, run-2, …; made here, so that two processes never share one.
    private static func nextFree(in parent: String) throws(RationaleError) -> String {
        try make(parent)
        let numbers = ((try? FileManager.default.contentsOfDirectory(atPath: parent)) ?? [])
            .compactMap { $0.hasPrefix("run-") ? Int($0.dropFirst(4)) : nil }
        var number = (numbers.max() ?? 0) &+ 1
        while true {
            let path = "\(parent)/run-\(number)"
            if mkdir(path, 0o777) == 0 { return path }
            guard errno == EEXIST else { throw failure(path, errno) }
            number &+= 1
        }
    }

    /// Makes a folder and those around it; one that exists is fine.
    static func make(_ path: String) throws(RationaleError) {
        do {
            try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
        } catch {
            throw RationaleError(
                .cannotWrite, "\(path): the folder cannot be made: \(error.localizedDescription)",
                hint: "Choose a place that you may write to with --output.", underlying: error)
        }
    }

    private static func failure(_ path: String, _ code: CInt) -> RationaleError {
        RationaleError(
            .cannotWrite, "\(path): the folder cannot be made: \(String(cString: strerror(code)))",
            hint: "Choose a place that you may write to with --output.")
    }

    /// Writes a file of the run whole, or not at all.
    func write(_ bytes: [UInt8], to name: String) throws(RationaleError) {
        try AtomicFile.replaceContents(of: URL(fileURLWithPath: "\(path)/\(name)"), with: bytes)
    }

    /// Writes what was found for one input.
    func writeResult(_ result: InputResult, to folder: String) throws {
        try Self.make("\(path)/\(folder)")
        try write(Array(try JSONDocument.text(of: result).utf8), to: "\(folder)/\(Self.resultName)")
    }

    /// Removes the folder of a run that failed before it found anything.
    func withdraw() {
        let contents = (try? FileManager.default.contentsOfDirectory(atPath: path)) ?? []
        guard record == nil, Set(contents).isSubset(of: [Self.recordName]) else { return }
        unlink("\(path)/\(Self.recordName)")
        rmdir(path)
        if path.hasPrefix(Self.standard + "/") { rmdir(Self.standard) }
    }
}
