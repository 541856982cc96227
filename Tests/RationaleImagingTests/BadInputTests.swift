import Foundation
import RationaleCore
import RationaleImaging
import Testing

@Suite("Bad input")
struct BadInputTests {
    /// A damage to a sound picture, and what the error must say.
    struct Damage: Sendable, CustomTestStringConvertible {
        let name: String
        let says: String
        let make: @Sendable ([UInt8]) -> [UInt8]

        init(_ name: String, says: String, _ make: @escaping @Sendable ([UInt8]) -> [UInt8]) {
            (self.name, self.says, self.make) = (name, says, make)
        }

        var testDescription: String { "\(name): \(says)" }
    }

    static func replacing(_ position: Int, _ bytes: [UInt8]) -> @Sendable ([UInt8]) -> [UInt8] {
        { $0[..<position] + bytes + $0[(position + bytes.count)...] }
    }

    static func frame(_ change: @escaping @Sendable (inout [UInt8], Int) -> Void) -> @Sendable ([UInt8]) -> [UInt8] {
        { bytes in
            var bytes = bytes
            let position = bytes.indices.dropLast().first {
                bytes[$0] == 0xFF && (bytes[$0 + 1] == 0xC0 || bytes[$0 + 1] == 0xC2)
            }!
            change(&bytes, position)
            return bytes
        }
    }

    static let damages: [Damage] = [
        Damage("grey.jpg", says: "truncated") { Array($0.prefix(3)) },
        Damage("grey.jpg", says: "before the pixel data") { Array($0.prefix(200)) },
        Damage("baseline-420.jpg", says: "in the pixel data") { Array($0.dropLast(20)) },
        Damage("baseline-420.jpg", says: "truncated") { $0.dropLast(1) },
        Damage("progressive-420.jpg", says: "in the pixel data") { Array($0.dropLast(40)) },
        Damage("baseline-444.jpg", says: "premature end of data") { Array($0.dropLast(1000)) + [0xFF, 0xD9] },
        Damage("baseline-420.jpg", says: "before any pixel data") { _ in [0xFF, 0xD8, 0xFF, 0xD9] },
        Damage("baseline-420.jpg", says: "second picture", replacing(2, [0xFF, 0xD8])),
        Damage("baseline-420.jpg", says: "claims a length of 1", replacing(4, [0, 1])),
        Damage(
            "grey.jpg", says: "cannot hold the 20000×4000 pixels",
            frame { $0.replaceSubrange(($1 + 5)..<($1 + 9), with: [0x0F, 0xA0, 0x4E, 0x20]) }),
        Damage(
            "grey.jpg", says: "20000×20000 pixels, more than the limit of 100 megapixels",
            frame { $0.replaceSubrange(($1 + 5)..<($1 + 9), with: [0x4E, 0x20, 0x4E, 0x20]) }),
        Damage("grey.jpg", says: "0×23 pixels", frame { $0.replaceSubrange(($1 + 7)..<($1 + 9), with: [0, 0]) }),
        Damage("grey.jpg", says: "12 bits", frame { $0[$1 + 4] = 12 }),
        Damage("grey.jpg", says: "2 colour components", frame { $0[$1 + 9] = 2 }),
        Damage("grey.jpg", says: "lossless", frame { $0[$1 + 1] = 0xC3 }),
        Damage("grey.jpg", says: "no frame header", frame { $0[$1 + 1] = 0xE5 }),
        Damage(
            "grey.jpg", says: "two frame headers",
            frame { bytes, at in
                bytes.insert(contentsOf: bytes[at..<(at + 13)], at: at)
            }),
        Damage("progressive-420.jpg", says: "more than 100 scans") { bytes in
            let scan = bytes.indices.dropLast().first { bytes[$0] == 0xFF && bytes[$0 + 1] == 0xDA }!
            return Array(bytes[..<scan])
                + Array(repeatElement([0xFF, 0xDA, 0, 8, 1, 1, 0, 1, 63, 0], count: 300).joined()) + [0xFF, 0xD9]
        },
        Damage("rgb.png", says: "truncated") { Array($0.prefix(20)) },
        Damage("rgb.png", says: "in the chunk IDAT") { Array($0.prefix($0.count / 2)) },
        Damage("rgb.png", says: "before its last chunk") { $0.dropLast(12) },
        Damage("rgb.png", says: "header is missing", replacing(12, [0x49, 0x44, 0x41, 0x54])),
        Damage("rgb.png", says: "no pixel data") { Array($0.prefix(33)) + Array($0.suffix(12)) },
        Damage(
            "rgb.png", says: "20000×20000 pixels, more than the limit",
            replacing(16, [0, 0, 0x4E, 0x20, 0, 0, 0x4E, 0x20])),
        Damage("rgb.png", says: "4294967295×4294967295 pixels", replacing(16, [UInt8](repeating: 0xFF, count: 8))),
        Damage(
            "rgb.png", says: "cannot hold the 20000×4000 pixels", replacing(16, [0, 0, 0x4E, 0x20, 0, 0, 0x0F, 0xA0])),
        Damage("rgb.png", says: "0×14 pixels", replacing(16, [0, 0, 0, 0])),
        Damage("rgb.png", says: "CRC", replacing(29, [1, 2, 3, 4])),
        Damage("rgb.png", says: "this PNG cannot be used", replacing(24, [7])),
        Damage("rgb.png", says: "this PNG cannot be used") { $0.map { $0 == 0x78 ? 0x79 : $0 } },
        Damage("nothing", says: "an empty file") { _ in [] },
        Damage("gif", says: "this is a GIF picture; only JPEG and PNG are read") { _ in Array("GIF89a......".utf8) },
        Damage("webp", says: "this is a WebP picture; only JPEG and PNG are read") { _ in Array("RIFF....WEBPVP8 ".utf8)
        },
        Damage("heic", says: "this is a HEIC picture; only JPEG and PNG are read") { _ in
            [0, 0, 0, 24] + Array("ftypheic".utf8) + [0, 0, 0, 0]
        },
        Damage("avif", says: "this is a AVIF picture; only JPEG and PNG are read") { _ in
            [0, 0, 0, 24] + Array("ftypavif".utf8) + [0, 0, 0, 0]
        },
        Damage("bmp", says: "this is a BMP picture; only JPEG and PNG are read") { _ in
            Array("BM".utf8) + [9, 1, 2, 3, 0, 0, 0, 0]
        },
        Damage("tiff", says: "this is a TIFF picture; only JPEG and PNG are read") { _ in
            [0x4D, 0x4D, 0, 0x2A, 0, 0, 0, 8]
        },
        Damage("page", says: "a web page") { _ in Array("<!DOCTYPE html><html>404".utf8) },
        Damage("pointer", says: "a Git LFS pointer") { _ in Array("version https://git-lfs.github.com/spec/v1".utf8) },
        Damage("text", says: "a text file") { _ in Array("hello\n".utf8) },
        Damage("text", says: "a text file") { _ in Array("BMW, a maker of cars".utf8) },
        Damage("zip", says: "a zip archive") { _ in [0x50, 0x4B, 3, 4, 0, 0] },
        Damage("png", says: "transfer in text mode") { _ in [0x89, 0x50, 0x4E, 0x47, 0x0A, 0x1A, 0x0A] },
        Damage("noise", says: "an unknown format") { _ in [1, 2, 3, 4] },
        Damage("noise", says: "an unknown format") { _ in [0xFF] },
    ]

