public import RationaleCore
import RationaleStatistics

/// Whether a method says the same with another seed: Pearson's correlation of both maps.
///
/// −1 to 1, higher is better: what changes with the seed is not about the picture. Maps that say nothing agree with nothing,
/// and have 0.
public enum MapAgreement {
    public static let measure = Measure("agreement", .higher, -1...1)

    /// - Parameter first: a map.
    /// - Parameter second: another of the same size.
    public static func value(_ first: Heatmap, _ second: Heatmap) -> Double {
        guard first.degeneracy == nil, second.degeneracy == nil, first.values.count == second.values.count else {
            return 0
        }
        return linearCorrelation(first.values.map(Double.init), second.values.map(Double.init)) ?? 0
    }
}
