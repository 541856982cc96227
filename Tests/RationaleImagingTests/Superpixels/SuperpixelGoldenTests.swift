import Foundation
import RationaleCore
import RationaleImaging
import Testing

@Suite("Superpixels beside scikit-image")
struct SuperpixelGoldenTests {
    struct Draws: Decodable {
        let positions: [Int]
        let values: [Double]
        let sum: Double
    }

    struct DrawsFile: Decodable {
        let draws: Draws
    }

    static let synthetic = (try? Golden.load("superpixels.json", as: GoldenSuperpixels.File.self).cases) ?? []
    static let photos = (try? Golden.load("superpixel-photos.json", as: GoldenSuperpixels.File.self).cases) ?? []

    @Test func `the golden files are there`() {
        #expect(Self.synthetic.count == 54)
        #expect(Self.photos.count == 36)
    }

    @Test(arguments: synthetic)
    func `labels of pictures by formula are scikit-image's`(golden: GoldenSuperpixels) throws {
        let image = try #require(
            Image.forSuperpixels(golden.picture ?? "", width: golden.width, height: golden.height))
        let found = try #require(golden.superpixels()).segment(image)
        #expect(found.count == golden.count)
        let differing = zip(found.labels, golden.labels).count { $0 != $1 }
        #expect(differing == 0, "adjusted Rand index \(slowAdjustedRandIndex(found.labels, golden.labels))")
    }

    @Test(.enabled(if: SharedData.isThere, "the real photos are not here"), arguments: photos)
    func `labels of photos are scikit-image's`(golden: GoldenSuperpixels) throws {
        let (photo, top, left) = try (#require(golden.photo), #require(golden.top), #require(golden.left))
        let image = try Image(contentsOf: SharedData.folder.appending(path: photo))
            .part(top: top, left: left, width: golden.width, height: golden.height)
        let found = try #require(golden.superpixels()).segment(image)
        #expect(found.count == golden.count)
        #expect(found.labels == golden.labels)
    }

    @Test func `the draws that break ties are NumPy's`() throws {
        let golden = try Golden.load("superpixels.json", as: DrawsFile.self).draws
        var noise = NumPyNormal(seed: 42)
        let draws = (0..<200_000).map { _ in noise.next() }
        for (position, value) in zip(golden.positions, golden.values) {
            #expect(abs(draws[position] - value) <= 1e-14, "draw \(position)")
        }
        #expect(abs(draws.reduce(0, +) - golden.sum) < 1e-9)
    }
}
