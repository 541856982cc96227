internal import RationaleCore

/// What is behind the bird, and what it sits on.
public struct Background: Equatable, Codable, Sendable {
    public enum Kind: String, CaseIterable, Codable, Sendable {
        case sky, meadow, forest, autumn, reeds, snow, dusk, night, blossom, dunes
    }
    public enum Perch: String, CaseIterable, Codable, Sendable { case branch, stump, rail, rock }

    public var kind: Kind
    public var perch: Perch
    /// Decides hills, clouds, lights and the rest.
    public var seed: UInt64

    init(seed: UInt64) {
        var random = SplitMix64(seed: seed, for: "background")
        kind = random.pick(Kind.allCases)
        perch = random.pick(Perch.allCases)
        self.seed = random.next()
    }
}
