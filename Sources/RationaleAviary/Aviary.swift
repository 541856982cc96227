public import RationaleCore

/// A world of birds: its species, and from any seed a scene with one of them.
///
/// Everything that follows from a seed is the same in every process and on every thread.
public struct Aviary: Sendable {
    public let species: [Species]

    /// The fifty built-in species, fixed for ever: ten families of five, in which each species differs from the one
    /// before in one, two, three and again one attribute.
    ///
    /// Of all pairs, 20 differ in one attribute, 12 in two and 20 in three; none in size alone. Every value of
    /// every attribute is worn by a species.
    public static let standard = Aviary(made: 50, seed: 2056)

    /// The most species that ``init(speciesCount:seed:)`` can make and name.
    public static let mostSpecies = SpeciesNames.most

    /// A world of its own.
    ///
    /// - Parameter speciesCount: 1 to ``mostSpecies``.
    /// - Parameter seed: decides looks and names.
    /// - Throws: `usage` for a count outside.
    public init(speciesCount: Int, seed: UInt64) throws(RationaleError) {
        guard (1...Self.mostSpecies).contains(speciesCount) else {
            throw RationaleError(
                .usage, "cannot make an aviary of \(speciesCount) species: expected 1 to \(Self.mostSpecies)",
                hint: "The standard aviary has 50.")
        }
        self.init(made: speciesCount, seed: seed)
    }

    /// A world whose species differ from each other in one attribute alone: as close as species can be.
    ///
    /// - Parameters:
    ///   - speciesCount: 1 to the number of the attribute's values.
    ///   - seed: decides looks and names.
    ///   - attribute: any but the size, which could not be seen.
    /// - Throws: `usage` for an attribute or a count for which there is no such world.
    public init(speciesCount: Int, seed: UInt64, differingIn attribute: Attribute) throws(RationaleError) {
        guard attribute != .size, speciesCount >= 1 else {
            throw RationaleError(
                .usage, "cannot make \(speciesCount) species that differ in \(attribute.rawValue) alone",
                hint: "A picture has no scale, so size alone tells no species.")
        }
        var maker = SpeciesMaker(seed: seed)
        guard let appearances = maker.appearances(count: speciesCount, differingIn: attribute) else {
            throw RationaleError(
                .usage, "there are no \(speciesCount) species that differ in \(attribute.rawValue) alone",
                hint: "It has the values \(attribute.values.joined(separator: ", ")).")
        }
        try self.init(species: zip(SpeciesNames.names(for: appearances, seed: seed), appearances).map(Species.init))
    }

    private init(made count: Int, seed: UInt64) {
        var maker = SpeciesMaker(seed: seed)
        let appearances = maker.appearances(count: count)
        species = zip(SpeciesNames.names(for: appearances, seed: seed), appearances).map(Species.init)
    }

    /// A world of given species.
    ///
    /// - Throws: `usage` where there are none, where two share a name or a look or differ in size alone, where a name is
    ///   blank, or where what decides a species could not be seen.
    public init(species: [Species]) throws(RationaleError) {
        guard !species.isEmpty else {
            throw RationaleError(.usage, "an aviary needs at least one species, found none")
        }
        var names: Set<String> = []
        var looks: [Appearance: String] = [:]
        for one in species {
            guard one.name.contains(where: { !$0.isWhitespace }) else {
                throw RationaleError(.usage, "expected a name for every species, found “\(one.name)”")
            }
            guard names.insert(one.name).inserted else {
                throw RationaleError(
                    .usage, "two species are called “\(one.name)”", hint: "Give each a name of its own.")
            }
            if let fault = one.appearance.fault {
                throw RationaleError(.usage, "“\(one.name)” cannot be: \(fault)")
            }
            var look = one.appearance
            look.size = .medium
            if let other = looks.updateValue(one.name, forKey: look) {
                throw RationaleError(
                    .usage, "“\(other)” and “\(one.name)” look alike",
                    hint: "Two species must differ in at least one attribute other than size.")
            }
        }
        self.species = species
    }

    /// Every species that agrees with what can still be seen: all attributes but those of missing parts.
    ///
    /// The indices are in ascending order; there are none where a swap made a bird like no species.
    public func possibleSpecies(for scene: Scene) -> [Int] {
        let visible = Attribute.allCases.filter { attribute in
            attribute.part.map { !scene.missing.contains($0) } ?? true
        }
        return species.indices.filter { index in
            visible.allSatisfy { species[index].appearance.agrees(with: scene.appearance, in: $0) }
        }
    }
}
