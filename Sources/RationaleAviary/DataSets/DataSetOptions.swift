package import RationaleCore

/// Which pictures a data set of drawn birds has.
public struct DataSetOptions: Codable, Equatable, Sendable {
    public var format: DataSetFormat
    /// Pictures in all, shared out evenly; `nil` where ``perSpecies`` says it.
    public var count: Int?
    /// Pictures of each species; 20 where neither number is given.
    public var perSpecies: Int?
    /// Of the square pictures, in pixels.
    public var side = 128
    /// Decides every scene, and the species where ``speciesCount`` is given.
    public var seed: UInt64 = 0
    /// A world of so many new species instead of the 50 built-in ones.
    public var speciesCount: Int?
    /// The only attribute in which those new species differ; `nil` for families that differ in one to three.
    public var difference: Attribute?
    /// How much of each species is for training, 0 to 1; the rest is for validation. A species with two pictures or more
    /// has one of each at least, unless the share is 0 or 1.
    public var trainShare = 0.8
    /// What goes along with the species in pictures for training; `nil` for nothing.
    public var bias: DataSetBias?
    /// The names of the species that it goes along with; `nil` for all.
    public var biasedSpecies: [String]?

    public init(format: DataSetFormat) { self.format = format }

    /// The most pictures of a data set.
    public static let mostPictures = 10_000_000
    /// Sides that are written: what cannot be recognised is not.
    public static let sides = 32...4096

    /// The birds.
    ///
    /// - Throws: `usage` for a number of species that cannot be made.
    package func aviary() throws(RationaleError) -> Aviary {
        guard let speciesCount else {
            guard difference == nil else {
                throw RationaleError(.usage, "--differ-in says nothing without --species-count")
            }
            return .standard
        }
        guard (1...Aviary.mostSpecies).contains(speciesCount) else {
            throw RationaleError(
                .usage, "--species-count \(speciesCount): expected 1 to \(Aviary.mostSpecies)",
                hint: "Without it there are the 50 built-in species.")
        }
        if let difference {
            return try Aviary(speciesCount: speciesCount, seed: seed, differingIn: difference)
        }
        return try Aviary(speciesCount: speciesCount, seed: seed)
    }

    /// How many pictures there are of so many species.
    package func pictures(ofSpecies species: Int) -> Int { count ?? species * (perSpecies ?? 20) }

    /// The scene of a picture.
    package func scene(of item: DataSetItem, in aviary: Aviary) -> Scene {
        let scene = aviary.scene(seed: item.sceneSeed, species: item.species)
        guard item.isTraining, let bias else { return scene }
        let name = aviary.species[item.species].name
        guard biasedSpecies?.contains(name) ?? true else { return scene }
        return bias.biased(scene, number: item.species, seed: seed)
    }

    /// - Throws: `usage`, naming the option and its range.
    package func check() throws(RationaleError) {
        if count != nil, perSpecies != nil {
            throw RationaleError(
                .usage, "--count and --per-species were both given",
                hint: "--count is for all species together, --per-species for each.")
        }
        try check("--count", count, in: 1...Self.mostPictures)
        try check("--per-species", perSpecies, in: 1...1_000_000)
        try check("--side", side, in: Self.sides)
        guard (0...1).contains(trainShare) else {
            throw RationaleError(.usage, "--train-share \(trainShare): expected 0 to 1")
        }
        let names = try aviary().species.map(\.name)
        if let biasedSpecies {
            guard bias != nil else { throw RationaleError(.usage, "--bias-species says nothing without --bias") }
            for name in biasedSpecies where !names.contains(name) {
                let nearest = names.nearest(to: name)
                throw RationaleError(
                    .usage, "--bias-species: there is no species '\(name)'",
                    hint: nearest.isEmpty
                        ? "`rationale data aviary --sheet species` shows them all."
                        : "Did you mean \(nearest.map { "'\($0)'" }.joined(separator: ", "))?")
            }
        }
        let total = pictures(ofSpecies: names.count)
        guard total <= Self.mostPictures else {
            throw RationaleError(.usage, "\(total) pictures were asked for; expected at most \(Self.mostPictures)")
        }
    }

    private func check(_ name: String, _ value: Int?, in range: ClosedRange<Int>) throws(RationaleError) {
        guard let value, !range.contains(value) else { return }
        throw RationaleError(
            .usage, "\(name) \(value): expected \(range.lowerBound) to \(range.upperBound)")
    }
}
