public import RationaleCore
public import RationaleStatistics

extension CaptionScores {
    /// One number for all segments, with its interval over segments.
    ///
    /// - Parameters:
    ///   - name: of the metric.
    ///   - summary: the metric's own score of the set, or the mean of its segments' scores.
    ///   - bootstrap: how the interval is drawn. Default: 95 %, 1000 draws, seed 0; all metrics see the same draws.
    /// - Returns: `nil` without segments.
    /// - Complexity: as many scores of sets as there are draws.
    public func score(
        _ name: String, _ summary: CaptionMetrics.Summary = .corpus, bootstrap: Bootstrap = Bootstrap()
    ) -> Score? {
        guard !segments.isEmpty else { return nil }
        return bootstrap.score(name, count: segments.count) { chosen in
            switch summary {
            case .corpus: combined(chosen)
            case .segmentMean: chosen.reduce(0) { $0 + segments[$1] } / Double(chosen.count)
            }
        }
    }

    /// The standard deviation of the segments' scores, of the population.
    public var deviation: Double {
        let mean = segments.reduce(0, +) / Double(segments.count)
        return (segments.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / Double(segments.count)).squareRoot()
    }
}
