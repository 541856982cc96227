import Foundation
package import RationaleCore

/// A folder to write into, which is there.
package struct OutputFolder: Sendable {
    /// As it was given, without a slash at the end.
    package let path: String
    package let isEmpty: Bool
    /// Whether it was not there before.
    package let isNew: Bool

    private init(new path: String) {
        self.path = path
        isEmpty = true
        isNew = true
    }

    /// Makes the folder, or takes up the one that is there.
    ///
    /// - Throws: `cannotWrite` where a file has its name, or it cannot be made.
    package init(_ path: String) throws(RationaleError) {
        guard !path.isEmpty else { throw RationaleError(.usage, "the name of the output folder is empty") }
        var path = path
        while path.count > 1, path.hasSuffix("/") { path.removeLast() }
        self.path = path
        var isFolder: ObjCBool = false
        isNew = !FileManager.default.fileExists(atPath: path, isDirectory: &isFolder)
        if !isNew, !isFolder.boolValue {
            throw RationaleError(.cannotWrite, "\(path): expected a folder, found a file", hint: "Name another folder.")
        }
        isEmpty = ((try? FileManager.default.contentsOfDirectory(atPath: path)) ?? []).isEmpty
        if isEmpty { try Self.make(path) }
    }

    /// The next of run-1, run-2, …; made here, so that two processes never share one.
    package static func nextFree(in parent: String) throws(RationaleError) -> OutputFolder {
        try make(parent)
        let numbers = ((try? FileManager.default.contentsOfDirectory(atPath: parent)) ?? [])
            .compactMap { $0.hasPrefix("run-") ? Int($0.dropFirst(4)) : nil }
        var number = (numbers.max() ?? 0) &+ 1
        while true {
            let path = "\(parent)/run-\(number)"
            if mkdir(path, 0o777) == 0 { return OutputFolder(new: path) }
            guard errno == EEXIST else { throw failure(path, errno) }
            number &+= 1
        }
    }

    /// Makes a folder and those around it; one that exists is fine.
    package static func make(_ path: String) throws(RationaleError) {
        var made = path.hasPrefix("/") ? "/" : ""
        for name in path.split(separator: "/") {
            made += made.isEmpty || made == "/" ? name : "/\(name)"
            guard mkdir(made, 0o777) == 0 || errno == EEXIST else { throw failure(path, errno) }
        }
    }

    /// Removes it again where it was made here and is empty.
    package func withdraw() {
        if isNew { rmdir(path) }
    }

    private static func failure(_ path: String, _ code: CInt) -> RationaleError {
        RationaleError(
            .cannotWrite, "\(path): the folder cannot be made: \(String(cString: strerror(code)))",
            hint: "Choose a place that you may write to with --output.")
    }
}
