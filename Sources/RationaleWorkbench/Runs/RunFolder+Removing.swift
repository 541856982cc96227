import Foundation
import RationaleCore
import RationaleFiles

extension RunFolder {
    /// Removes what a run wrote, and nothing else: a folder with files of somebody else stays.
    static func removeFiles(in path: String) throws {
        let manager = FileManager.default
        for name in folders(in: path) where isInside(name) {
            let folder = "\(path)/\(name)"
            for name in (try? manager.contentsOfDirectory(atPath: folder)) ?? []
            where isOurs(name) || AtomicFile.isUnfinished(name) {
                try manager.removeItem(atPath: "\(folder)/\(name)")
            }
            removeEmpty(name, in: path)
        }
        for name in [reportName] + ComparisonResult.files + ResultStore.files + [recordName]
        where manager.fileExists(atPath: "\(path)/\(name)") {
            try manager.removeItem(atPath: "\(path)/\(name)")
        }
    }

    /// The folders with maps; none where the results that name them are damaged, for what else is there may be anybody's.
    private static func folders(in path: String) -> [String] {
        guard FileManager.default.fileExists(atPath: "\(path)/\(resultsName)"),
            let results = try? ResultStore(inFolder: path)
        else { return [] }
        defer { results.close() }
        return (try? results.folders()) ?? []
    }

    /// Removes what a process that was killed had begun to write for an input.
    func removeUnfinished(in folder: String) {
        let place = "\(path)/\(folder)"
        for name in (try? FileManager.default.contentsOfDirectory(atPath: place)) ?? []
        where AtomicFile.isUnfinished(name) {
            unlink("\(place)/\(name)")
        }
    }

    /// Whether a file in the folder of an input has a name as runs give it.
    static func isOurs(_ name: String) -> Bool {
        name == resultName || [".safetensors", ".overlay.png", ".map.png", ".svg"].contains(where: name.hasSuffix)
    }

    /// What was tampered with leads nowhere else.
    private static func isInside(_ folder: String) -> Bool {
        !folder.isEmpty
            && folder.split(separator: "/", omittingEmptySubsequences: false).allSatisfy {
                !$0.isEmpty && !$0.hasPrefix(".")
            }
    }

    private static func removeEmpty(_ folder: String, in path: String) {
        var parts = folder.split(separator: "/")
        while !parts.isEmpty, rmdir("\(path)/\(parts.joined(separator: "/"))") == 0 { parts.removeLast() }
    }
}
