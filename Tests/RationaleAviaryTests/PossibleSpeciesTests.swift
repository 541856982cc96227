import RationaleAviary
import RationaleCore
import Testing

struct PossibleSpeciesTests {
    private let aviary = Aviary.standard

    @Test func `A whole bird is one species`() {
        for index in aviary.species.indices {
            #expect(aviary.possibleSpecies(for: aviary.scene(seed: 1, species: index)) == [index])
        }
    }

    @Test func `Without the one part in which they differ two species are possible`() throws {
        for index in 0..<49 {
            let differences = aviary.species[index].appearance.differences(from: aviary.species[index + 1].appearance)
            let parts = Set(differences.compactMap(\.part))
            let scene = aviary.scene(seed: 2, species: index).removing(parts)
            let possible = aviary.possibleSpecies(for: scene)
            #expect(possible.contains(index))
            // The size is always seen.
            #expect(possible.contains(index + 1) == !differences.contains(.size))
        }
    }

    @Test func `Without any part the size alone is left`() {
        let scene = aviary.scene(seed: 9).keeping([])
        let same = aviary.species.indices.filter { aviary.species[$0].appearance.size == scene.appearance.size }
        #expect(aviary.possibleSpecies(for: scene) == same)
    }

    @Test func `A swapped part makes another species, or none`() {
        let pair = (aviary.species[0].appearance, aviary.species[1].appearance)
        let part = pair.0.differences(from: pair.1)[0].part!
        let scene = aviary.scene(seed: 4, species: 0).swapping(part, with: pair.1)
        #expect(scene.species == 0)
        #expect(aviary.possibleSpecies(for: scene) == [1])
        #expect(scene.appearance == pair.1)
    }

    @Test func `Half of the training scenes lack some of their parts`() {
        let scenes = (UInt64(0)..<400).map { aviary.trainingScene(seed: $0) }
        let lacking = scenes.filter { !$0.missing.isEmpty }
        #expect((140...260).contains(lacking.count))
        #expect(lacking.allSatisfy { $0.missing.allSatisfy($0.appearance.has) })
        #expect(Set(lacking.map(\.missing.count)).isSuperset(of: 1...7))
        #expect(scenes.allSatisfy { aviary.possibleSpecies(for: $0).contains($0.species) })
        #expect(aviary.trainingScene(seed: 7) == scenes[7])
    }
}
