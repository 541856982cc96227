public import RationaleAviary

/// What an explanation names as important.
public struct ImportantRegions: Sendable, Hashable {
    public var parts: Set<BirdPart>
    public var distractors: Set<Int>

    public init(parts: Set<BirdPart>, distractors: Set<Int>) {
        self.parts = parts
        self.distractors = distractors
    }
}

extension Evidence {
    /// The regions that have more than a share of the evidence.
    ///
    /// Published: `eᵢ > share · Σ map`, where the sum is signed and may cancel or be negative; then everything passes
    /// that is not itself strongly negative. Mended: `max(0, eᵢ) > share · Σⱼ max(0, eⱼ)`, where j runs over parts,
    /// distractors and all the rest of the picture as one region, so that shares add up to 1; where nothing speaks for
    /// the class, nothing is named.
    public func important(above share: Double, _ form: MetricForm) -> ImportantRegions {
        let bound = share * (form == .published ? total : positiveTotal)
        func isImportant(_ value: Double) -> Bool { form == .published ? value > bound : value > max(0, bound) }
        return ImportantRegions(
            parts: Set(parts.filter { isImportant($0.value) }.keys),
            distractors: Set(distractors.indices.filter { isImportant(distractors[$0]) }))
    }

    /// What speaks for the class, region by region: `Σⱼ max(0, eⱼ)`.
    private var positiveTotal: Double {
        let values = BirdPart.allCases.compactMap { parts[$0] } + distractors
        let rest = total - values.reduce(0, +)
        return values.reduce(max(0, rest)) { $0 + max(0, $1) }
    }
}
