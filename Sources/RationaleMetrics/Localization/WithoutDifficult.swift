public import RationaleCore

/// A metric of localisation that passes over samples whose things are marked as difficult to recognise.
///
/// PASCAL VOC marks such things, and its evaluation leaves them out.
public struct WithoutDifficult: MapMetric {
    private let metric: any MapMetric

    /// - Parameter metric: measures the other samples.
    public init(_ metric: any MapMetric) { self.metric = metric }

    public func measures(of sample: JudgedSample) throws -> [Measure] { try metric.measures(of: sample) }

    public func values(of maps: [Heatmap], for sample: JudgedSample) throws -> [[String: Double]] {
        sample.isDifficult ? maps.map { _ in [:] } : try metric.values(of: maps, for: sample)
    }
}
