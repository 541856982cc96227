public import Foundation
public import RationaleCore
import RationaleFiles

extension Image {
    /// The picture as a PNG file; the same pixels give the same bytes.
    ///
    /// - Parameter fast: whether time matters more than size; see ``PNGEncoder``.
    public func pngData(fast: Bool = false) throws(RationaleError) -> [UInt8] {
        try PNGEncoder.encode(width: width, height: height, pixels: pixels, layout: .rgb, fast: fast)
    }

    /// The picture as a baseline JPEG file.
    ///
    /// - Parameter quality: 1 to 100; see ``JPEGEncoder`` for the other settings.
    public func jpegData(quality: Int = 90) throws(RationaleError) -> [UInt8] {
        try JPEGEncoder.encode(self, quality: quality)
    }

    /// Writes the picture to a file, as PNG or JPEG by the file's extension.
    ///
    /// The file appears whole or not at all: it is written under a temporary name and renamed.
    ///
    /// - Parameter url: a file URL that ends in `.png`, `.jpg` or `.jpeg`.
    /// - Throws: `usage` for another extension; `cannotWrite`, naming the file and why.
    public func write(to url: URL) throws(RationaleError) {
        switch url.pathExtension.lowercased() {
        case "png": try AtomicFile.replaceContents(of: url, with: pngData())
        case "jpg", "jpeg": try AtomicFile.replaceContents(of: url, with: jpegData())
        case let other:
            let found = other.isEmpty ? "a name without an extension" : "“.\(other)”"
            throw RationaleError(
                .usage, "\(url.relativePath): expected a name that ends in .png, .jpg or .jpeg, found \(found).",
                hint: "Name the file \(url.deletingPathExtension().lastPathComponent).png")
        }
    }
}
