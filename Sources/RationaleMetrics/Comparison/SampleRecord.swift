public import RationaleCore

/// What became of one sample that was looked at: what metrics say of its maps, or why it is not judged.
public struct SampleRecord: Sendable, Equatable, Codable {
    /// What reports call it.
    public let name: String
    /// The class that is explained; `nil` where the sample could not be read.
    public let target: Int?
    /// Of the target, from 0 to 1; `nil` where the network has none, or the sample could not be read.
    public let probability: Double?
    /// Whether its target is less probable than was asked.
    public let isImprobable: Bool
    /// By method, then by the name of a measure.
    public internal(set) var values: [String: [String: Double]] = [:]
    /// The methods whose map says nothing, and in which way.
    public internal(set) var degenerate: [String: Heatmap.Degeneracy] = [:]
    /// How long its map took, by method: a batch's time divided by the number of its samples.
    public internal(set) var seconds: [String: Double] = [:]
    /// Why it is passed over.
    public let error: Failure?

    /// Whether metrics have judged it.
    public var isJudged: Bool { error == nil && !isImprobable }

    /// A sample that could not be read, or lacks what is measured.
    init(_ name: String, passedOver error: RationaleError) {
        self.name = name
        target = nil
        probability = nil
        isImprobable = false
        self.error = Failure(error)
    }

    /// A sample that could be read.
    init(_ name: String, target: Int, probability: Double?, isImprobable: Bool) {
        self.name = name
        self.target = target
        self.probability = probability
        self.isImprobable = isImprobable
        error = nil
    }
}
