import RationaleAviary
import RationaleMetrics
import Testing

struct ContrastPairTests {
    @Test func `It takes the pair that shares most, and nothing of it with each other`() throws {
        let world = SmallWorld(looks: [
            [.bill: "a", .wing: "a", .tail: "a", .belly: "a", .legs: "a"],
            [.bill: "a", .wing: "a", .tail: "a", .belly: "b", .legs: "b"],  // shares bill, wing, tail
            [.bill: "b", .wing: "b", .tail: "b", .belly: "a", .legs: "b"],  // belly
            [.bill: "b", .wing: "b", .tail: "b", .belly: "a", .legs: "a"],  // belly, legs
            [.bill: "a", .wing: "a", .tail: "a", .belly: "a", .legs: "b"],  // overlaps with both
        ])
        let pair = try #require(ContrastPair(forClass: 0, visible: BirdPart.allCases, in: world))
        #expect((pair.first, pair.second) == (1, 3))
        #expect(pair.firstParts == [.bill, .wing, .tail])
        #expect(pair.secondParts == [.belly, .legs])
        // What cannot be seen is not shared.
        let hidden = try #require(ContrastPair(forClass: 0, visible: [.bill, .belly], in: world))
        #expect(hidden.firstParts == [.bill] && hidden.secondParts == [.belly])
        #expect(ContrastPair(forClass: 0, visible: [.bill], in: world) == nil)
    }

    @Test func `Every species of the aviary has one`() {
        let world = Aviary.standard
        for index in world.species.indices {
            let pair = ContrastPair(forClass: index, visible: BirdPart.allCases, in: world)
            #expect(pair != nil, "\(world.species[index].name)")
        }
    }
}
