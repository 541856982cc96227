public import RationaleCore

/// A metric of localisation, and the same once more on those samples alone whose region is small.
///
/// A thing that fills the picture is hit by any map; where it covers less than a quarter, methods come apart. What is
/// measured there has `-small` at the end of its name; as a column of tables only where the metric itself is a mean over samples.
public struct SmallRegions: MapMetric {
    private let metric: any MapMetric
    /// Which part of the picture a small region covers at most. Default: a quarter.
    public let largest: Double
    private let areDetails: Bool

    /// - Parameters:
    ///   - metric: what is measured.
    ///   - largest: 0 to 1.
    ///   - areDetails: whether what is measured on small regions is too much for a table.
    public init(of metric: any MapMetric, largest: Double = 0.25, areDetails: Bool = false) {
        self.metric = metric
        self.largest = largest
        self.areDetails = areDetails
    }

    public func measures(of sample: JudgedSample) throws -> [Measure] {
        try metric.measures(of: sample).flatMap { measure in
            [
                measure,
                Measure(
                    "\(measure.name)-small", measure.direction, measure.range,
                    isDetail: areDetails || measure.isDetail || measure.pooling != .samples, over: measure.pooling),
            ]
        }
    }

    public func values(of maps: [Heatmap], for sample: JudgedSample) throws -> [[String: Double]] {
        let found = try metric.values(of: maps, for: sample)
        guard let region = sample.region, region.share < largest else { return found }
        return found.map { values in
            values.merging(values.map { ("\($0.key)-small", $0.value) }) { first, _ in first }
        }
    }
}
