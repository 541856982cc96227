public import Foundation
public import RationaleCore
import RationaleFiles

extension Image {
    /// Reads a JPEG or PNG picture from a file.
    ///
    /// What the bytes are decides how they are read; the file's name does not matter. JPEG may be baseline,
    /// progressive, grey, CMYK or YCCK; the pixels equal Pillow's. PNG may have a palette, 1 to 16 bits, interlacing
    /// and transparency, which is composited over white as a viewer with a white page shows it.
    ///
    /// - Parameters:
    ///   - url: a file URL.
    ///   - options: the size limit, and whether the EXIF orientation is applied.
    /// - Throws: `RationaleError`: `missingInput` where the file cannot be opened; `badData`, naming the file and
    ///   what is wrong with it, where it is truncated, damaged, too large or of another format.
    public init(contentsOf url: URL, options: ReadingOptions = ReadingOptions()) throws(RationaleError) {
        let name = url.relativePath
        self = try Image(decoding: InputFile.bytes(of: url.path, name: name), named: name, options: options)
    }

    /// Decodes a JPEG or PNG picture that is already in memory.
    ///
    /// - Parameters:
    ///   - bytes: the whole encoded file.
    ///   - name: what an error calls the picture: its path, or where it came from.
    ///   - options: the size limit, and whether the EXIF orientation is applied.
    /// - Throws: `RationaleError` with `badData`, as ``init(contentsOf:options:)`` does.
    public init(
        decoding bytes: [UInt8], named name: String = "the picture", options: ReadingOptions = ReadingOptions()
    ) throws(RationaleError) {
        let format = PictureFormat(of: bytes)
        self = try bytes.withUnsafeBufferPointer { buffer throws(RationaleError) -> Image in
            switch format {
            case .jpeg: try JPEGDecoder.decode(buffer, name: name, options: options)
            case .png: try PNGDecoder.decode(buffer, name: name, options: options)
            default: throw format.refusal(name: name)
            }
        }
    }
}
