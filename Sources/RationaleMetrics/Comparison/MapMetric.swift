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
    /// Whether everything in ``region`` is marked as difficult to recognise.
    public let isDifficult: Bool
    /// The size of a pixel of the region in pixels of the original picture.
    public let pixelSize: PixelSize

    /// - Parameters:
    ///   - name: what reports call it.
    ///   - input: what was explained.
    ///   - region: where the thing is, at the size of the input.
    ///   - isDifficult: whether everything in the region is marked as difficult to recognise.
    ///   - pixelSize: of the region's pixels, in pixels of the original picture.
    public init(
        name: String, input: PerturbableInput, region: Mask? = nil, isDifficult: Bool = false,
        pixelSize: PixelSize = PixelSize()
    ) {
        self.name = name
        self.input = input
        self.region = region
        self.isDifficult = isDifficult
        self.pixelSize = pixelSize
    }
}

/// The size of a pixel of one picture in pixels of another.
public struct PixelSize: Sendable, Hashable {
    public let width: Double
    public let height: Double

    /// - Parameters:
    ///   - width: above 0. Default: 1, where both pictures are the same.
    ///   - height: above 0. Default: 1.
    public init(width: Double = 1, height: Double = 1) {
        precondition(width > 0 && height > 0, "a pixel of \(width) × \(height)")
        self.width = width
        self.height = height
    }
}
