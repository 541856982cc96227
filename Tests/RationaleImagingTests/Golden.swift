import Foundation
import RationaleImaging

/// The golden files beside the tests, made by `scripts/reference/imaging.py`.
enum Golden {
    static let folder = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "Golden")

    static func load<Value: Decodable>(_ name: String, as type: Value.Type = Value.self) throws -> Value {
        try JSONDecoder().decode(Value.self, from: Data(contentsOf: folder.appending(path: name)))
    }

    static func picture(_ name: String) -> URL { folder.appending(path: "Pictures/\(name)") }

    static func bytes(_ name: String) throws -> [UInt8] { [UInt8](try Data(contentsOf: picture(name))) }
}

extension Image {
    /// The picture by formula that the script makes as well: smooth, rough and with hard edges.
    static func synthetic(width: Int, height: Int) -> Image {
        var pixels: [UInt8] = []
        pixels.reserveCapacity(width * height * 3)
        for y in 0..<height {
            for x in 0..<width {
                pixels.append(UInt8(x * 255 / max(width - 1, 1)))
                pixels.append(UInt8((x * x * 7 + y * y * 13 + x * y * 3) % 256))
                pixels.append((x / 5 + y / 3) % 2 == 0 ? 255 : UInt8(y * 31 % 200))
            }
        }
        return Image(width: width, height: height, pixels: pixels)
    }

    /// The checksum of the pixels, as Python's `zlib.crc32`.
    var crc: UInt32 {
        ~pixels.reduce(~UInt32(0)) { Self.crcTable[Int(($0 ^ UInt32($1)) & 0xFF)] ^ $0 >> 8 }
    }

    private static let crcTable: [UInt32] = (0..<256).map { index in
        (0..<8).reduce(UInt32(index)) { value, _ in value & 1 == 1 ? value >> 1 ^ 0xEDB8_8320 : value >> 1 }
    }

    /// The mean of all levels.
    var mean: Double { Double(pixels.reduce(0) { $0 + Int($1) }) / Double(pixels.count) }

    /// The largest difference of a level; `nil` where the sizes differ.
    func largestDifference(from other: [UInt8]) -> Int? {
        guard pixels.count == other.count else { return nil }
        return zip(pixels, other).map { abs(Int($0) - Int($1)) }.max() ?? 0
    }
}

/// A folder that is removed when the test is over.
final class TemporaryFolder {
    let url: URL

    init() throws {
        url = FileManager.default.temporaryDirectory.appending(path: "rationale-imaging-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: url, withIntermediateDirectories: true)
    }

    deinit { try? FileManager.default.removeItem(at: url) }

    func file(_ name: String, holding bytes: [UInt8]) throws -> URL {
        let file = url.appending(path: name)
        try Data(bytes).write(to: file)
        return file
    }
}
