import Foundation
import RationaleCore
import RationaleImaging
import Testing

struct ColorMapTests {
    /// What scripts/reference/colormaps.py wrote.
    struct Golden: Decodable {
        struct Percentiles: Decodable {
            let values: [Float]
            let percents: [Double]
            let expected: [Double]
        }
        let positions: [Double]
        let maps: [String: [[UInt8]]]
        let percentiles: [Percentiles]

        static func read() throws -> Golden {
            let url = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "../Golden/colormaps.json")
            return try JSONDecoder().decode(Golden.self, from: Data(contentsOf: url))
        }
    }

    @Test(
        arguments: zip(
            ColorMap.all, ["viridis", "magma", "inferno", "RdBu_r", "bwr", "gray", "turbo", "jet"]))
    func equalsMatplotlib(map: ColorMap, name: String) throws {
        let golden = try Golden.read()
        let colors = try #require(golden.maps[name])
        #expect(map.colors.count == 256)
        #expect(colors.count == golden.positions.count)
        for (position, color) in zip(golden.positions, colors) {
            #expect(map[position] == Color(color[0], color[1], color[2]), "\(name) at \(position)")
        }
    }

    @Test func whatIsNoNumberHasTheFirstColor() {
        #expect(ColorMap.index(of: .nan) == 0)
        #expect(ColorMap.index(of: .infinity) == 255)
        #expect(ColorMap.index(of: -.infinity) == 0)
    }

    @Test(arguments: [ColorMap.viridis, .magma, .inferno, .gray])
    func perceptualMapsGrowBrighter(map: ColorMap) {
        let brightness = map.colors.map {
            0.2126 * Double($0.red) + 0.7152 * Double($0.green) + 0.0722 * Double($0.blue)
        }
        #expect(zip(brightness, brightness.dropFirst()).allSatisfy { $1 >= $0 - 1 })
        #expect(brightness[255] > brightness[0] + 180)
    }

    @Test(arguments: ColorMap.all.filter(\.isDiverging))
    func divergingMapsAreNeutralInTheMiddle(map: ColorMap) {
        let middle = map[0.5]
        #expect(min(middle.red, middle.green, middle.blue) >= 240)
        #expect(map[0].blue > map[0].red)
        #expect(map[1].red > map[1].blue)
    }

    @Test(arguments: [
        ("Viridis", ColorMap.viridis), ("grey", .gray), ("RdBu_r", .blueWhiteRed), ("blue-white-red", .blueWhiteRed),
    ])
    func isFoundByName(name: String, map: ColorMap) throws {
        #expect(try ColorMap(named: name) == map)
    }

    @Test func anUnknownNameIsAnsweredWithTheNearest() throws {
        let error = try #require(throws: RationaleError.self) { try ColorMap(named: "viridid") }
        #expect(error.code == .usage)
        #expect(error.message.contains("'viridid'"))
        #expect(error.hint?.hasPrefix("Did you mean viridis?") == true)
        #expect(error.hint?.contains("turbo") == true)
    }

    @Test func theStandardMapDependsOnTheSign() {
        #expect(ColorMap.standard(isSigned: false) == .viridis)
        #expect(ColorMap.standard(isSigned: true) == .blueWhiteRed)
    }
}
