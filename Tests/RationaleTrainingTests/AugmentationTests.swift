import RationaleCore
import RationaleImaging
import RationaleTraining
import Testing

struct AugmentationTests {
    private let image = Image(width: 5, height: 4, pixels: (0..<60).map { UInt8($0 * 4) })

    private func changed(_ seeds: Range<UInt64>, _ set: (inout Augmentation) -> Void) -> [Image] {
        var augmentation = Augmentation()
        set(&augmentation)
        return seeds.map { seed in
            var random = SplitMix64(seed: seed)
            return augmentation(image, using: &random)
        }
    }

    @Test func `Nothing asked changes nothing`() {
        #expect(changed(0..<20) { _ in }.allSatisfy { $0 == image })
    }

    @Test func `Half of the pictures are mirrored`() {
        let found = changed(0..<200) { $0.flips = true }
        let mirrored = Image(
            width: 5, height: 4,
            pixels: (0..<4).flatMap { row in
                (0..<5).flatMap { column -> [UInt8] in
                    let level = image[row, 4 - column]
                    return [level.red, level.green, level.blue]
                }
            })
        #expect(found.allSatisfy { $0 == image || $0 == mirrored })
        #expect((70...130).contains(found.count { $0 == mirrored }))
    }

    @Test func `Shifts move by every distance, and repeat the edge`() {
        var places: Set<[Int]> = []
        for shifted in changed(0..<300, { $0.shift = 1 }) {
            let matching = [-1, 0, 1].flatMap { down in [-1, 0, 1].map { [down, $0] } }.filter { move in
                (0..<4).allSatisfy { row in
                    (0..<5).allSatisfy { column in
                        let from = (min(max(row - move[0], 0), 3), min(max(column - move[1], 0), 4))
                        return shifted[row, column] == image[from.0, from.1]
                    }
                }
            }
            #expect(matching.count == 1)
            places.formUnion(matching)
        }
        #expect(places.count == 9)
    }

    @Test func `Colours stay near, and grey stays grey`() {
        let found = changed(0..<50) { ($0.brightness, $0.contrast, $0.saturation) = (0.2, 0.2, 0.5) }
        #expect(Set(found.map(\.pixels)).count > 40)
        for changed in found {
            let furthest = zip(changed.pixels, image.pixels).map { abs(Int($0) - Int($1)) }.max()!
            #expect(furthest <= 100)
        }
        let grey = Image(width: 2, height: 1, color: (120, 120, 120))
        var random = SplitMix64(seed: 3)
        var augmentation = Augmentation()
        augmentation.saturation = 0.9
        #expect(augmentation(grey, using: &random) == grey)
    }

    @Test func `Brightness scales by a factor within its bounds`() {
        let grey = Image(width: 1, height: 1, color: (100, 100, 100))
        var augmentation = Augmentation()
        augmentation.brightness = 0.3
        let levels = (UInt64(0)..<200).map { seed in
            var random = SplitMix64(seed: seed)
            return Int(augmentation(grey, using: &random).pixels[0])
        }
        #expect(levels.allSatisfy { (70...130).contains($0) })
        #expect(levels.min()! < 76)
        #expect(levels.max()! > 124)
    }

    @Test func `Equal draws give equal pictures`() {
        let set: (inout Augmentation) -> Void = {
            ($0.flips, $0.shift, $0.brightness, $0.contrast, $0.saturation) = (true, 2, 0.1, 0.1, 0.1)
        }
        #expect(changed(0..<30, set) == changed(0..<30, set))
    }
}
