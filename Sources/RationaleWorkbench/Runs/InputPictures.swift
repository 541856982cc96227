import Foundation
import RationaleCore
import RationaleImaging

/// The pictures of a folder and of the folders in it.
enum InputPictures {
    private static let extensions: Set<String> = ["jpg", "jpeg", "png"]
    /// Deeper than anybody sorts pictures.
    private static let deepest = 32

    /// Their paths relative to the folder, in the order of their bytes: the same on every machine.
    ///
    /// A picture is a file whose name ends in .jpg, .jpeg or .png, in any case of letters, or a file without an ending
    /// that begins like one. Hidden files are left out, and so are folders into which runs wrote their maps.
    /// - Complexity: one listing a folder; files without an ending are opened.
    static func below(_ folder: String) -> [String] {
        var found: [String] = []
        var visited: Set<[UInt64]> = []
        collect(folder, prefix: "", depth: 0, &visited, &found)
        return found.sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) }
    }

    private static func collect(
        _ folder: String, prefix: String, depth: Int, _ visited: inout Set<[UInt64]>, _ found: inout [String]
    ) {
        // A link may lead back to where it is.
        var status = stat()
        guard depth < deepest, stat(folder, &status) == 0,
            visited.insert([UInt64(status.st_dev), UInt64(status.st_ino)]).inserted
        else { return }
        let names = ((try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []).filter { !$0.hasPrefix(".") }
        if depth > 0, names.contains(RunFolder.recordName), names.contains(RunFolder.resultsName) { return }
        for name in names {
            let path = "\(folder)/\(name)"
            guard stat(path, &status) == 0 else {
                // A link to nothing is reported like any picture that cannot be read.
                if isPicture(name) { found.append(prefix + name) }
                continue
            }
            switch status.st_mode & S_IFMT {
            case S_IFDIR: collect(path, prefix: "\(prefix)\(name)/", depth: depth + 1, &visited, &found)
            case S_IFREG where isPicture(name) || !name.contains(".") && beginsLikeAPicture(path):
                found.append(prefix + name)
            default: break
            }
        }
    }

    private static func isPicture(_ name: String) -> Bool {
        extensions.contains((name as NSString).pathExtension.lowercased())
    }

    private static func beginsLikeAPicture(_ path: String) -> Bool {
        guard let file = FileHandle(forReadingAtPath: path) else { return false }
        defer { try? file.close() }
        let format = PictureFormat(of: Array((try? file.read(upToCount: 16)) ?? Data()))
        return format == .jpeg || format == .png
    }
}
