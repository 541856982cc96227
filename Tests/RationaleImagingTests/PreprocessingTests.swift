import Foundation
import RationaleCore
import RationaleImaging
import Testing

@Suite("Preprocessing")
struct PreprocessingTests {
    struct Case: Decodable, CustomTestStringConvertible {
        let from: [Int]
        let resize: Int
        let crop: Int
        let filter: Preprocessing.Filter
        let picture: UInt32
        let mean: Double
        let places: [Int]
        let values: [Float]

        var testDescription: String { "\(from[0])×\(from[1]) to \(resize), crop \(crop), \(filter)" }
    }

    static let cases = (try? Golden.load("preprocessing.json", as: [Case].self)) ?? []

    @Test("The table is there")
    func table() { #expect(Self.cases.count == 7) }

    @Test("The whole chain gives torchvision's values", arguments: cases)
    func equalsTorchvision(_ expected: Case) throws {
        let chain = Preprocessing.imageNet(resize: expected.resize, crop: expected.crop, filter: expected.filter)
        let image = Image.synthetic(width: expected.from[0], height: expected.from[1])
        let picture = try chain.picture(of: image)
        #expect(picture.crc == expected.picture)

        let values = try chain.values(of: image)
        #expect(values.count == 3 * expected.crop * expected.crop)
        #expect(abs(values.reduce(0) { $0 + Double($1) } / Double(values.count) - expected.mean) < 1e-6)
        let worst = zip(expected.places, expected.values).map { abs(values[$0] - $1) }.max()
        #expect(try #require(worst) <= 5e-7)
        #expect(try chain.normalized(picture) == values)
    }

    @Test(
        "The part that the crop keeps equals the crop of the whole", arguments: Preprocessing.Filter.allCases,
        [(50, 30), (64, 64), (40, 90), (41, 7)])
    func partEqualsCrop(filter: Preprocessing.Filter, crop: (height: Int, width: Int)) throws {
        let image = Image.synthetic(width: 97, height: 61)
        let chain = Preprocessing(
            resize: .exactly(height: 45, width: 73), cropHeight: crop.height, cropWidth: crop.width, filter: filter,
            mean: [0, 0, 0], standardDeviation: [1, 1, 1])
        let whole = image.resized(height: 45, width: 73, filter: filter)
        #expect(try chain.picture(of: image) == whole.centerCropped(height: crop.height, width: crop.width))
    }

    @Test("Without steps the picture stays as it is, in planes")
    func nothingToDo() throws {
        let image = Image(width: 2, height: 1, pixels: [0, 51, 102, 153, 204, 255])
        let chain = Preprocessing(resize: nil, mean: [0, 0, 0], standardDeviation: [1, 1, 1])
        #expect(try chain.picture(of: image) == image)
        #expect(try chain.values(of: image) == [0, 153, 51, 204, 102, 255].map { $0 / 255 })
    }

    @Test("A picture of extreme proportions costs no more than another", arguments: [(1, 30_000), (30_000, 1)])
    func extremeProportions(size: (width: Int, height: Int)) throws {
        let image = Image(width: size.width, height: size.height, color: (10, 20, 30))
        let picture = try Preprocessing.imageNet().picture(of: image)
        #expect(picture == Image(width: 224, height: 224, color: (10, 20, 30)))
    }

    @Test(
        "Settings that make no sense are an error, not a trap",
        arguments: [
            Preprocessing(resize: .shorterSide(0), mean: [0, 0, 0], standardDeviation: [1, 1, 1]),
            Preprocessing(resize: .shorterSide(-4), mean: [0, 0, 0], standardDeviation: [1, 1, 1]),
            Preprocessing(resize: .shorterSide(.max), mean: [0, 0, 0], standardDeviation: [1, 1, 1]),
            Preprocessing(resize: .shorterSide(5_000_000), mean: [0, 0, 0], standardDeviation: [1, 1, 1]),
            Preprocessing(resize: .exactly(height: 3, width: 0), mean: [0, 0, 0], standardDeviation: [1, 1, 1]),
            Preprocessing(
                resize: .exactly(height: 1_000_000, width: 1_000_000), mean: [0, 0, 0], standardDeviation: [1, 1, 1]),
            Preprocessing(resize: nil, cropHeight: 0, cropWidth: 4, mean: [0, 0, 0], standardDeviation: [1, 1, 1]),
            Preprocessing(resize: nil, cropHeight: .max, cropWidth: 4, mean: [0, 0, 0], standardDeviation: [1, 1, 1]),
            Preprocessing(resize: nil, mean: [0, 0], standardDeviation: [1, 1]),
            Preprocessing(resize: nil, mean: [0], standardDeviation: [1, 1, 1]),
            Preprocessing(resize: nil, mean: [0, 0, 0], standardDeviation: [1, 0, 1]),
            Preprocessing(resize: nil, mean: [0, .nan, 0], standardDeviation: [1, 1, 1]),
        ])
    func badSettings(_ chain: Preprocessing) {
        let image = Image(width: 30, height: 20)
        let error = #expect(throws: RationaleError.self) { try chain.values(of: image) }
        #expect(error?.code == .badData)
    }
}
