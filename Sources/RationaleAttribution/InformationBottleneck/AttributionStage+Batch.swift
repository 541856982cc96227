import Foundation
import RationaleCore
import RationaleTorch

extension AttributionStage {
    /// What was found at a stage, for each input of a batch.
    ///
    /// - Parameters:
    ///   - maps: `[batch, height, width]`, or `[batch, place]`.
    ///   - found: the search, where one was made.
    static func ofEachInput(
        _ name: String, _ maps: Tensor, unit: String, _ found: FoundMask? = nil, settings: [String: String]
    ) -> [AttributionStage] {
        let planes = maps.rank == 2 ? maps.unsqueezed(1) : maps
        let (height, width) = (planes.shape[1], planes.shape[2])
        let values = planes.converted(to: .float32).floats
        let bits = found.map { ($0.information.sum(Array(1..<$0.information.rank)) / log(2.0)).floats }
        return (0..<maps.shape[0]).map { index in
            AttributionStage(
                name: name,
                map: Heatmap(
                    height: height, width: width,
                    values: Array(values[index * height * width..<(index + 1) * height * width])),
                unit: unit, losses: found?.losses.map { $0[index] } ?? [],
                passed: found?.passed.map { $0[index] } ?? [], bits: bits.map { Double($0[index]) },
                settings: settings)
        }
    }
}

extension AdamSearch {
    /// By the names of the options.
    var settings: [String: String] {
        [
            "beta": "\(beta)", "steps": "\(steps)", "samples": "\(samples)", "learning-rate": "\(learningRate)",
            "initial-alpha": "\(initialAlpha)",
        ]
    }
}
