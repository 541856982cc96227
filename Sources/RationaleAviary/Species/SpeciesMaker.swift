internal import RationaleCore

/// Draws species in families of five, in which each differs from the one before in 1, 2, 3 and 1 attributes.
///
/// So every world has neighbours that are told apart by a single attribute, and families that share next to nothing.
struct SpeciesMaker {
    static let familySize = 5
    static let steps = [1, 2, 3, 1]

    private var random: SplitMix64
    private var made: [Appearance] = []

    init(seed: UInt64) { random = SplitMix64(seed: seed, for: "species") }

    mutating func appearances(count: Int) -> [Appearance] {
        while made.count < count {
            let place = made.count % Self.familySize
            made.append(place == 0 ? founder() : neighbour(of: made[made.count - 1], changes: Self.steps[place - 1]))
        }
        return made
    }

    private mutating func founder() -> Appearance {
        while true {
            let candidate = anything()
            // Founders stay far from everybody, lest two families meet.
            if candidate.fault == nil, made.allSatisfy({ candidate.differences(from: $0).count >= 7 }) {
                return candidate
            }
        }
    }

    private mutating func neighbour(of parent: Appearance, changes: Int) -> Appearance {
        while true {
            var candidate = parent
            // The size is seen on no part of its own and shall decide no pair.
            for attribute in random.shuffled(Attribute.allCases.filter { $0 != .size }).prefix(changes) {
                _ = attribute.key.set(random.pick(attribute.values), of: &candidate)
            }
            let others = made.dropLast(made.count % Self.familySize)
            if candidate.fault == nil, candidate.differences(from: parent).count == changes, !made.contains(candidate),
                others.allSatisfy({ candidate.differences(from: $0).count >= 4 })
            {
                return candidate
            }
        }
    }

    private mutating func anything() -> Appearance {
        var result = Appearance(
            billShape: .cone, billColor: .black, eyeRing: .none, crownColor: .black, crest: .none, crestColor: .none,
            wingColor: .black, wingPattern: .plain, breastColor: .white, breastPattern: .plain, bellyColor: .white,
            tailShape: .short, tailColor: .black, legColor: .black, size: .medium)
        for attribute in Attribute.allCases { _ = attribute.key.set(random.pick(attribute.values), of: &result) }
        if result.crest == .none { result.crestColor = .none }
        return result
    }
}
