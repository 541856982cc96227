import Foundation

/// The files of a folder, and of the folders in it, that hold tensors.
public enum TensorFiles {
    /// How their names end: NumPy's arrays, and the form of safetensors.
    public static let extensions: Set<String> = ["npy", "safetensors"]

    /// Whether a path is named like one, in any case of letters.
    public static func isNamed(_ path: String) -> Bool {
        extensions.contains((path as NSString).pathExtension.lowercased())
    }

    /// Their paths relative to the folder, in the order of their bytes: the same on every machine.
    ///
    /// - Parameters:
    ///   - folder: searched to the bottom.
    ///   - isLeftOut: whether a folder within is passed over, told by the names in it.
    /// - Complexity: one listing for each folder.
    public static func names(
        below folder: String, passingOver isLeftOut: ([String]) -> Bool = { _ in false }
    ) -> [String] {
        FileTree.files(below: folder, passingOver: isLeftOut) { name, _ in isNamed(name) }
    }
}