    @Test("A damaged or foreign file is an error that names it and says what is wrong", arguments: damages)
    func refused(_ damage: Damage) throws {
        let folder = try TemporaryFolder()
        let sound = damage.name.contains(".") ? try Golden.bytes(damage.name) : []
        let file = try folder.file("broken-\(damage.name)", holding: damage.make(sound))
        let error = #expect(throws: RationaleError.self) { try Image(contentsOf: file) }
        #expect(error?.code == .badData)
        #expect(error?.message.contains(damage.says) == true, "\(error?.message ?? "no error")")
        #expect(error?.message.contains("broken-\(damage.name)") == true)
        #expect(error?.hint?.isEmpty == false)
    }

    @Test("What is no file is an error with its own words")
    func notAFile() throws {
        let folder = try TemporaryFolder()
        let missing = folder.url.appending(path: "missing.jpg")
        let absent = #expect(throws: RationaleError.self) { try Image(contentsOf: missing) }
        #expect(absent?.code == .missingInput)
        #expect(absent?.message.contains("missing.jpg") == true)
        let directory = #expect(throws: RationaleError.self) { try Image(contentsOf: folder.url) }
        #expect(directory?.code == .badData)
        #expect(directory?.message.contains("a directory") == true)
        let device = #expect(throws: RationaleError.self) { try Image(contentsOf: URL(filePath: "/dev/zero")) }
        #expect(device?.message.contains("a device") == true)
    }

    @Test("The limit on pixels is exact", arguments: ["grey.jpg", "rgb.png"])
    func limit(name: String) throws {
        var options = Image.ReadingOptions()
        options.maximumPixels = name == "grey.jpg" ? 37 * 23 - 1 : 19 * 14 - 1
        let error = #expect(throws: RationaleError.self) {
            try Image(contentsOf: Golden.picture(name), options: options)
        }
        #expect(error?.message.contains("more than the limit of \(options.maximumPixels) pixels") == true)
        options.maximumPixels += 1
        #expect(try Image(contentsOf: Golden.picture(name), options: options).width > 1)
    }

    @Test("Every truncation of every picture is refused without a crash", arguments: DecodingTests.names)
    func everyTruncation(name: String) throws {
        let bytes = try Golden.bytes(name)
        var accepted: [Int] = []
        for length in 0..<bytes.count where (try? Image(decoding: Array(bytes.prefix(length)))) != nil {
            accepted.append(length)
        }
        #expect(accepted.isEmpty)
    }
}
