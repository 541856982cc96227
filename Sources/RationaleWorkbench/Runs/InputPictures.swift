import RationaleData

/// The pictures of a folder that a person means by it.
enum InputPictures {
    /// Their paths relative to the folder, without those in folders into which runs wrote their maps.
    static func below(_ folder: String) -> [String] {
        PictureFiles.names(below: folder) { names in
            names.contains(RunFolder.recordName) && names.contains(RunFolder.resultsName)
        }
    }
}
