public import RationaleCore

/// How well the hottest part of a map covers the region of the thing, at every threshold.
///
/// At t = 0, 0.02 … 0.98 of the largest value, `IoU(t) = |heat > t ∩ region| / |heat > t ∪ region|`. `iou` is the mean over
/// the thresholds, `best-iou` the largest of them, as if somebody knew the right threshold for each picture. Both are 0 to
/// 1, higher is better. A map that says nothing has the region's part of the picture.
///
/// Mended faults of the published form: maps of eight bits, as for ``EffectiveHeatRatio``, and regions that had to be
/// rows of numbers.
///
/// *Source:* the published program of arXiv 2110.01471, in which it is part of no command.
/// *Cost:* fifty looks at each value; no pass through the network.
public struct IntersectionOverUnion: MapMetric {
    public var form: MetricForm

    /// From 0 to 0.98, of the largest value.
    public static let thresholds: [Double] = (0..<50).map { Double($0) * 0.02 }

    public init(_ form: MetricForm = .mended) { self.form = form }

    public func measures(of sample: JudgedSample) -> [Measure] {
        [Measure("iou", .higher, 0...1), Measure("best-iou", .higher, 0...1, isDetail: true)]
    }

    public func values(of maps: [Heatmap], for sample: JudgedSample) -> [[String: Double]] {
        guard let region = sample.region, region.area > 0 else { return maps.map { _ in [:] } }
        return maps.map { map in
            let found = overlaps(of: map.heat(height: region.height, width: region.width, form), with: region)
            return ["iou": found.reduce(0, +) / Double(found.count), "best-iou": found.max() ?? 0]
        }
    }

    /// The overlap at each threshold.
    ///
    /// - Parameter heat: 0 to 1, one value for each place of the mask.
    /// - Parameter region: with at least one place inside.
    public func overlaps(of heat: [Double], with region: Mask) -> [Double] {
        let area = region.area
        return Self.thresholds.map { threshold in
            var (hot, both) = (0, 0)
            for (value, isInside) in zip(heat, region.bits) where value > threshold {
                hot += 1
                if isInside { both += 1 }
            }
            return Double(both) / Double(hot + area - both)
        }
    }
}
