public import RationaleCore
public import RationaleStatistics

/// What each scene says about each measured metric, and what follows for all.
public struct SceneMarks: Sendable {
    /// One row for each scene, in it one number for each of ``TruthMetric/measured``, not a number where the scene says
    /// nothing.
    private var rows: [[Double]] = []

    public init() {}

    public mutating func append(_ marks: [TruthMetric: Double]) {
        rows.append(TruthMetric.measured.map { marks[$0] ?? .nan })
    }

    /// The mean of each measured metric over scenes; missing where none of them says anything.
    ///
    /// - Parameter scenes: their numbers; `nil` for all.
    public func means(of scenes: [Int]? = nil) -> [TruthMetric: Double] {
        var sums = [Double](repeating: 0, count: TruthMetric.measured.count)
        var counts = sums
        for scene in scenes ?? Array(rows.indices) {
            for (index, value) in rows[scene].enumerated() where !value.isNaN {
                sums[index] += value
                counts[index] += 1
            }
        }
        var means: [TruthMetric: Double] = [:]
        for (index, metric) in TruthMetric.measured.enumerated() where counts[index] > 0 {
            means[metric] = sums[index] / counts[index]
        }
        return means
    }

    /// How many scenes say something about a metric; of a metric that follows from others, about all of them.
    public func count(_ metric: TruthMetric) -> Int {
        let needed = metric.sources.map { TruthMetric.measured.firstIndex(of: $0)! }
        return needed.map { index in rows.count { !$0[index].isNaN } }.min() ?? 0
    }

    /// Every metric that has a value, with its interval over scenes.
    public func scores(_ bootstrap: Bootstrap) -> [TruthMetric: Score] {
        let metrics = TruthMetric.allCases
        let all = means()
        let intervals = bootstrap.intervals(count: rows.count) { drawn in
            let means = means(of: drawn)
            return metrics.map { $0.value(means) }
        }
        var scores: [TruthMetric: Score] = [:]
        for (index, metric) in metrics.enumerated() {
            guard let value = metric.value(all) else { continue }
            let interval = (intervals.isEmpty ? nil : intervals[index]) ?? value...value
            scores[metric] = Score(
                name: metric.rawValue, value: value, low: interval.lowerBound, high: interval.upperBound,
                count: count(metric), direction: .higher)
        }
        return scores
    }
}
