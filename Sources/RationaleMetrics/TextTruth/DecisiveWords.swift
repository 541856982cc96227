/// How well a map of words agrees with the words that are known to decide.
public struct DecisiveWords: Sendable, Equatable {
    /// The share of the map's positive mass that is on decisive words: `Σ_{decisive} max(0, v) / Σ max(0, v)`. A map
    /// without any has its mass everywhere alike.
    public let share: Double
    /// How probable it is that a decisive word has a larger value than another word, ties counted half: the area under the
    /// receiver operating characteristic. 1 for a perfect order, 0.5 for chance.
    public let ranking: Double
    /// Of the words with the largest values, as many as there are decisive ones: the share of these that decide. Of equal
    /// values each has the same part.
    public let top: Double

    /// - Parameters:
    ///   - values: one for each word; not finite ones count as zero.
    ///   - decisive: the places of the words that decide: at least one, and not all of them.
    public init(_ values: [Float], decisive: Set<Int>) {
        let values = values.map { $0.isFinite ? Double($0) : 0 }
        let own = decisive.map { values[$0] }
        let others = values.indices.filter { !decisive.contains($0) }.map { values[$0] }
        let mass = values.reduce(0) { $0 + max(0, $1) }
        share =
            mass > 0
            ? own.reduce(0) { $0 + max(0, $1) } / mass : Double(own.count) / Double(max(1, values.count))
        var wins = 0.0
        for one in own { for other in others { wins += one > other ? 1 : one == other ? 0.5 : 0 } }
        ranking = wins / Double(max(1, own.count * others.count))
        // Of the values at the edge, only some fit.
        let edge = values.sorted(by: >)[max(0, own.count - 1)]
        let above = values.count { $0 > edge }
        let equal = values.count { $0 == edge }
        let hits = Double(own.count { $0 > edge })
        let part = Double(own.count - above) / Double(max(1, equal))
        top = (hits + Double(own.count { $0 == edge }) * part) / Double(max(1, own.count))
    }
}
