package import RationaleCore

/// What the first bytes of a file say it is.
package enum PictureFormat: Equatable {
    case jpeg
    case png
    /// A format that is recognised only to name it: a picture that can be converted.
    case otherPicture(String)
    /// Something that is no picture; the text completes "this is …".
    case noPicture(String)
    case empty
    case unknown

    package init(of bytes: [UInt8]) {
        func starts(_ prefix: [UInt8], at offset: Int = 0) -> Bool {
            bytes.count >= offset + prefix.count && bytes[offset..<(offset + prefix.count)].elementsEqual(prefix)
        }
        func starts(_ prefix: String, at offset: Int = 0) -> Bool { starts(Array(prefix.utf8), at: offset) }

        if bytes.isEmpty {
            self = .empty
        } else if starts([0xFF, 0xD8]) {
            self = .jpeg
        } else if starts([0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A]) {
            self = .png
        } else if let other = Self.otherPictures.first(where: { starts($0.signature, at: $0.offset) }),
            // Two letters alone may begin any text; the header has four empty bytes.
            other.name != "BMP" || bytes.count >= 10 && starts([0, 0, 0, 0], at: 6)
        {
            self = .otherPicture(other.name)
        } else if let other = Self.notPictures.first(where: { starts($0.signature) }) {
            self = .noPicture(other.name)
        } else if Self.looksLikeText(bytes.prefix(512)) {
            self = .noPicture("a text file")
        } else {
            self = .unknown
        }
    }

    private static let otherPictures: [(name: String, signature: [UInt8], offset: Int)] = [
        ("GIF", Array("GIF8".utf8), 0),
        ("WebP", Array("WEBP".utf8), 8),
        ("BMP", Array("BM".utf8), 0),
        ("TIFF", [0x49, 0x49, 0x2A, 0x00], 0),
        ("TIFF", [0x4D, 0x4D, 0x00, 0x2A], 0),
        ("AVIF", Array("ftypavi".utf8), 4),
        ("HEIC", Array("ftyphei".utf8), 4),
        ("HEIC", Array("ftyphev".utf8), 4),
        ("HEIF", Array("ftypmif1".utf8), 4),
        ("HEIF", Array("ftypmsf1".utf8), 4),
        ("JPEG 2000", [0x00, 0x00, 0x00, 0x0C, 0x6A, 0x50, 0x20, 0x20], 0),
        ("JPEG 2000", [0xFF, 0x4F, 0xFF, 0x51], 0),
        ("JPEG XL", [0x00, 0x00, 0x00, 0x0C, 0x4A, 0x58, 0x4C, 0x20], 0),
        ("JPEG XL", [0xFF, 0x0A], 0),
        ("Photoshop", Array("8BPS".utf8), 0),
        ("ICO", [0x00, 0x00, 0x01, 0x00], 0),
        ("PNM", Array("P5\n".utf8), 0),
        ("PNM", Array("P6\n".utf8), 0),
        ("SVG", Array("<svg".utf8), 0),
        ("PDF", Array("%PDF".utf8), 0),
    ]

    private static let notPictures: [(name: String, signature: [UInt8])] = [
        ("a PNG whose first bytes were changed, as by a transfer in text mode", [0x89, 0x50, 0x4E, 0x47]),
        ("a Git LFS pointer, not the file it stands for", Array("version https://git-lfs".utf8)),
        ("a web page", Array("<!DOCTYPE html".utf8)),
        ("a web page", Array("<!doctype html".utf8)),
        ("a web page", Array("<html".utf8)),
        ("a zip archive", [0x50, 0x4B, 0x03, 0x04]),
        ("a gzip archive", [0x1F, 0x8B]),
        ("a video or an audio file", [0x1A, 0x45, 0xDF, 0xA3]),
    ]

    private static func looksLikeText(_ bytes: ArraySlice<UInt8>) -> Bool {
        bytes.allSatisfy { $0 >= 0x20 && $0 != 0x7F && $0 < 0xF8 || $0 == 0x09 || $0 == 0x0A || $0 == 0x0D }
    }

    /// Whether these may be the first bytes of a picture, of a format that is read here or of another.
    package var isPicture: Bool {
        switch self {
        case .jpeg, .png: true
        // Documents, which may hold anything.
        case .otherPicture(let name): name != "PDF" && name != "SVG"
        case .noPicture, .empty, .unknown: false
        }
    }

    /// The error for a file that is neither JPEG nor PNG: what was found, and how to go on.
    package func refusal(name: String) -> RationaleError {
        switch self {
        case .jpeg, .png, .unknown:
            RationaleError(
                .badData, "\(name): expected a JPEG or PNG picture, found an unknown format.",
                hint: "Check that this is the right file, or convert it to PNG with an image editor.")
        case .otherPicture(let format):
            RationaleError(
                .badData, "\(name): this is a \(format) picture; only JPEG and PNG are read.",
                hint: "Convert it to PNG, for example: magick '\(name)' picture.png")
        case .noPicture(let found):
            RationaleError(
                .badData, "\(name): expected a JPEG or PNG picture, found \(found).",
                hint: "Check that this is the right file, and download it again where it came from the network.")
        case .empty:
            RationaleError(
                .badData, "\(name): expected a JPEG or PNG picture, found an empty file.",
                hint: "Copy or download the file again.")
        }
    }
}
