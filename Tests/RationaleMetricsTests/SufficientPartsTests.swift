import RationaleAviary
import RationaleMetrics
import Testing

struct SufficientPartsTests {
    @Test func `A class is known by its own parts, or by pairs that no other has`() {
        let world = SmallWorld(looks: [
            [.bill: "a", .wing: "a", .tail: "a"], [.bill: "a", .wing: "b", .tail: "b"],
            [.bill: "b", .wing: "a", .tail: "b"],
        ])
        let sufficient = SufficientParts(world)
        #expect(sufficient.sets(forClass: 0, visible: BirdPart.allCases) == [[.tail], [.bill, .wing]])
        #expect(sufficient.sets(forClass: 1, visible: BirdPart.allCases) == [[.wing], [.bill, .tail]])
        #expect(sufficient.sets(forClass: 0, visible: [.bill, .wing]) == [[.bill, .wing]])
        #expect(sufficient.sets(forClass: 0, visible: [.bill]).isEmpty)
    }

    @Test func `A class that is known by what it lacks has no set`() {
        let world = SmallWorld(looks: [[.bill: "a"], [.bill: "a", .crest: "tufted"]])
        let sufficient = SufficientParts(world)
        #expect(sufficient.sets(forClass: 0, visible: [.bill]).isEmpty)
        #expect(sufficient.sets(forClass: 1, visible: [.bill, .crest]) == [[.crest]])
    }

    /// From the attributes of the species, set by set.
    @Test(arguments: [0, 7, 23, 49])
    func `It finds in the aviary what the definition says`(index: Int) {
        let species = Aviary.standard.species
        let own = species[index].appearance
        let visible = BirdPart.allCases.filter { own.has($0) }
        func isSufficient(_ parts: Set<BirdPart>) -> Bool {
            species.indices.allSatisfy { other in
                other == index
                    || !parts.allSatisfy { part in
                        part.attributes.allSatisfy { own[$0] == species[other].appearance[$0] }
                    }
            }
        }
        var expected: Set<Set<BirdPart>> = []
        for bits in 0..<1 << visible.count {
            let set = Set(visible.indices.filter { bits >> $0 & 1 == 1 }.map { visible[$0] })
            if isSufficient(set), set.allSatisfy({ !isSufficient(set.subtracting([$0])) }) { expected.insert(set) }
        }
        let found = SufficientParts(Aviary.standard).sets(forClass: index, visible: visible)
        #expect(Set(found) == expected)
        #expect(found.count == expected.count)
    }
}
