import Foundation
import RationaleCore
import RationaleMetrics

/// What `scripts/reference/localization.py` computed.
struct LocalizationGolden: Decodable {
    struct Case: Decodable {
        let map, boxes: MapMetricGolden.Array
        let height, width, tolerance, hit, near: Int
        let pixelHeight, pixelWidth, content, expected: Double
        let `class`: Int
        let isDifficult: Bool

        var region: Mask {
            let sides = boxes.values.map(Int.init)
            let bits = (0..<height * width).map { index in
                stride(from: 0, to: sides.count, by: 4).contains { start in
                    (sides[start]..<sides[start + 1]).contains(index / width)
                        && (sides[start + 2]..<sides[start + 3]).contains(index % width)
                }
            }
            return Mask(height: height, width: width, bits: bits)
        }

        func sample() throws -> JudgedSample {
            JudgedSample(
                name: "golden", input: try LinearInput(shape: [1, height, width]).perturbable(), region: region,
                isDifficult: isDifficult, pixelSize: PixelSize(width: pixelWidth, height: pixelHeight))
        }
    }

    let classes: Int
    let cases: [String: Case]
    let allClasses, occurringClasses: Double

    /// In the order of the script.
    var ordered: [Case] { cases.sorted { Int($0.key)! < Int($1.key)! }.map(\.value) }

    static func read() throws -> LocalizationGolden {
        let folder = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        return try JSONDecoder().decode(
            LocalizationGolden.self, from: Data(contentsOf: folder.appending(path: "Golden/localization.json")))
    }
}
