import Foundation
import RationaleCore
import RationaleFiles

/// The folder of a data set: who may write into it.
struct DataSetFolder: Sendable {
    private let folder: OutputFolder
    var path: String { folder.path }

    /// Makes the folder, or takes up the one that is there.
    ///
    /// - Parameters:
    ///   - path: of the folder.
    ///   - existing: what to do about a data set that lies there.
    ///   - record: of the data set to be written; what is resumed must have the same options.
    /// - Throws: `cannotWrite` where it is not empty and is neither to be resumed nor to be replaced, or holds something
    ///   else; `usage` where what is to be resumed was begun with other options.
    init(_ path: String, existing: ExistingOutput, record: DataSetRecord) throws {
        folder = try OutputFolder(path)
        if folder.isEmpty { return }
        guard has(DataSetRecord.fileName) else {
            throw RationaleError(
                .cannotWrite, "\(path): the folder is not empty, and is not a data set of this program",
                hint: "Name a new folder.")
        }
        var found = try DataSetRecord(ofFolder: self.path)
        switch existing {
        case .refuse:
            throw RationaleError(
                .cannotWrite, "\(path): there is a data set already",
                hint: "Continue it with --resume, replace it with --overwrite, or name another folder.")
        case .resume:
            let reason =
                found.options != record.options
                ? "with other options"
                : found.version != record.version ? "by version \(found.version) of this program" : nil
            if let reason {
                throw RationaleError(
                    .usage, "\(path): the data set there was begun \(reason)",
                    hint: "Its command was \(found.command.joined(separator: " ")). Replace it with --overwrite.")
            }
            removeTemporaries(of: found)
        case .overwrite:
            // Whoever is stopped in the midst of this leaves a set that does not look complete.
            found.status = .running
            try found.write(to: self.path)
            removeTemporaries(of: found)
            for file in found.paths.reversed() where unlink("\(path)/\(file)") != 0 && errno != ENOENT {
                throw RationaleError(
                    .cannotWrite, "\(path)/\(file): cannot be removed: \(String(cString: strerror(errno)))")
            }
            // Only those that are empty now: what somebody else put there stays.
            for folder in folders(of: found).sorted(by: { $0.count > $1.count }) { rmdir("\(path)/\(folder)") }
        }
    }

    /// The folders inside it that a data set needs.
    private func folders(of record: DataSetRecord) -> Set<String> {
        var result: Set<String> = []
        for file in record.paths {
            var parts = file.split(separator: "/").dropLast()
            while !parts.isEmpty, result.insert(parts.joined(separator: "/")).inserted { parts = parts.dropLast() }
        }
        return result
    }

    func makeFolders(of record: DataSetRecord) throws {
        for folder in folders(of: record).sorted() { try OutputFolder.make("\(path)/\(folder)") }
    }

    /// What a process that was killed had begun to write.
    private func removeTemporaries(of record: DataSetRecord) {
        for folder in folders(of: record).union(["."]) {
            for name in (try? FileManager.default.contentsOfDirectory(atPath: "\(path)/\(folder)")) ?? []
            where AtomicFile.isUnfinished(name) {
                unlink("\(path)/\(folder)/\(name)")
            }
        }
    }

    func has(_ file: String) -> Bool { access("\(path)/\(file)", F_OK) == 0 }

    /// Removes a folder into which nothing was written.
    func withdraw() { folder.withdraw() }
}
