import Foundation
import RationaleAviary
import RationaleCore
import RationaleImaging
import Testing

struct SceneTests {
    private let aviary = Aviary.standard

    @Test func `The same seed draws the same bytes on any thread`() async {
        let seeds = Array(UInt64(0)..<24)
        let once = seeds.map { aviary.scene(seed: $0).picture(side: 64) }
        let again = await withTaskGroup(of: (Int, Image).self) { group in
            for (index, seed) in seeds.enumerated() {
                group.addTask { (index, Aviary.standard.scene(seed: seed).picture(side: 64)) }
            }
            return await group.reduce(into: [Int: Image]()) { $0[$1.0] = $1.1 }
        }
        for (index, picture) in once.enumerated() { #expect(again[index] == picture) }
        #expect(Set(once.map(\.pixels)).count == seeds.count)
    }

    @Test func `A scene can be written and read`() throws {
        let scene = aviary.scene(seed: 8).removing([.bill, .wing])
        let read = try JSONDecoder().decode(Scene.self, from: JSONEncoder().encode(scene))
        #expect(read == scene)
        #expect(read.picture(side: 48) == scene.picture(side: 48))
    }

    @Test func `The species changes the bird and nothing else`() {
        let one = aviary.scene(seed: 3, species: 4)
        var other = aviary.scene(seed: 3, species: 31)
        #expect(other.species == 31 && other.appearance == aviary.species[31].appearance)
        other.appearance = one.appearance
        #expect(other.picture(side: 64) == one.picture(side: 64))
    }

    @Test func `Seeds reach every species, background, perch and thing`() {
        let scenes = (UInt64(0)..<600).map { aviary.scene(seed: $0) }
        #expect(Set(scenes.map(\.species)).count == 50)
        #expect(Set(scenes.map(\.background.kind)).count == Background.Kind.allCases.count)
        #expect(Set(scenes.map(\.background.perch)).count == Background.Perch.allCases.count)
        let things = scenes.flatMap(\.distractors)
        #expect(Set(things.map(\.kind)).count == Distractor.Kind.allCases.count)
        #expect(Set(things.map(\.color)).count == Appearance.Plumage.allCases.count)
        #expect(scenes.contains { $0.pose.facesRight } && scenes.contains { !$0.pose.facesRight })
    }

    @Test(arguments: [32, 100, 300]) func `A scene is the same at any size`(side: Int) {
        let truth = aviary.scene(seed: 21).truth(side: side)
        let large = aviary.scene(seed: 21).truth(side: 600)
        let zoom = 600 / Double(side)
        #expect(abs(truth.box.x * zoom - large.box.x) <= 1.5 * zoom)
        #expect(abs(truth.box.width * zoom - large.box.width) <= 2.5 * zoom)
        #expect(abs(Double(truth.bird.area) * zoom * zoom / Double(large.bird.area) - 1) < 0.1)
    }

    @Test func `The bird fills much of the picture`() {
        let sides = (UInt64(0)..<100).map { seed in
            let box = aviary.scene(seed: seed).truth(side: 128).box
            return max(box.width, box.height) / 128
        }
        #expect(sides.allSatisfy { (0.5...0.95).contains($0) })
        #expect((0.62...0.8).contains(sides.reduce(0, +) / 100))
    }
}
