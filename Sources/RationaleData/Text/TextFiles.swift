import Foundation

/// The texts of a folder and of the folders in it.
public enum TextFiles {
    /// Their paths relative to the folder, in the order of their bytes: the same on every machine.
    ///
    /// A text is a file whose name ends in .txt, in any case of letters. Hidden files are left out.
    ///
    /// - Parameters:
    ///   - folder: searched to the bottom.
    ///   - isLeftOut: whether a folder within is passed over, told by the names in it.
    /// - Complexity: one listing for each folder.
    public static func names(
        below folder: String, passingOver isLeftOut: ([String]) -> Bool = { _ in false }
    ) -> [String] {
        FileTree.files(below: folder, passingOver: isLeftOut) { name, _ in
            (name as NSString).pathExtension.lowercased() == "txt"
        }
    }
}
