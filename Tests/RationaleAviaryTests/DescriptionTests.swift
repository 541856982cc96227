import RationaleAviary
import RationaleCore
import RationaleText
import Testing

/// The question which species a text describes.
struct DescriptionTests {
    private let world = DescriptionWorld.standard

    @Test func `Ten species differ in as few attributes as can be`() {
        #expect(world.species.count == 10)
        #expect((1...3).contains(world.telling.count))
        let looks = world.species.map { one in world.telling.map { one.appearance[$0] } }
        #expect(Set(looks).count == 10)
        // One attribute less leaves two alike.
        for left in world.telling {
            let rest = world.telling.filter { $0 != left }
            #expect(Set(world.species.map { one in rest.map { one.appearance[$0] } }).count < 10)
        }
    }

    @Test func `The same seed writes the same, another one something else`() {
        #expect(world.description(seed: 7) == world.description(seed: 7))
        #expect(Set((0..<200).map { world.description(seed: $0).text }).count > 190)
    }

    @Test func `Words are the text's, and the decisive ones are some of them`() {
        for seed in 0..<500 {
            let description = world.description(seed: UInt64(seed))
            #expect(description.words == BasicEnglish.words(of: description.text))
            #expect(!description.decisive.isEmpty && description.decisive.count < description.words.count)
            #expect(description.decisive == description.decisive.sorted())
            #expect(description.decisive.allSatisfy { ![".", ","].contains(description.words[$0]) }, "\(description)")
            let names = world.species.map { $0.name.lowercased() }
            #expect(!names.contains { description.text.contains($0) })
        }
    }

    /// The decisive words alone, as a bag, decide: no two species ever share one.
    @Test func `Decisive words tell the species`() {
        var species: [[String]: Set<Int>] = [:]
        for seed in 0..<3000 {
            let description = world.description(seed: UInt64(seed))
            let said = description.decisive.map { description.words[$0] }
            species[said, default: []].insert(description.species)
        }
        #expect(species.values.allSatisfy { $0.count == 1 })
    }

    /// The other words are as common with one species as with any.
    @Test func `The other words say nothing about the species`() {
        var counts: [String: [Int]] = [:]
        var totals = [Int](repeating: 0, count: 10)
        for seed in 0..<6000 {
            let description = world.description(seed: UInt64(seed))
            totals[description.species] += 1
            let decisive = Set(description.decisive)
            let others = Set(description.words.indices.filter { !decisive.contains($0) }.map { description.words[$0] })
            for word in others { counts[word, default: Array(repeating: 0, count: 10)][description.species] += 1 }
        }
        for (word, found) in counts where found.reduce(0, +) > 600 {
            let share = Double(found.reduce(0, +)) / 6000
            let deviation = (share * (1 - share) / 600).squareRoot()
            for (count, total) in zip(found, totals) {
                #expect(abs(Double(count) / Double(total) - share) < 5 * deviation, "\(word) \(found)")
            }
        }
    }

    @Test func `Species that no description tells apart are refused`() throws {
        let one = Aviary.standard.species[0]
        var twin = one.appearance
        twin.eyeRing = twin.eyeRing == .none ? .white : .none
        let error = #expect(throws: RationaleError.self) {
            try DescriptionWorld([one, Species(name: "twin", appearance: twin)])
        }
        #expect(error?.code == .usage && error?.message.contains("twin") == true)
        #expect(throws: RationaleError.self) { try DescriptionWorld([one]) }
    }
}
