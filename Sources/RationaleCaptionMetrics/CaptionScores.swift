/// What a metric found in a set of segments.
public struct CaptionScores: Sendable {
    /// The score of each segment alone, in their order.
    public let segments: [Double]

    /// The score of the segments with the given indices taken as one set; an index may occur several times, as the
    /// bootstrap draws them. For many metrics it is no mean of ``segments``.
    public let combined: @Sendable ([Int]) -> Double

    public init(segments: [Double], combined: @escaping @Sendable ([Int]) -> Double) {
        self.segments = segments
        self.combined = combined
    }

    /// The score of all segments.
    public var overall: Double { combined(Array(segments.indices)) }
}
