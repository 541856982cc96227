extension Orientation {
    /// The orientation that a TIFF structure notes in its first directory; upright where it says nothing usable.
    ///
    /// Metadata is the least reliable part of a photo, so anything that does not fit is passed over in silence: a
    /// photo with a damaged note is still a photo.
    ///
    /// - Parameter tiff: the bytes after `Exif\0\0` in JPEG's APP1, or the contents of PNG's `eXIf`.
    package init(tiff: UnsafeBufferPointer<UInt8>) {
        self = Self.read(tiff) ?? .upright
    }

    private static func read(_ tiff: UnsafeBufferPointer<UInt8>) -> Orientation? {
        guard tiff.count >= 8 else { return nil }
        let bigEndian: Bool
        switch (tiff[0], tiff[1]) {
        case (0x49, 0x49): bigEndian = false
        case (0x4D, 0x4D): bigEndian = true
        default: return nil
        }
        func short(_ offset: Int) -> Int {
            bigEndian
                ? Int(tiff[offset]) << 8 | Int(tiff[offset + 1]) : Int(tiff[offset + 1]) << 8 | Int(tiff[offset])
        }
        func long(_ offset: Int) -> Int {
            bigEndian ? short(offset) << 16 | short(offset + 2) : short(offset + 2) << 16 | short(offset)
        }
        guard short(2) == 42 else { return nil }
        let directory = long(4)
        guard directory >= 8, directory <= tiff.count - 2 else { return nil }
        // At most 65,535 entries of 12 bytes, and only those that are there.
        let entries = min(short(directory), (tiff.count - directory - 2) / 12)
        for index in 0..<entries {
            let entry = directory + 2 + 12 * index
            guard short(entry) == 0x0112 else { continue }
            let isShort = short(entry + 2) == 3 && long(entry + 4) == 1
            return isShort ? Orientation(rawValue: short(entry + 8)) : nil
        }
        return nil
    }
}
