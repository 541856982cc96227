import Foundation
import RationaleAviary
import RationaleCore
import Testing

struct StandardAviaryTests {
    private let species = Aviary.standard.species

    @Test func `Fifty species have names of their own`() {
        #expect(species.count == 50)
        #expect(Set(species.map(\.name)).count == 50)
        #expect(Set(species.map(\.appearance)).count == 50)
    }

    @Test func `Chains of pairs differ in one, two and three attributes`() {
        for family in 0..<10 {
            let chain = species[(5 * family)..<(5 * family + 5)].map(\.appearance)
            #expect(zip(chain, chain.dropFirst()).map { $0.differences(from: $1).count } == [1, 2, 3, 1])
        }
        var pairs: [Int: Int] = [:]
        for (index, one) in species.enumerated() {
            for other in species[..<index] {
                pairs[one.appearance.differences(from: other.appearance).count, default: 0] += 1
            }
        }
        #expect(pairs[0] == nil)
        #expect(pairs[1] == 20 && pairs[2] == 12 && pairs[3] == 20)
    }

    @Test func `No two species differ in size alone`() {
        let looks = species.map { one in
            var look = one.appearance
            look.size = .medium
            return look
        }
        #expect(Set(looks).count == 50)
    }

    @Test(arguments: Attribute.allCases) func `Every value is worn`(of attribute: Attribute) {
        #expect(Set(species.map { $0.appearance[attribute] }) == Set(attribute.values))
    }

    @Test func `The standard species can be given, written and read`() throws {
        _ = try Aviary(species: species)
        let json = try JSONEncoder().encode(species)
        #expect(try Aviary(json: json).species == species)
    }

    @Test func `The same seed makes the same world, another one another`() throws {
        let one = try Aviary(speciesCount: 12, seed: 5).species
        #expect(try Aviary(speciesCount: 12, seed: 5).species == one)
        #expect(try Aviary(speciesCount: 12, seed: 6).species != one)
        // A larger world begins with the smaller one's looks.
        #expect(try Aviary(speciesCount: 20, seed: 5).species.prefix(12).map(\.appearance) == one.map(\.appearance))
    }

    @Test func `The largest world has a name for everybody`() throws {
        let aviary = try Aviary(speciesCount: Aviary.mostSpecies, seed: 1)
        _ = try Aviary(species: aviary.species)
    }
}
