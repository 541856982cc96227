import Foundation
public import RationaleCore
import RationaleImaging

/// The pictures of a folder and of the folders in it.
public enum PictureFiles {
    private static let extensions: Set<String> = ["jpg", "jpeg", "png"]

    /// Their paths relative to the folder, in the order of their bytes: the same on every machine.
    ///
    /// A picture is a file whose name ends in .jpg, .jpeg or .png, in any case of letters, or a file without an ending
    /// that begins like one. Hidden files are left out.
    ///
    /// - Parameter isLeftOut: whether a folder within is passed over, told by the names in it.
    /// - Complexity: one listing for each folder; files without an ending are opened.
    public static func names(
        below folder: String, passingOver isLeftOut: ([String]) -> Bool = { _ in false }
    ) -> [String] {
        FileTree.files(below: folder, passingOver: isLeftOut) { name, path in
            extensions.contains((name as NSString).pathExtension.lowercased())
                || !name.contains(".") && beginsLikeAPicture(path)
        }
    }

    /// The paths of all pictures below a folder.
    ///
    /// - Throws: `RationaleError.Code.missingInput` where there are none.
    public static func paths(below folder: String) throws(RationaleError) -> [String] {
        let found = names(below: folder)
        guard !found.isEmpty else {
            throw RationaleError(
                .missingInput, "\(folder): there are no pictures in this folder",
                hint: "Pictures are files that end in .jpg, .jpeg or .png.")
        }
        return found.map { folder.path(to: $0) }
    }

    private static func beginsLikeAPicture(_ path: String) -> Bool {
        guard let file = FileHandle(forReadingAtPath: path) else { return false }
        defer { try? file.close() }
        let format = PictureFormat(of: Array((try? file.read(upToCount: 16)) ?? Data()))
        return format == .jpeg || format == .png
    }
}
