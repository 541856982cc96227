public import RationaleCore

/// What one number of a metric is called, and how it is read.
public struct Measure: Sendable, Hashable, Codable {
    /// As `name` in `--json` output: `insertion`.
    public let name: String
    /// Which way is better.
    public let direction: Score.Direction
    /// Between what it lies.
    public let range: ClosedRange<Double>
    /// Whether it is a part of another measure, too much for a table.
    public let isDetail: Bool

    public init(
        _ name: String, _ direction: Score.Direction, _ range: ClosedRange<Double>, isDetail: Bool = false
    ) {
        self.name = name
        self.direction = direction
        self.range = range
        self.isDetail = isDetail
    }
}
