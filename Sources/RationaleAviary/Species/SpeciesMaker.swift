internal import RationaleCore

/// Draws species in families of five, in which each differs from the one before in 1, 2, 3 and 1 attributes.
///
/// So every world has neighbours that are told apart by a single attribute, and families that share next to nothing.
/// Of several draws the one is taken whose colours go best together and whose values are the rarest so far.
struct SpeciesMaker {
    static let familySize = 5
    static let steps = [1, 2, 3, 1]

    private let values = Dictionary(uniqueKeysWithValues: Attribute.allCases.map { ($0, $0.values) })
    private var random: SplitMix64
    private var made: [Appearance] = []
    /// How often each value of each attribute has been given.
    private var uses: [Attribute: [String: Int]] = [:]

    init(seed: UInt64) { random = SplitMix64(seed: seed, for: "species") }

    mutating func appearances(count: Int) -> [Appearance] {
        while made.count < count {
            let place = made.count % Self.familySize
            let next =
                place == 0
                ? best(of: 60) { $0.founder() }
                : best(of: 8) { $0.neighbour(of: $0.made[$0.made.count - 1], changes: Self.steps[place - 1]) }
            for attribute in Attribute.allCases { uses[attribute, default: [:]][next[attribute], default: 0] += 1 }
            made.append(next)
        }
        return made
    }

    /// A founder and its likes, which differ from it and from each other in one attribute alone.
    ///
    /// - Returns: `nil` where 200 draws find no family of so many.
    mutating func appearances(count: Int, differingIn attribute: Attribute) -> [Appearance]? {
        for _ in 0..<200 {
            let founder = best(of: 60) { $0.founder() }
            let others = random.shuffled(values[attribute] ?? []).filter { $0 != founder[attribute] }.compactMap {
                value in
                var other = founder
                return attribute.key.set(value, of: &other) && other.fault == nil ? other : nil
            }
            if others.count + 1 >= count { return Array(([founder] + others).prefix(count)) }
        }
        return nil
    }

    private mutating func best(of draws: Int, _ draw: (inout Self) -> Appearance) -> Appearance {
        let drawn = (0..<draws).map { _ in draw(&self) }
        return drawn.max { merit($0) < merit($1) }!
    }

    private func merit(_ appearance: Appearance) -> Double {
        let wear = Attribute.allCases.reduce(0) { sum, attribute in
            let count = Double(uses[attribute]?[appearance[attribute]] ?? 0)
            // What nobody wears yet is worth a lesser harmony.
            return sum + (count == 0 ? -0.6 : 0.4 * count * Double(values[attribute]!.count) / Double(made.count))
        }
        return appearance.harmony - wear
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
        // The size is seen on no part of its own and shall decide no pair.
        let attributes = Attribute.allCases.filter { $0 != .size }
        let strangers = made.dropLast((made.count - 1) % Self.familySize + 1)
        while true {
            var candidate = parent
            for attribute in random.shuffled(attributes).prefix(changes) {
                _ = attribute.key.set(random.pick(values[attribute]!), of: &candidate)
            }
            if candidate.fault == nil, candidate.differences(from: parent).count == changes, !made.contains(candidate),
                strangers.allSatisfy({ candidate.differences(from: $0).count >= 4 })
            {
                return candidate
            }
        }
    }

    private mutating func anything() -> Appearance {
        var result = Appearance.blank
        for attribute in Attribute.allCases { _ = attribute.key.set(random.pick(values[attribute]!), of: &result) }
        if result.crest == .none { result.crestColor = .none }
        return result
    }
}
