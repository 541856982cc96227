internal import RationaleCore

extension Aviary {
    /// The scene of a seed; the species is drawn from it, too.
    public func scene(seed: UInt64) -> Scene {
        var random = SplitMix64(seed: seed, for: "species")
        return scene(seed: seed, species: random.index(below: species.count))
    }

    /// The scene of a seed with a given species: pose, light, background and the rest do not depend on the species.
    ///
    /// - Precondition: `species` is an index into ``species``.
    public func scene(seed: UInt64, species index: Int) -> Scene {
        precondition(species.indices.contains(index), "no species \(index) among \(species.count)")
        return Scene(seed: seed, species: index, appearance: species[index].appearance)
    }

    /// A scene to learn from: with probability 1/2 the bird lacks a random, non-empty set of its parts.
    ///
    /// So pictures with removed parts are no strangers to a classifier when explanations are tested with them; the
    /// right answer is then every species of ``possibleSpecies(for:)``.
    ///
    /// *Source:* Hesse, Schaub-Meyer and Roth, "FunnyBirds: A synthetic vision dataset for a part-based analysis of
    /// explainable AI methods", ICCV 2023, section 3.
    public func trainingScene(seed: UInt64) -> Scene {
        let scene = scene(seed: seed)
        var random = SplitMix64(seed: seed, for: "missing")
        guard random.chance(0.5) else { return scene }
        let parts = random.shuffled(BirdPart.allCases.filter { scene.appearance.has($0) })
        return scene.removing(Set(parts.prefix(1 + random.index(below: parts.count))))
    }
}
