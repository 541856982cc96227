import Foundation
import RationaleCore
import RationaleImaging
import RationaleTorch
import RationaleTraining
import Testing

/// What is drawn for a sample, on pictures, maps, points and boxes.
struct WarpTests {
    private let image = Image(
        width: 9, height: 6, pixels: (0..<162).map { UInt8(truncatingIfNeeded: $0 &* 37 &+ $0 / 7) })

    /// A picture as `[1, 3, height, width]`.
    private func tensor(_ image: Image) -> Tensor {
        Tensor(image.pixels, shape: [1, image.height, image.width, 3]).converted(to: .float64).permuted([0, 3, 1, 2])
    }

    private func drawn(_ seed: UInt64, _ set: (inout Augmentation) -> Void) -> Augmentation.Drawn {
        var augmentation = Augmentation()
        set(&augmentation)
        var random = SplitMix64(seed: seed)
        return augmentation.drawn(height: image.height, width: image.width, using: &random)
    }

    /// Each pixel looked up by itself: mirrored, then moved, the edge repeated.
    @Test func `A picture is moved as it always was`() {
        for seed in UInt64(0)..<40 {
            let change = drawn(seed) { ($0.flips, $0.shift) = (true, 2) }
            var random = SplitMix64(seed: seed)
            let isFlipped = random.chance(0.5)
            let (right, down) = (random.index(below: 5) - 2, random.index(below: 5) - 2)
            let found = change(image)
            for row in 0..<6 {
                for column in 0..<9 {
                    let (y, x) = (min(max(row - down, 0), 5), min(max(column - right, 0), 8))
                    #expect(found[row, column] == image[y, isFlipped ? 8 - x : x])
                }
            }
        }
    }

    @Test func `A sample's number and the seed decide`() {
        var augmentation = Augmentation()
        (augmentation.flips, augmentation.shift, augmentation.contrast) = (true, 3, 0.2)
        for number in 0..<20 {
            var random = SplitMix64(seed: 7, for: "augmentation \(number)")
            let expected = augmentation(image, using: &random)
            #expect(augmentation.drawn(forSample: number, seed: 7, height: 6, width: 9)(image) == expected)
        }
    }

    @Test func `Maps move exactly as pictures do`() {
        for seed in UInt64(0)..<40 {
            let warp = drawn(seed) { ($0.flips, $0.shift) = (true, 2) }.warp
            let (found, expected) = (tensor(image).warped(by: [warp]), tensor(warp(image)))
            #expect(found.elements(as: Double.self) == expected.elements(as: Double.self))
        }
    }

    @Test func `A part is cut out and scaled, as the picture says by itself`() {
        for seed in UInt64(0)..<40 {
            let warp = drawn(seed) {
                $0.flips = true
                $0.crop = .init(area: 0.2...0.9)
            }.warp
            let box = warp.box
            #expect(box.x >= 0 && box.y >= 0 && box.x + box.width <= 9 && box.y + box.height <= 6)
            // At the size of the box nothing is scaled.
            let (rows, columns) = (Int(box.height), Int(box.width))
            let part = warp(image, height: rows, width: columns)
            for row in 0..<rows {
                for column in 0..<columns {
                    let from = warp.isFlipped ? columns - 1 - column : column
                    #expect(part[row, column] == image[Int(box.y) + row, Int(box.x) + from])
                }
            }
            let map = tensor(image).warped(by: [warp], height: rows, width: columns)
            #expect((map - tensor(part)).absolute.maximum().item < 1e-9)
            #expect(warp(image) == part.resized(height: 6, width: 9))
        }
    }

    @Test func `Draws of a part keep its area and its ratio`() {
        let whole = Double(60 * 90)
        var random = SplitMix64(seed: 1)
        var augmentation = Augmentation()
        augmentation.crop = .init(area: 0.25...0.5)
        let boxes = (0..<300).map { _ in augmentation.drawn(height: 60, width: 90, using: &random).warp.box }
        #expect(boxes.allSatisfy { (0.24...0.52).contains($0.area / whole) })
        #expect(boxes.allSatisfy { (0.72...1.38).contains($0.width / $0.height) })
        #expect(Set(boxes).count > 250)
        // A picture too long for any: the largest part in the middle.
        augmentation.crop = .init(area: 0.9...1)
        let long = augmentation.drawn(height: 10, width: 100, using: &random).warp.box
        #expect(long == Box(x: 43, y: 0, width: 13, height: 10))
    }

    @Test func `Points and boxes go where their pixels go`() {
        let spot = (row: 2, column: 6)
        var pixels = [UInt8](repeating: 0, count: 162)
        pixels[(spot.row * 9 + spot.column) * 3] = 255
        let dark = Image(width: 9, height: 6, pixels: pixels)
        for isFlipped in [false, true] {
            let warp = Warp(height: 6, width: 9, box: Box(x: 3, y: 1, width: 6, height: 4), isFlipped: isFlipped)
            let moved = warp(dark, height: 4, width: 6)
            let point = warp(x: Double(spot.column) + 0.5, y: Double(spot.row) + 0.5, height: 4, width: 6)
            #expect(moved[Int(point.y), Int(point.x)].red == 255)
            let box = warp(Box(x: 6, y: 2, width: 1, height: 1), height: 4, width: 6)
            #expect(abs(box.x - (point.x - 0.5)) < 1e-12 && abs(box.y - (point.y - 0.5)) < 1e-12)
            #expect(abs(box.width - 1) < 1e-12 && abs(box.height - 1) < 1e-12)
        }
    }

    @Test func `Coarse maps move with their picture`() {
        // The left half of a picture, on a map of 2 × 4 places: each place becomes two.
        let map = Tensor([0, 1, 2, 3, 4, 5, 6, 7] as [Double], shape: [1, 2, 4])
        let half = Warp(height: 6, width: 8, box: Box(x: 0, y: 0, width: 4, height: 6))
        #expect(map.warped(by: [half]).elements(as: Double.self) == [0, 0.25, 0.75, 1.25, 4, 4.25, 4.75, 5.25])
        let mirrored = Warp(height: 6, width: 8, isFlipped: true)
        let both = Tensor.concatenated([map, map]).warped(by: [half, mirrored])
        #expect(both.selected(0, 1).elements(as: Double.self) == [3, 2, 1, 0, 7, 6, 5, 4])
        // Linear: the gradient of a sum is how often each place was looked at.
        let leaf = map.requiringGradient
        let counts = try! gradient(of: leaf.warped(by: [half]).sum(), with: leaf).elements(as: Double.self)
        #expect(counts == [2, 1.75, 0.25, 0, 2, 1.75, 0.25, 0])
    }
}
