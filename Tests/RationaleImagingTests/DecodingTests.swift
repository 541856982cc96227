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
}
