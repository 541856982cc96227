import Foundation
import RationaleCore

/// The folder of a data set: who may write into it.
struct DataSetFolder: Sendable {
    /// As it was given, without a slash at the end.
    let path: String

    /// Makes the folder, or takes up the one that is there.
    ///
    /// - Parameters:
    ///   - path: of the folder.
    ///   - existing: what to do about a data set that lies there.
    ///   - record: of the data set to be written; what is resumed must have the same options.
    /// - Throws: `cannotWrite` where it is not empty and is neither to be resumed nor to be replaced, or holds something
    ///   else; `usage` where what is to be resumed was begun with other options.
    init(_ path: String, existing: ExistingOutput, record: DataSetRecord) throws {
        let folder = try OutputFolder(path)
        self.path = folder.path
        if folder.isEmpty { return }
        guard let found = try? DataSetRecord(ofFolder: self.path) else {
            throw RationaleError(
                .cannotWrite, "\(path): the folder is not empty, and is not a data set of this program",
                hint: "Name a new folder.")
        }
        switch existing {
        case .refuse:
            throw RationaleError(
                .cannotWrite, "\(path): there is a data set already",
                hint: "Continue it with --resume, replace it with --overwrite, or name another folder.")
        case .resume:
            guard found.options == record.options, found.version == record.version else {
                throw RationaleError(
                    .usage, "\(path): the data set there was begun with other options, or by version \(found.version)",
                    hint:
                        "Repeat its command (\(found.command.joined(separator: " "))), or replace it with --overwrite.")
            }
            removeTemporaries(of: found)
        case .overwrite:
            removeTemporaries(of: found)
            for file in found.paths { unlink("\(path)/\(file)") }
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
            where name.hasPrefix(".rationale-") && name.hasSuffix(".tmp") {
                unlink("\(path)/\(folder)/\(name)")
            }
        }
    }

    func has(_ file: String) -> Bool { access("\(path)/\(file)", F_OK) == 0 }

    /// Removes a folder into which nothing was written.
    func withdraw() { rmdir(path) }
}
