/// A measure of how well sentences agree with references.
public protocol CaptionMetric: Sendable {
    /// The field's name of it, such as `METEOR` or `CIDEr-D`.
    var name: String { get }

    /// Everything that decides a score besides the sentences. Two scores can be compared where these are equal.
    var signature: CaptionSignature { get }

    /// Scores segments.
    ///
    /// - Returns: one score for each segment, and the score of any selection of them.
    /// - Throws: `RationaleError` of code `badData` where a segment cannot be scored, naming it by its number from 1.
    func scores(of segments: [CaptionSegment]) throws -> CaptionScores
}
