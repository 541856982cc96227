import Foundation
public import RationaleCore
import RationaleStatistics

/// EHR: how much of a map's heat lies in the region of the thing, at every level of heat.
///
/// At the quantile q = 0, 0.1 … 1 of the values that are not 0, `t_q = min(quantile, 0.99 · max)` and
/// `r(q) = Σ heat at places of at least t_q in the region / Σ heat at places of at least t_q`; the score is `∫₀¹ r dq` by
/// trapezoids. 1 is best. Values below a tenth of the largest count as 0. A map that says nothing has the region's part of
/// the picture.
///
/// Mended faults of the published form:
/// 1. *The weighted numerator.* With `--weight`, heat was added up in the numerator, but places counted in the
///    denominator, so that a perfect map of heat below 1 has less than 1. Now both are of one kind.
/// 2. *Eight bits* (`Heatmap.eightBit(height:width:)`), with wrapped negatives. What is negative now
///    is no heat.
/// 3. *The map was changed* by looking at it. Ours are values.
/// 4. *The tenth* below which values were dropped was one of the scale 0 to 1, whatever the map's scale. Now it is one of
///    the map's largest value.
///
/// In both forms pictures whose region covers more than a third are left out, as there every map does well.
///
/// *Source:* Zhang et al. (2021), arXiv 2110.01471, section 4.3, and the published program.
/// *Cost:* sorts the map's values; no pass through the network.
public struct EffectiveHeatRatio: MapMetric {
    public var form: MetricForm
    /// Whether heat counts, or places that have any. Default: heat, as the published tutorial.
    public var isWeighted: Bool
    /// Below which part of the largest value heat counts as none. Default: 0.1, as published.
    public var baseThreshold: Double
    /// Pictures of which the region covers more than this part are left out. Default: 0.33, as published.
    public var largestRegion: Double

    /// - Parameters:
    ///   - form: mended by default.
    ///   - isWeighted: whether heat counts, or places.
    ///   - baseThreshold: 0 to 1.
    ///   - largestRegion: 0 to 1; 1 leaves out nothing.
    public init(
        _ form: MetricForm = .mended, isWeighted: Bool = true, baseThreshold: Double = 0.1, largestRegion: Double = 0.33
    ) {
        self.form = form
        self.isWeighted = isWeighted
        self.baseThreshold = baseThreshold
        self.largestRegion = largestRegion
    }

    public func measures(of sample: JudgedSample) -> [Measure] { [Measure("ehr", .higher, 0...1)] }

    public func values(of maps: [Heatmap], for sample: JudgedSample) -> [[String: Double]] {
        guard let region = sample.region, region.area > 0, region.share <= largestRegion else {
            return maps.map { _ in [:] }
        }
        return maps.map { map in
            ["ehr": ratio(of: map.heat(height: region.height, width: region.width, form), in: region)]
        }
    }

    /// The score of heat that is already on the scale 0 to 1, whatever the region's size.
    ///
    /// - Parameters:
    ///   - heat: one value for each place of the region's mask, row by row.
    ///   - region: where the thing is.
    public func ratio(of heat: [Double], in region: Mask) -> Double {
        precondition(heat.count == region.bits.count, "\(heat.count) values for \(region.bits.count) places")
        let heat = heat.map { $0 < baseThreshold ? 0 : $0 }
        let survivors = heat.filter { $0 > 0 }.sorted()
        guard let largest = survivors.last else { return form == .published ? 0 : region.share }
        let ratios = (0...10).map { level in
            let threshold = min(survivors.quantile(Double(level) / 10), 0.99 * largest)
            return ratio(of: heat, from: threshold, in: region)
        }
        return zip(ratios, ratios.dropFirst()).reduce(0) { $0 + ($1.0 + $1.1) / 2 * 0.1 }
    }

    private func ratio(of heat: [Double], from threshold: Double, in region: Mask) -> Double {
        var (inside, all, count) = (0.0, 0.0, 0.0)
        for (value, isInside) in zip(heat, region.bits) where value >= threshold {
            let weight = isWeighted ? value : 1
            count += 1
            all += weight
            if isInside { inside += weight }
        }
        return form == .published ? inside / (count + 1e-8) : inside / all
    }
}
