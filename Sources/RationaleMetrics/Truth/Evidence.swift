public import RationaleAviary
public import RationaleCore

/// What a map says of each part and each distractor: the sum of its values over the visible pixels.
///
/// The sum, not the mean, in the map's own unit: a map that adds up to the score divides the score among the regions.
public struct Evidence: Sendable, Hashable {
    /// Of each visible part.
    public var parts: [BirdPart: Double]
    /// Of each distractor; 0 for a hidden one.
    public var distractors: [Double]
    /// Of the whole picture.
    public var total: Double

    public init(parts: [BirdPart: Double], distractors: [Double], total: Double) {
        self.parts = parts
        self.distractors = distractors
        self.total = total
    }

    /// The sums of a map of any size, brought to the picture's.
    ///
    /// A map that contains values that are not finite says nothing, and counts as zero everywhere.
    public init(_ map: Heatmap, in regions: SceneRegions) {
        let map = map.resized(height: regions.side, width: regions.side)
        let isFinite = map.values.allSatisfy(\.isFinite)
        func sum(_ places: [Int]) -> Double { isFinite ? places.reduce(0) { $0 + Double(map.values[$1]) } : 0 }
        parts = regions.parts.mapValues(sum)
        distractors = regions.distractors.map(sum)
        total = isFinite ? map.values.reduce(0) { $0 + Double($1) } : 0
    }

    /// The sum over several parts.
    public func sum(_ parts: Set<BirdPart>) -> Double { parts.reduce(0) { $0 + (self.parts[$1] ?? 0) } }
}
