import Foundation

/// The files of a folder and of the folders in it.
enum FileTree {
    /// Deeper than anybody sorts files.
    private static let deepest = 32

    /// Their paths relative to the folder, in the order of their bytes: the same on every machine.
    ///
    /// Hidden files are left out. A link to nothing is listed like a file, to be reported by who opens it.
    ///
    /// - Parameters:
    ///   - isLeftOut: whether a folder within is passed over, told by the names in it.
    ///   - isWanted: whether a file is, by its name and its path.
    /// - Complexity: one listing for each folder.
    static func files(
        below folder: String, passingOver isLeftOut: ([String]) -> Bool = { _ in false },
        where isWanted: (_ name: String, _ path: String) -> Bool
    ) -> [String] {
        var found: [String] = []
        var visited: Set<[UInt64]> = []
        func collect(_ folder: String, prefix: String, depth: Int) {
            // A link may lead back to where it is.
            var status = stat()
            guard depth < deepest, stat(folder, &status) == 0,
                visited.insert([UInt64(status.st_dev), UInt64(status.st_ino)]).inserted
            else { return }
            let names = ((try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []).filter {
                !$0.hasPrefix(".")
            }
            if depth > 0, isLeftOut(names) { return }
            for name in names {
                let path = "\(folder)/\(name)"
                let kind = stat(path, &status) == 0 ? status.st_mode & S_IFMT : S_IFREG
                if kind == S_IFDIR {
                    collect(path, prefix: "\(prefix)\(name)/", depth: depth + 1)
                } else if kind == S_IFREG, isWanted(name, path) {
                    found.append(prefix + name)
                }
            }
        }
        collect(folder, prefix: "", depth: 0)
        return found.sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) }
    }

    static func isFolder(_ path: String) -> Bool {
        var isFolder: ObjCBool = false
        return FileManager.default.fileExists(atPath: path, isDirectory: &isFolder) && isFolder.boolValue
    }

    /// Files with the folder before each path.
    ///
    /// - Parameter ending: in small letters, without a dot.
    static func paths(below folder: String, endingWith ending: String) -> [String] {
        files(below: folder) { name, _ in (name as NSString).pathExtension.lowercased() == ending }
            .map { folder.path(to: $0) }
    }
}

extension String {
    /// Where a file of this folder is.
    func path(to file: String) -> String { hasSuffix("/") ? self + file : "\(self)/\(file)" }
}
