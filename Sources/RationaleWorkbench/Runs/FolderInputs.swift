import Foundation
import RationaleAttribution
import RationaleData

/// The files of a folder that a person means by it: all but those in folders into which runs wrote their maps.
enum FolderInputs {
    /// Their paths relative to the folder; pictures that cannot be read are among them, to be reported.
    static func names(of kind: InputKind, below folder: String) -> [String] {
        switch kind {
        case .picture: pictures(below: folder).all
        case .text: TextFiles.names(below: folder, passingOver: isRun)
        case .tensor: TensorFiles.names(below: folder, passingOver: isRun)
        }
    }

    static func pictures(below folder: String) -> PictureFiles { PictureFiles(below: folder, passingOver: isRun) }

    static func isFolder(_ path: String) -> Bool {
        var isFolder: ObjCBool = false
        return FileManager.default.fileExists(atPath: path, isDirectory: &isFolder) && isFolder.boolValue
    }

    private static func isRun(_ names: [String]) -> Bool {
        names.contains(RunFolder.recordName) && names.contains(RunFolder.resultsName)
    }
}
