import RationaleAviary
import RationaleCore
import RationaleImaging
import Testing

struct SceneTruthTests {
    private let aviary = Aviary.standard

    @Test func `Masks are disjoint, lie on the bird, and agree with box and centres`() {
        for seed in UInt64(0)..<30 {
            let scene = aviary.scene(seed: seed)
            let truth = scene.truth(side: 96)
            #expect(truth.parts.count == BirdPart.allCases.count)
            #expect(truth.distractors.count == scene.distractors.count)
            for place in 0..<(96 * 96) {
                let owners = truth.parts.values.count { $0.bits[place] }
                #expect(owners <= (truth.bird.bits[place] ? 1 : 0))
                #expect(truth.distractors.count { $0.bits[place] } <= (truth.bird.bits[place] ? 0 : 1))
            }
            #expect(truth.bird.box == truth.box)
            for (part, mask) in truth.parts {
                #expect((mask.area > 0) == (truth.centers[part] != nil))
                guard let center = truth.centers[part], let box = mask.box else { continue }
                #expect(center.x > box.x && center.x < box.x + box.width)
                #expect(center.y > box.y && center.y < box.y + box.height)
                #expect(scene.has(part))
            }
        }
    }

    /// The mask of a part, found anew from two pictures: where they differ a lot once it is gone.
    @Test(arguments: [BirdPart.bill, .crest, .wing, .tail, .legs, .crown])
    func `What differs without a part is its mask`(part: BirdPart) {
        let side = 256
        var (both, either) = (0, 0)
        for seed in UInt64(40)..<46 {
            let scene = aviary.scene(seed: seed)
            let (one, other) = (scene.picture(side: side), scene.removing(part).picture(side: side))
            let mask = scene.truth(side: side).parts[part]!
            for place in 0..<(side * side) {
                let differs = (0..<3).contains {
                    abs(Int(one.pixels[3 * place + $0]) - Int(other.pixels[3 * place + $0])) > 9
                }
                both += differs && mask.bits[place] ? 1 : 0
                either += differs || mask.bits[place] ? 1 : 0
            }
        }
        #expect(Double(both) / Double(either) > 0.85, "overlap over union of \(both) / \(either)")
    }

    @Test func `Twigs leave something of every part to be seen`() {
        var covered = 0
        for seed in UInt64(0)..<200 {
            let scene = aviary.scene(seed: seed)
            var open = scene
            open.occluders = []
            let (truth, free) = (scene.truth(side: 128), open.truth(side: 128))
            for part in BirdPart.allCases where scene.has(part) {
                let share = Double(truth.parts[part]!.area) / Double(free.parts[part]!.area)
                #expect(share > 0.3, "\(part) of seed \(seed): \(share)")
                covered += share < 0.99 ? 1 : 0
            }
        }
        #expect(covered > 20)
    }

    @Test func `Every part of every species is large enough to be seen`() {
        for index in aviary.species.indices {
            var scene = aviary.scene(seed: UInt64(index), species: index)
            scene.occluders = []
            let truth = scene.truth(side: 128)
            for part in BirdPart.allCases where scene.has(part) {
                #expect(truth.parts[part]!.area >= 40, "\(part) of species \(index): \(truth.parts[part]!.area)")
            }
        }
    }
}
