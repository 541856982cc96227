public import RationaleCore

/// A metric of maps: a small value with its settings, which judges any number of maps of one sample.
///
/// To add one, copy ``PointingGame``: it says what its numbers are called and computes them for one map; means,
/// intervals, differences between methods and tables follow for all metrics alike (``ComparisonReport``).
public protocol MapMetric: Sendable {
    /// What it measures of a sample, in the order of tables.
    ///
    /// - Throws: `RationaleError.Code.usage` for a setting that does not fit the sample.
    func measures(of sample: JudgedSample) throws -> [Measure]

    /// What it finds.
    ///
    /// - Parameters:
    ///   - maps: of any sizes, all of this sample; what they share is computed once.
    ///   - sample: what was explained.
    /// - Returns: for each map, values by the names of measures; one is missing where the sample says nothing about it.
    func values(of maps: [Heatmap], for sample: JudgedSample) throws -> [[String: Double]]
}

/// A sample that maps explain.
public struct JudgedSample: Sendable {
    /// What reports call it.
    public let name: String
    /// What was explained, and how to ask again.
    public let input: PerturbableInput
    /// Where the thing is that the target names, at the size of the input; `nil` where nobody knows.
    public let region: Mask?

    public init(name: String, input: PerturbableInput, region: Mask? = nil) {
        self.name = name
        self.input = input
        self.region = region
    }
}
