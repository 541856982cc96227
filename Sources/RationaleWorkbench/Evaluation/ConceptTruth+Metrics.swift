import RationaleCore
import RationaleAviary
import RationaleStatistics

extension ConceptTruth {
    /// All figures, with 95 % intervals: of counts Wilson's; of means over concepts, and of birds of a pair, which belong together, by
    /// bootstrap.
    var metrics: [Score] {
        let bootstrap = Bootstrap(seed: seed)
        let purities = shown.joined().compactMap { mostCommon($0)?.purity }
        let recalls = zip(shown, visibleParts).map { counts, parts -> Double in
            let found = Set(
                counts.compactMap { mostCommon($0) }.filter { $0.purity > 0.5 }
                    .compactMap { BirdPart(rawValue: $0.name) })
            return parts.isEmpty ? 1 : Double(found.intersection(parts).count) / Double(parts.count)
        }
        func mean(_ name: String, _ values: [Double]) -> Score? {
            bootstrap.score(name, count: values.count) { drawn in
                drawn.isEmpty ? nil : drawn.reduce(0) { $0 + values[$1] } / Double(drawn.count)
            }
        }
        var scores = [
            mean("purity", purities), mean("recall", recalls),
            .proportion("agreement", hits: agreements, of: judged),
            Bootstrap(resamples: 200, seed: seed).score("correlation", count: judged) { drawn in
                linearCorrelation(drawn.flatMap { reasoned[$0] }, drawn.flatMap { asked[$0] })
            }, byPair("why-not", isNamed.map { ($0.pair, $0.isRight) }),
        ].compactMap(\.self)
        for name in ["flips", "control-flips", "edit-flips", "edit-control-flips"] {
            if let score = byPair(name, flips[name] ?? []) { scores.append(score) }
        }
        let experiments = ["exchanged-part", "moved-part", "moved-part-node", "moved-region", "moved-region-node"]
        for name in experiments.flatMap({ [$0, "\($0)-control"] }) {
            if let score = byPair(name, (turned[name] ?? []).map { ($0.class, $0.isNegative) }) { scores.append(score) }
        }
        return scores
    }

    /// A share whose interval draws pairs of species, since the birds of a pair belong together.
    private func byPair(_ name: String, _ hits: [(pair: Int, isHit: Bool)]) -> Score? {
        let groups = Dictionary(grouping: hits) { $0.pair }.sorted { $0.key < $1.key }.map { $0.value.map(\.isHit) }
        return Bootstrap(seed: seed).score(name, count: groups.count) { drawn in
            let all = drawn.reduce(0) { $0 + groups[$1].count }
            return all == 0 ? nil : Double(drawn.reduce(0) { $0 + groups[$1].count { $0 } }) / Double(all)
        }
    }

    var whyNotByPart: [String: Score] {
        Dictionary(grouping: isNamed) { $0.part.rawValue }.compactMapValues { found in
            .proportion("why-not", hits: found.count { $0.isRight }, of: found.count)
        }
    }
}
