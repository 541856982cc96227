import Foundation
public import RationaleCore

/// The pictures of a folder.
public enum PictureFiles {
    private static let extensions: Set<String> = ["jpg", "jpeg", "png"]
    /// Folders within folders, and files, beyond which something is wrong.
    private static let deepest = 16
    private static let most = 10_000_000

    /// The paths of all pictures below a folder, in alphabetical order; told by their extensions, in any case of letters.
    ///
    /// - Throws: `RationaleError.Code.missingInput` where there is no such folder, or no picture in it.
    public static func all(below folder: String) throws(RationaleError) -> [String] {
        let found = try files(below: folder, extensions)
        guard !found.isEmpty else {
            throw RationaleError(
                .missingInput, "\(folder): there are no pictures in this folder",
                hint: "Pictures are files that end in .jpg, .jpeg or .png.")
        }
        return found
    }

    /// The paths of files below a folder, in alphabetical order.
    ///
    /// - Parameter extensions: in small letters.
    static func files(below folder: String, _ extensions: Set<String>) throws(RationaleError) -> [String] {
        guard isFolder(folder) else {
            throw RationaleError(
                .missingInput, "\(folder): there is no such folder", hint: "Check the spelling of the path.")
        }
        var found: [String] = []
        try collect(
            folder.hasSuffix("/") && folder.count > 1 ? String(folder.dropLast()) : folder, extensions, 0, &found)
        return found.sorted()
    }

    static func isFolder(_ path: String) -> Bool {
        var isFolder: ObjCBool = false
        return FileManager.default.fileExists(atPath: path, isDirectory: &isFolder) && isFolder.boolValue
    }

    private static func collect(
        _ folder: String, _ extensions: Set<String>, _ depth: Int, _ found: inout [String]
    ) throws(RationaleError) {
        guard depth <= deepest, found.count <= most else {
            throw RationaleError(
                .badData, "\(folder): there are more than \(deepest) folders within each other, or \(most) files",
                hint: "Name the folder that holds the pictures.")
        }
        let names: [String]
        do { names = try FileManager.default.contentsOfDirectory(atPath: folder) } catch {
            throw RationaleError(
                .missingInput, "\(folder): the folder cannot be read: \(error.localizedDescription)",
                hint: "Check who may read it.", underlying: error)
        }
        for name in names where !name.hasPrefix(".") {
            let path = "\(folder)/\(name)"
            if extensions.contains((name as NSString).pathExtension.lowercased()) {
                found.append(path)
            } else if isFolder(path) {
                try collect(path, extensions, depth + 1, &found)
            }
        }
    }
}
