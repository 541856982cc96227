import RationaleAviary
import RationaleCore
import RationaleImaging
import Testing

struct InterventionTests {
    private static let side = 128
    private let aviary = Aviary.standard

    /// Places where two pictures differ by more than a number of grey levels in a channel.
    private func changes(_ one: Image, _ other: Image, above levels: Int = 0) -> [Bool] {
        (0..<(Self.side * Self.side)).map { place in
            (0..<3).contains { abs(Int(one.pixels[3 * place + $0]) - Int(other.pixels[3 * place + $0])) > levels }
        }
    }

    private func bits(_ masks: [Mask]) -> [Bool] {
        (0..<(Self.side * Self.side)).map { place in masks.contains { $0.bits[place] } }
    }

    /// Within so many pixels of a place inside.
    private func grown(_ bits: [Bool], by reach: Int) -> [Bool] {
        let side = Self.side
        var rows = [Bool](repeating: false, count: bits.count)
        var all = rows
        for place in bits.indices where bits[place] {
            for x in max(0, place % side - reach)...min(side - 1, place % side + reach) {
                rows[place / side * side + x] = true
            }
        }
        for place in rows.indices where rows[place] {
            for y in max(0, place / side - reach)...min(side - 1, place / side + reach) {
                all[y * side + place % side] = true
            }
        }
        return all
    }

    /// Where something meets something else, and one pixel around: there edges are smoothed, and what is hidden shines
    /// through a little.
    private func edges(_ truth: SceneTruth) -> [Bool] {
        let side = Self.side
        var owner = [Int](repeating: 0, count: side * side)
        let masks = [truth.bird] + BirdPart.allCases.map { truth.parts[$0]! } + truth.distractors
        for (index, mask) in masks.enumerated() {
            for place in owner.indices where mask.bits[place] { owner[place] = index + 1 }
        }
        return grown(
            owner.indices.map { place in
                place % side + 1 < side && owner[place] != owner[place + 1]
                    || place + side < owner.count && owner[place] != owner[place + side]
            }, by: 1)
    }

    /// Changes outside of masks, grown by two pixels, and of smoothed edges. A few
    /// pixels more may change: in gaps narrower than a pixel, as between toes, and under the edges of twigs, which
    /// are no layer of the truth.
    private func strays(_ changes: [Bool], outside masks: [Mask], in scene: Scene) -> Int {
        let allowed = zip(grown(bits(masks), by: 2), edges(scene.truth(side: Self.side))).map { $0 || $1 }
        let strays = zip(changes, allowed).count { $0 && !$1 }
        return max(0, strays - (scene.occluders.isEmpty ? 3 : 12))
    }

    /// Scenes with twigs and without.
    private func scenes(_ seeds: Range<UInt64>) -> [Scene] {
        seeds.map { seed in
            var scene = aviary.scene(seed: seed, species: Int(seed) * 7 % 50)
            if seed % 2 == 0 { scene.occluders = [] }
            return scene
        }
    }

    @Test(arguments: BirdPart.allCases) func `Removing a part changes it and nothing else`(part: BirdPart) {
        var seen = 0
        for scene in scenes(0..<8) where scene.has(part) {
            let removed = scene.removing(part)
            let changes = changes(scene.picture(side: Self.side), removed.picture(side: Self.side))
            let mask = scene.truth(side: Self.side).parts[part]!
            #expect(strays(changes, outside: [mask], in: scene) == 0, "seed \(scene.seed)")
            // What is gone is seen to be gone, nearly everywhere.
            let kept = zip(changes, mask.bits).count { !$0 && $1 }
            #expect(Double(kept) <= 0.1 * Double(mask.area) + 2, "seed \(scene.seed)")
            #expect(removed.truth(side: Self.side).parts[part]!.area == 0)
            seen += mask.area
        }
        #expect(seen > 0)
    }

    @Test(arguments: BirdPart.allCases) func `Swapping a part changes it and nothing else`(part: BirdPart) {
        for scene in scenes(20..<26) {
            let other = aviary.species[(scene.species + 13) % 50].appearance
            let swapped = scene.swapping(part, with: other)
            let changes = changes(scene.picture(side: Self.side), swapped.picture(side: Self.side))
            let masks = [scene, swapped].map { $0.truth(side: Self.side).parts[part]! }
            #expect(strays(changes, outside: masks, in: scene) == 0, "seed \(scene.seed)")
            #expect(part.attributes.allSatisfy { swapped.appearance[$0] == other[$0] })
        }
    }

    @Test func `Removing everything leaves a bird in down`() {
        let truth = aviary.scene(seed: 5).keeping([]).truth(side: Self.side)
        #expect(truth.parts.values.allSatisfy { $0.area == 0 })
        #expect(truth.centers.isEmpty)
        #expect(truth.bird.area > 1500)
    }

    @Test func `Removing a distractor changes it and nothing else`() {
        for scene in scenes(0..<10) {
            let (picture, truth) = (scene.picture(side: Self.side), scene.truth(side: Self.side))
            for index in scene.distractors.indices {
                let removed = scene.removingDistractor(index)
                let changes = changes(picture, removed.picture(side: Self.side))
                #expect(strays(changes, outside: [truth.distractors[index]], in: scene) == 0, "seed \(scene.seed)")
                #expect(removed.truth(side: Self.side).bird == truth.bird)
                #expect(removed.distractors.count == scene.distractors.count - 1)
                let mask = truth.distractors[index]
                let kept = zip(mask.bits, changes).count { $0 && !$1 }
                #expect(Double(kept) <= 0.1 * Double(mask.area) + 2, "seed \(scene.seed)")
            }
        }
    }

    @Test func `Exchanging the background leaves the bird and the things`() {
        for scene in scenes(0..<8) {
            let exchanged = scene.replacingBackground(seed: scene.seed + 1000)
            let truth = scene.truth(side: Self.side)
            let changes = changes(scene.picture(side: Self.side), exchanged.picture(side: Self.side))
            #expect(changes.count { $0 } > 4000)
            let kept = bits([truth.bird] + truth.distractors)
            let surroundings = Mask(height: Self.side, width: Self.side, bits: kept.map { !$0 })
            #expect(strays(changes, outside: [surroundings], in: scene) == 0, "seed \(scene.seed)")
            #expect(exchanged.truth(side: Self.side).parts == truth.parts)
        }
    }
}
