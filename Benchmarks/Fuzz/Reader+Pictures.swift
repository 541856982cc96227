import Foundation
import RationaleCore
import RationaleImaging

extension Reader {
    static let jpeg = Reader(
        name: "jpeg",
        seeds: {
            var seeds = try pictures(withExtension: "jpg")
            let image = Image.gradient(width: 61, height: 43)
            for (quality, fullColor, progressive) in [(30, false, false), (90, true, false), (75, false, true)] {
                seeds.append(
                    try JPEGEncoder.encode(
                        image, quality: quality, keepsFullColor: fullColor, progressive: progressive))
            }
            return seeds
        },
        lengthFields: { bytes in
            bytes.indices.dropLast(4).filter { bytes[$0] == 0xFF && bytes[$0 + 1] >= 0xC0 }.flatMap {
                [$0 + 2, $0 + 5]
            }
        },
        read: { _ = try Image(decoding: $0) })

    static let png = Reader(
        name: "png",
        seeds: {
            var seeds = try pictures(withExtension: "png")
            let image = Image.gradient(width: 61, height: 43)
            seeds.append(try image.pngData())
            return seeds
        },
        lengthFields: { bytes in
            let types = ["IHDR", "IDAT", "PLTE", "tRNS", "eXIf", "IEND"].map { Array($0.utf8) }
            return bytes.indices.dropLast(12).filter { types.contains(Array(bytes[($0 + 4)..<($0 + 8)])) }
                .flatMap { [$0, $0 + 8, $0 + 12] }
        },
        read: { _ = try Image(decoding: PNGChecksums.repaired($0)) })

    /// The small pictures of the imaging tests: one of every kind.
    private static func pictures(withExtension name: String) throws -> [[UInt8]] {
        let folder = URL(filePath: #filePath).appending(path: "../../../Tests/RationaleImagingTests/Golden/Pictures")
        return try FileManager.default.contentsOfDirectory(at: folder.standardized, includingPropertiesForKeys: nil)
            .filter { $0.pathExtension == name }.sorted { $0.path < $1.path }.map { [UInt8](try Data(contentsOf: $0)) }
    }
}

extension Image {
    fileprivate static func gradient(width: Int, height: Int) -> Image {
        let pixels = (0..<(width * height * 3)).map { UInt8(truncatingIfNeeded: $0 &* $0 / 97 &+ $0 / 3) }
        return Image(width: width, height: height, pixels: pixels)
    }
}

/// PNG guards each chunk with a checksum, behind which a damage would never reach the decoder. So in most inputs
/// the checksums are made right again.
private enum PNGChecksums {
    static func repaired(_ bytes: [UInt8]) -> [UInt8] {
        guard bytes.reduce(0, &+) % 8 != 0 else { return bytes }
        var bytes = bytes
        var position = 8
        while position + 12 <= bytes.count {
            let length = bytes[position..<(position + 4)].reduce(0) { $0 << 8 | Int($1) }
            guard length <= bytes.count - position - 12 else { break }
            let end = position + 8 + length
            let sum = checksum(bytes[(position + 4)..<end])
            for index in 0..<4 { bytes[end + index] = UInt8(truncatingIfNeeded: sum >> UInt32(24 - 8 * index)) }
            position = end + 4
        }
        return bytes
    }

    private static let table: [UInt32] = (0..<256).map { index in
        (0..<8).reduce(UInt32(index)) { value, _ in value & 1 == 1 ? value >> 1 ^ 0xEDB8_8320 : value >> 1 }
    }

    private static func checksum(_ bytes: ArraySlice<UInt8>) -> UInt32 {
        ~bytes.reduce(~UInt32(0)) { table[Int(($0 ^ UInt32($1)) & 0xFF)] ^ $0 >> 8 }
    }
}
