import RationaleCore
import RationaleStatistics
import RationaleTorch

/// Searches for one input's mask with other noise each, whose mean is the more reliable the more there are.
struct RepeatedSearch {
    /// Beyond which more searches are no help.
    static let most = 6

    /// Each search's map.
    private var maps: [Tensor] = []
    private(set) var stages: [AttributionStage] = []

    /// - Parameter map: of any shape, the same for all.
    mutating func add(_ map: Tensor, _ stage: AttributionStage) {
        var stage = stage
        maps.append(map)
        if maps.count > 1 {
            stage.name += ", search \(maps.count)"
            stage.settings["reliability"] = "\(reliability)"
        }
        stages.append(stage)
    }

    var map: Tensor { Tensor.stacked(maps).mean([0]) }

    /// The share of the map's variance that as many other searches would reproduce, 0 to 1: what two such maps correlate.
    var reliability: Double {
        let pairs = maps.indices.flatMap { a in maps.indices.filter { $0 > a }.map { (a, $0) } }
        guard !pairs.isEmpty else { return 0 }
        let sum = pairs.reduce(0) { $0 + (maps[$1.0].correlation(with: maps[$1.1]) ?? 1) }
        return Reliability.spearmanBrown(of: maps.count, correlation: sum / Double(pairs.count))
    }

    /// Whether there are enough of them.
    ///
    /// - Parameter aim: the reliability that is wanted; `nil` for one search, whatever comes of it.
    func suffices(for aim: Double?) -> Bool {
        guard let aim else { return !maps.isEmpty }
        return maps.count == Self.most || maps.count > 1 && reliability >= aim
    }

    /// What a reader of the map should know.
    func warnings(aim: Double?) -> [String] {
        guard let aim, reliability < aim else { return [] }
        return [
            "not converged: after \(maps.count) searches, \(Int((100 * reliability).rounded(.down))) % of the map's variance "
                + "is reproducible"
        ]
    }
}

extension Tensor {
    /// Pearson's correlation of all elements with another tensor's; `nil` where one of them is constant.
    func correlation(with other: Tensor) -> Double? {
        let (x, y) = (self - mean(), other - other.mean())
        let size = ((x * x).sum().item * (y * y).sum().item).squareRoot()
        return size > 0 ? (x * y).sum().item / size : nil
    }
}
