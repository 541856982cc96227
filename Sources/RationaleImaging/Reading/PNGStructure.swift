package import RationaleCore
import RationaleFiles

/// What a PNG file says about itself, read from its chunks before a pixel is decoded.
///
/// The chunks are followed to the end, so that a truncated file is refused with the place where it ends, and a header
/// that claims more pixels than the data can hold is refused before anything is allocated.
///
/// *Source*: W3C, Portable Network Graphics, third edition (2025), chapters 5 and 11.
package struct PNGStructure: Equatable {
    package private(set) var width = 0
    package private(set) var height = 0
    package private(set) var bitDepth = 0
    package private(set) var colorType = 0
    package private(set) var orientation = Orientation.upright
    /// The length of all compressed pixel data.
    package private(set) var dataBytes = 0
    /// Where the chunks lie that say which colours the samples mean: gamma, primaries, profiles.
    package private(set) var colorChunks: [Range<Int>] = []

    /// - Parameters:
    ///   - bytes: the whole file, which begins with PNG's signature.
    ///   - name: what an error calls the file.
    package init(_ bytes: UnsafeBufferPointer<UInt8>, name: String) throws(RationaleError) {
        func long(_ offset: Int) -> Int {
            Int(bytes[offset]) << 24 | Int(bytes[offset + 1]) << 16 | Int(bytes[offset + 2]) << 8
                | Int(bytes[offset + 3])
        }
        var position = 8
        var type = ""
        while type != "IEND" {
            guard position + 12 <= bytes.count else {
                throw Self.damaged(name, "it is truncated: it ends after \(bytes.count) bytes, before its last chunk")
            }
            let length = long(position)
            type = String(decoding: bytes[(position + 4)..<(position + 8)], as: UTF8.self)
            guard position == 8 || type != "IHDR", position != 8 || (type == "IHDR" && length == 13) else {
                throw Self.damaged(name, "its header is missing or not at the beginning")
            }
            guard length <= bytes.count - position - 12 else {
                throw Self.damaged(
                    name, "it is truncated: it ends after \(bytes.count) bytes, in the chunk \(Self.printable(type))")
            }
            let start = position + 8
            switch type {
            case "IHDR":
                (width, height) = (long(start), long(start + 4))
                (bitDepth, colorType) = (Int(bytes[start + 8]), Int(bytes[start + 9]))
            case "IDAT":
                dataBytes += length
            case "eXIf" where length > 0:
                orientation = Orientation(tiff: UnsafeBufferPointer(rebasing: bytes[start..<(start + length)]))
            case "gAMA", "cHRM", "iCCP", "sRGB", "cICP":
                colorChunks.append(position..<start + length + 4)
            default:
                break
            }
            position = start + length + 4
        }
        guard dataBytes > 0 else { throw Self.damaged(name, "it has no pixel data") }
    }

    /// The smallest compressed length of the claimed pixels: deflate makes at most 1032 bytes of one.
    ///
    /// - Precondition: the size is within the limit, so that nothing overflows.
    package var minimumDataBytes: Int {
        let samples = [2: 3, 4: 2, 6: 4][colorType] ?? 1
        return width * height * samples * bitDepth / 8 / 1032
    }

    private static func printable(_ type: String) -> String {
        type.allSatisfy { $0.isASCII && $0.isLetter } ? type : "with an unreadable name"
    }

    static func damaged(_ name: String, _ problem: String) -> RationaleError {
        RationaleError(
            .badData, "\(name): this PNG cannot be used: \(problem).", hint: "Copy or download the file again.")
    }
}
