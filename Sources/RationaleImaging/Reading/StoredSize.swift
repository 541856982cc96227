package import RationaleCore

/// The size of a picture as its file stores it, and how it is turned to stand upright.
package struct StoredSize: Sendable, Hashable {
    package let width: Int
    package let height: Int
    package let orientation: Orientation

    package init(width: Int, height: Int, orientation: Orientation) {
        self.width = width
        self.height = height
        self.orientation = orientation
    }

    /// Reads the header of a JPEG or PNG picture.
    ///
    /// - Parameters:
    ///   - bytes: the whole encoded file.
    ///   - name: what an error calls the picture.
    /// - Throws: `RationaleError.Code.badData` where the file is truncated, damaged, or of another format.
    package init(of bytes: [UInt8], named name: String) throws(RationaleError) {
        let format = PictureFormat(of: bytes)
        self = try bytes.withUnsafeBufferPointer { (buffer) throws(RationaleError) -> StoredSize in
            switch format {
            case .jpeg:
                let found = try JPEGStructure(buffer, name: name)
                return StoredSize(width: found.width, height: found.height, orientation: found.orientation)
            case .png:
                let found = try PNGStructure(buffer, name: name)
                return StoredSize(width: found.width, height: found.height, orientation: found.orientation)
            default: throw format.refusal(name: name)
            }
        }
    }
}
