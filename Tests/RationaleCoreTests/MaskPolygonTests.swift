import RationaleCore
import Testing

/// Polygons cover exactly the pixels they were made from.
struct MaskPolygonTests {
    @Test func `A rectangle has four corners, clockwise from the upper left`() {
        let mask = Mask(height: 4, width: 5, bits: (0..<20).map { [6, 7, 8, 11, 12, 13].contains($0) })
        #expect(mask.polygons == [[.init(x: 1, y: 1), .init(x: 4, y: 1), .init(x: 4, y: 3), .init(x: 1, y: 3)]])
    }

    @Test func `Pixels that touch at a corner are two polygons`() {
        #expect(Mask(height: 2, width: 2, bits: [true, false, false, true]).polygons.count == 2)
    }

    @Test func `Nothing has no polygon, and everything one of four corners`() {
        #expect(Mask(height: 3, width: 3, bits: Array(repeating: false, count: 9)).polygons.isEmpty)
        #expect(Mask(height: 3, width: 3, bits: Array(repeating: true, count: 9)).polygons.map(\.count) == [4])
    }

    @Test func `A ring is cut into polygons without a hole`() {
        let ring = Mask(height: 3, width: 3, bits: (0..<9).map { $0 != 4 })
        #expect(ring.polygons.count == 2)
        #expect(covered(ring) == Array(ring.bits.map { $0 ? 1 : 0 }))
    }

    @Test(arguments: 0..<60) func `Every pixel inside is covered once, every other never`(seed: Int) {
        var random = SplitMix64(seed: UInt64(seed))
        let (height, width) = (1 + random.index(below: 14), 1 + random.index(below: 14))
        let density = random.uniform(0.2...0.95)
        let mask = Mask(height: height, width: width, bits: (0..<(height * width)).map { _ in random.chance(density) })
        #expect(covered(mask) == mask.bits.map { $0 ? 1 : 0 })
    }

    /// How many polygons contain the middle of each pixel, by the even-odd rule.
    private func covered(_ mask: Mask) -> [Int] {
        let polygons = mask.polygons
        return (0..<(mask.height * mask.width)).map { index in
            let (x, y) = (Double(index % mask.width) + 0.5, Double(index / mask.width) + 0.5)
            return polygons.count { polygon in
                let sides = zip(polygon, polygon.dropFirst() + polygon.prefix(1))
                return sides.count { from, to in
                    from.x == to.x && Double(from.x) > x && (Double(from.y) < y) != (Double(to.y) < y)
                } % 2 == 1
            }
        }
    }
}
