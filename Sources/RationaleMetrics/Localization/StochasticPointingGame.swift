public import RationaleCore

/// How often a pixel that is drawn in proportion to the map lies in the region of the thing, or nearly.
///
/// With p the map as parts of a whole (`Heatmap.distribution(height:width:_:)`), a hit is a pixel whose distance from the
/// region is less than ``tolerance``: `d² < tolerance²`, between the centres of pixels of the original picture. 0 to 1, higher
/// is better.
///
/// Mended: the exact expectation `Σ p · hit`, which draws nothing; with a tolerance of 0 it is ``ContentHeatmap``. Published:
/// the fraction of hits among 100 pixels that are drawn with replacement, for which the authors fixed no seed; ours depends on
/// the seed and the name of the sample, and is the same for all methods.
///
/// *Source:* Pillai and Pirsiavash (2021), "Explainable models with consistent interpretations", AAAI, and the published
/// program.
/// *Cost:* looks at each value; no pass through the network.
public struct StochasticPointingGame: MapMetric {
    public var form: MetricForm
    /// How far from the region a pixel may lie, in pixels of the original picture. Default: 15, as published.
    public var tolerance: Int
    /// Of the published form's draws.
    public var seed: UInt64

    /// How many pixels the published form draws.
    static let draws = 100

    /// - Parameters:
    ///   - form: mended by default.
    ///   - tolerance: at least 0.
    ///   - seed: of the published form's draws.
    public init(_ form: MetricForm = .mended, tolerance: Int = 15, seed: UInt64 = 0) {
        self.form = form
        self.tolerance = tolerance
        self.seed = seed
    }

    public func measures(of sample: JudgedSample) -> [Measure] {
        [Measure("stochastic-pointing-game", .higher, 0...1)]
    }

    public func values(of maps: [Heatmap], for sample: JudgedSample) -> [[String: Double]] {
        guard let region = sample.region, region.area > 0 else { return maps.map { _ in [:] } }
        let accepted = region.widened(by: Double(tolerance), pixelSize: sample.pixelSize)
        return maps.map { map in
            let parts = map.distribution(height: region.height, width: region.width, form)
            let value = form == .mended ? parts.sum(in: accepted) : drawnHits(parts, accepted, sample.name)
            return ["stochastic-pointing-game": value]
        }
    }

    private func drawnHits(_ parts: [Double], _ accepted: Mask, _ name: String) -> Double {
        var random = SplitMix64(seed: seed, for: "stochastic pointing game of \(name)")
        var sum = 0.0
        let sums = parts.map { part in
            sum += part
            return sum
        }
        let hits = (0..<Self.draws).count { _ in
            let drawn = random.unit() * sum
            return accepted.bits[min(sums.partitioningIndex { $0 > drawn }, parts.count - 1)]
        }
        return Double(hits) / Double(Self.draws)
    }
}

extension [Double] {
    /// The first place from which on all elements fulfil something, where those that do come last.
    fileprivate func partitioningIndex(where isLate: (Double) -> Bool) -> Int {
        var (low, high) = (startIndex, endIndex)
        while low < high {
            let middle = (low + high) / 2
            if isLate(self[middle]) { high = middle } else { low = middle + 1 }
        }
        return low
    }
}
