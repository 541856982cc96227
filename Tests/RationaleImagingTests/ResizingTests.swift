import Foundation
import RationaleCore
import RationaleImaging
import Testing

@Suite("Resizing")
struct ResizingTests {
    struct Case: Decodable, CustomTestStringConvertible {
        let from: [Int]
        let to: [Int]
        let filter: Preprocessing.Filter
        let pixels: Data?
        let crc: UInt32?
        let mean: Double?

        var testDescription: String { "\(from[0])×\(from[1]) to \(to[0])×\(to[1]), \(filter)" }
    }

    struct Crop: Decodable, CustomTestStringConvertible {
        let from: [Int]
        let to: [Int]
        let pixels: Data

        var testDescription: String { "\(from[0])×\(from[1]) to \(to[0])×\(to[1])" }
    }

    static let cases = (try? Golden.load("resizing.json", as: [Case].self)) ?? []
    static let crops = (try? Golden.load("cropping.json", as: [Crop].self)) ?? []

    @Test("The tables are there")
    func tables() {
        #expect(Self.cases.count == 48)
        #expect(Self.crops.count == 24)
    }

    @Test("Every size and filter gives Pillow's levels exactly", arguments: cases)
    func equalsPillow(_ expected: Case) throws {
        let image = Image.synthetic(width: expected.from[0], height: expected.from[1])
            .resized(height: expected.to[1], width: expected.to[0], filter: expected.filter)
        #expect((image.width, image.height) == (expected.to[0], expected.to[1]))
        if let pixels = expected.pixels {
            #expect(image.largestDifference(from: [UInt8](pixels)) == 0)
        } else {
            #expect(abs(image.mean - (try #require(expected.mean))) < 1e-9)
            #expect(image.crc == expected.crc)
        }
    }

    @Test("The centre is cut out as torchvision does it", arguments: crops)
    func equalsTorchvision(_ expected: Crop) {
        let image = Image.synthetic(width: expected.from[0], height: expected.from[1])
            .centerCropped(height: expected.to[1], width: expected.to[0])
        #expect(image == Image(width: expected.to[0], height: expected.to[1], pixels: [UInt8](expected.pixels)))
    }

    @Test("The same size is the same picture", arguments: Preprocessing.Filter.allCases)
    func identity(filter: Preprocessing.Filter) {
        let image = Image.synthetic(width: 23, height: 31)
        #expect(image.resized(height: 31, width: 23, filter: filter) == image)
    }

    @Test(
        "One colour stays one colour", arguments: Preprocessing.Filter.allCases,
        [(1, 1), (7, 90), (64, 64), (200, 3)])
    func constant(filter: Preprocessing.Filter, size: (height: Int, width: Int)) {
        let image = Image(width: 37, height: 29, color: (0, 131, 255))
        let resized = image.resized(height: size.height, width: size.width, filter: filter)
        #expect(resized == Image(width: size.width, height: size.height, color: (0, 131, 255)))
    }

    @Test("A mirrored picture gives the mirrored result", arguments: [Preprocessing.Filter.bilinear, .bicubic])
    func symmetry(filter: Preprocessing.Filter) throws {
        let image = Image.synthetic(width: 64, height: 48)
        let direct = Orientation.mirrored.upright(image.resized(height: 20, width: 30, filter: filter))
        let mirrored = Orientation.mirrored.upright(image).resized(height: 20, width: 30, filter: filter)
        #expect(try #require(direct.largestDifference(from: mirrored.pixels)) <= 1)
    }
}
