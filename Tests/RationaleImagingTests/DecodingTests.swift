import Foundation
import RationaleCore
import RationaleImaging
import Testing

@Suite("Decoding")
struct DecodingTests {
    struct Decoded: Decodable {
        let width: Int
        let height: Int
        let pixels: Data
    }

    static let names = (try? Golden.load("decoding.json", as: [String: Decoded].self).keys.sorted()) ?? []

    @Test("The table of pictures is there")
    func tableIsComplete() throws {
        let files = try FileManager.default.contentsOfDirectory(atPath: Golden.picture("").path).sorted()
        #expect(files == Self.names)
        #expect(files.count > 30)
    }

    @Test("Every kind of picture has Pillow's pixels", arguments: names)
    func equalsPillow(name: String) throws {
        let expected = try #require(try Golden.load("decoding.json", as: [String: Decoded].self)[name])
        let image = try Image(contentsOf: Golden.picture(name))
        #expect(image.width == expected.width)
        #expect(image.height == expected.height)
        #expect(image.largestDifference(from: [UInt8](expected.pixels)) == 0)
    }

    @Test("The orientation can be left alone", arguments: 1...8)
    func storedOrientation(orientation: Int) throws {
        var options = Image.ReadingOptions()
        options.appliesOrientation = false
        let name = "orientation-\(orientation).jpg"
        let stored = try Image(contentsOf: Golden.picture(name), options: options)
        #expect((stored.width, stored.height) == (13, 9))
        let upright = try Image(contentsOf: Golden.picture(name))
        #expect((upright.width, upright.height) == (orientation >= 5 ? (9, 13) : (13, 9)))
    }

    @Test("Turning a large picture moves each pixel to its place", arguments: Orientation.allCases)
    func turning(orientation: Orientation) {
        let (width, height) = (75, 41)
        let image = Image.synthetic(width: width, height: height)
        let turned = orientation.upright(image)
        var wrong = 0
        for row in 0..<height {
            for column in 0..<width {
                let (x, y) = (width - 1 - column, height - 1 - row)
                let place =
                    switch orientation {
                    case .upright: (row, column)
                    case .mirrored: (row, x)
                    case .rotated180: (y, x)
                    case .flipped: (y, column)
                    case .transposed: (column, row)
                    case .rotatedRight: (column, y)
                    case .transversed: (x, y)
                    case .rotatedLeft: (x, row)
                    }
                if turned[place.0, place.1] != image[row, column] { wrong += 1 }
            }
        }
        #expect(wrong == 0)
    }

    @Test("A harmless warning does not stop a photo: bytes between the data and the next marker")
    func extraneousBytes() throws {
        var bytes = try Golden.bytes("baseline-444.jpg")
        let sound = try Image(decoding: bytes)
        bytes.insert(contentsOf: [1, 2, 3], at: bytes.count - 2)
        #expect(try Image(decoding: bytes) == sound)
    }

    @Test("What follows the end of a picture is not looked at", arguments: ["grey.jpg", "rgb.png"])
    func trailingBytes(name: String) throws {
        let bytes = try Golden.bytes(name)
        #expect(try Image(decoding: bytes + [0xFF, 0xD8, 7, 7]) == Image(decoding: bytes))
    }

    @Test(
        "What a PNG says of its colours changes no pixel, as Pillow has it",
        arguments: ["rgb.png", "grey.png", "alpha.png"])
    func colorChunks(name: String) throws {
        let bytes = try Golden.bytes(name)
        let plain = try Image(decoding: bytes)
        let chunks: [(String, [UInt8])] = [
            ("gAMA", [0, 0, 0xB1, 0x8F]), ("gAMA", [0, 1, 0x86, 0xA0]), ("sRGB", [0]),
            ("cHRM", [UInt8](repeating: 0, count: 3) + [1] + [UInt8](repeating: 0, count: 28)),
            ("iCCP", Array("p\0\0".utf8) + [0x78, 0x9C, 3, 0, 0, 0, 0, 1]),
        ]
        for (type, data) in chunks {
            // After the header, which is 33 bytes long with the signature.
            let marked = bytes[..<33] + Self.chunk(type, data) + bytes[33...]
            #expect(try Image(decoding: Array(marked)) == plain, "\(type)")
        }
        let all = bytes[..<33] + chunks[0...2].dropFirst().flatMap { Self.chunk($0.0, $0.1) } + bytes[33...]
        #expect(try Image(decoding: Array(all)) == plain)
    }

    private static func chunk(_ type: String, _ data: [UInt8]) -> [UInt8] {
        func long(_ value: UInt32) -> [UInt8] { withUnsafeBytes(of: value.bigEndian) { Array($0) } }
        let body = Array(type.utf8) + data
        var sum: UInt32 = .max
        for byte in body {
            sum ^= UInt32(byte)
            for _ in 0..<8 { sum = sum & 1 == 1 ? sum >> 1 ^ 0xEDB8_8320 : sum >> 1 }
        }
        return long(UInt32(data.count)) + body + long(~sum)
    }

    @Test("A box turns with its picture", arguments: Orientation.allCases)
    func turningBoxes(orientation: Orientation) throws {
        // One red rectangle, at 2...4 and 1...2 of a picture of 9×5.
        let box = Box(x: 2, y: 1, width: 3, height: 2)
        var pixels = [UInt8](repeating: 0, count: 9 * 5 * 3)
        for row in 1..<3 { for column in 2..<5 { pixels[(row * 9 + column) * 3] = 255 } }
        let turned = orientation.upright(Image(width: 9, height: 5, pixels: pixels))
        let found = orientation.upright(box, width: 9, height: 5)
        for row in 0..<turned.height {
            for column in 0..<turned.width {
                let isInside =
                    (found.y..<found.y + found.height).contains(Double(row))
                    && (found.x..<found.x + found.width).contains(Double(column))
                #expect((turned[row, column].red == 255) == isInside)
            }
        }
        let stored = try StoredSize(of: Golden.bytes("orientation-\(orientation.rawValue).jpg"), named: "it")
        #expect(stored == StoredSize(width: 13, height: 9, orientation: orientation))
    }
}
