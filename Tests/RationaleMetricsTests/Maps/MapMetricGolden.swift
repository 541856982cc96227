import Foundation
import RationaleCore
import RationaleMetrics
import RationaleTorch

/// What `scripts/reference/map_metrics.py` computed.
struct MapMetricGolden: Decodable {
    struct Array: Decodable {
        let shape: [Int]
        let values: [Double]

        var tensor: Tensor { Tensor(values, shape: shape) }
        var map: Heatmap { Heatmap(height: shape[0], width: shape[1], values: values.map(Float.init)) }
    }

    struct Similarity: Decodable {
        let name: String
        let window: Int
        let range: Double
        let value: Double
        let first, second: Array
    }

    struct HeatRatio: Decodable {
        let weighted: Bool
        let value: Double
        let heat: Array
        let rows, columns: [Int]
    }

    struct Replacement: Decodable {
        let step: Int
        let sigma, deletion, insertion: Double
        let picture, weights, heat, blurred: Array
    }

    let similarity: [String: Similarity]
    let heatRatios: [String: HeatRatio]
    let replacement: [String: Replacement]
    let sizes: Array

    static func read() throws -> MapMetricGolden {
        let folder = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        return try JSONDecoder().decode(
            MapMetricGolden.self, from: Data(contentsOf: folder.appending(path: "Golden/map-metrics.json")))
    }
}
