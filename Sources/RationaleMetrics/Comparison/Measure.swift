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
    /// What its mean is taken over.
    public let pooling: Pooling

    /// What the mean of a measure is taken over.
    public enum Pooling: String, Sendable, Hashable, Codable {
        /// The samples that have a value.
        case samples
        /// The classes that such samples have, each with the mean over its samples.
        case occurringClasses
        /// All classes of the network; one without samples counts 0.
        case allClasses
    }

    /// - Parameters:
    ///   - name: as in `--json` output.
    ///   - direction: which way is better.
    ///   - range: between what it lies.
    ///   - isDetail: whether it is too much for a table.
    ///   - pooling: what its mean is taken over; samples by default.
    public init(
        _ name: String, _ direction: Score.Direction, _ range: ClosedRange<Double>, isDetail: Bool = false,
        over pooling: Pooling = .samples
    ) {
        self.name = name
        self.direction = direction
        self.range = range
        self.isDetail = isDetail
        self.pooling = pooling
    }
}
