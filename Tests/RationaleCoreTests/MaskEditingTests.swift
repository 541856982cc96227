import RationaleCore
import Testing

/// Sets, discs, parts and distances of masks against the slow, obvious way.
struct MaskEditingTests {
    /// A mask from rows of `#` and `.`.
    private func mask(_ rows: String...) -> Mask {
        Mask(height: rows.count, width: rows[0].count, bits: rows.joined().map { $0 == "#" })
    }

    /// Masks of many sizes and densities, from almost empty to almost full.
    private func random(_ seed: Int) -> Mask {
        var random = SplitMix64(seed: UInt64(seed))
        let (height, width) = (1 + random.index(below: 17), 1 + random.index(below: 17))
        let density = random.uniform(0.01...0.99)
        return Mask(height: height, width: width, bits: (0..<(height * width)).map { _ in random.chance(density) })
    }

    private func squaredDistance(_ first: Int, _ second: Int, width: Int) -> Int {
        let (rows, columns) = (first / width - second / width, first % width - second % width)
        return rows * rows + columns * columns
    }

    @Test func `Sets of pixels`() {
        let (a, b) = (mask("##..", ".#.."), mask(".##.", "...#"))
        #expect(a.union(b) == mask("###.", ".#.#"))
        #expect(a.intersection(b) == mask(".#..", "...."))
        #expect(a.subtracting(b) == mask("#...", ".#.."))
        #expect(a.inverted == mask("..##", "#.##"))
    }

    @Test func `The Jaccard index is the shared part of the union, and 1 for two empty masks`() {
        let (a, b) = (mask("##..", ".#.."), mask(".##.", "...#"))
        #expect(a.jaccard(with: b) == 0.2)
        #expect(a.jaccard(with: a) == 1)
        #expect(a.jaccard(with: a.inverted) == 0)
        let empty = a.subtracting(a)
        #expect(empty.jaccard(with: empty) == 1)
        #expect(empty.jaccard(with: a) == 0)
    }

    @Test func `A moved mask is cut off at the border`() {
        let corner = mask("##.", "#..", "..#")
        #expect(corner.moved(by: (x: 1, y: 0)) == mask(".##", ".#.", "..."))
        #expect(corner.moved(by: (x: -1, y: 1)) == mask("...", "#..", "..."))
        #expect(corner.moved(by: (x: 0, y: 0)) == corner)
        for far in [3, -3, Int.max, Int.min] {
            #expect(corner.moved(by: (x: far, y: 0)).area == 0)
            #expect(corner.moved(by: (x: 0, y: far)).area == 0)
        }
    }

    @Test func `One pixel grows to a disc`() {
        let dot = mask(".......", ".......", ".......", "...#...", ".......", ".......", ".......")
        #expect(dot.dilated(by: 2) == mask(".......", "...#...", "..###..", ".#####.", "..###..", "...#...", "......."))
        #expect(dot.dilated(by: 0) == dot)
        #expect(dot.dilated(by: 2).eroded(by: 2) == dot)
        #expect(dot.dilated(by: .max).area == 49)
    }

    @Test func `The border of the picture does not erode`() {
        #expect(mask("###.", "###.", "###.").eroded(by: 1) == mask("##..", "##..", "##.."))
        #expect(mask("##", "##").eroded(by: 9).area == 4)
        #expect(mask("..", "..").dilated(by: 9).area == 0)
    }

    @Test(arguments: 0..<80) func `Growing and shrinking by a disc, pixel by pixel`(seed: Int) {
        let mask = random(seed)
        for radius in [1, 2, 3, 5, 40] {
            let near = { (index: Int, bit: Bool) in
                mask.bits.indices.contains {
                    mask.bits[$0] == bit && squaredDistance($0, index, width: mask.width) <= radius * radius
                }
            }
            #expect(mask.dilated(by: radius).bits == mask.bits.indices.map { near($0, true) })
            #expect(mask.eroded(by: radius).bits == mask.bits.indices.map { mask.bits[$0] && !near($0, false) })
        }
    }

    @Test(arguments: 0..<80) func `The nearest pixel is none further than any other`(seed: Int) throws {
        let mask = random(seed)
        guard let nearest = mask.nearestPixels else {
            #expect(mask.area == 0)
            return
        }
        #expect(nearest.count == mask.bits.count)
        for index in mask.bits.indices {
            #expect(mask.bits[nearest[index]])
            let distances = mask.bits.indices.filter { mask.bits[$0] }
                .map { squaredDistance($0, index, width: mask.width) }
            #expect(squaredDistance(nearest[index], index, width: mask.width) == distances.min())
        }
    }

    @Test func `Parts are numbered by their first pixels`() {
        let parts = mask("#..##", ".#..#", ".....", "###..").components()
        #expect(parts.labels == [0, -1, -1, 1, 1, -1, 2, -1, -1, 1, -1, -1, -1, -1, -1, 3, 3, 3, -1, -1])
        #expect(parts.areas == [1, 3, 1, 3])
        #expect(parts.largest == 1)
        #expect(parts.mask(of: 3) == mask(".....", ".....", ".....", "###.."))
        #expect(mask("#..##", ".#..#", ".....", "###..").components(.edgesAndCorners).areas == [2, 3, 3])
        #expect(mask("..").components().count == 0)
        #expect(mask("..").components().largest == nil)
    }

    @Test(arguments: 0..<80, [Mask.Connectivity.edges, .edgesAndCorners])
    func `Pixels that touch have one label`(seed: Int, connectivity: Mask.Connectivity) {
        let mask = random(seed)
        // The smallest index of each part spreads from neighbour to neighbour until nothing changes.
        let limit = connectivity == .edges ? 1 : 2
        let inside = mask.bits.indices.filter { mask.bits[$0] }
        var roots = Array(mask.bits.indices)
        var isChanging = true
        while isChanging {
            isChanging = false
            for first in inside {
                for second in inside where squaredDistance(first, second, width: mask.width) <= limit {
                    guard roots[second] < roots[first] else { continue }
                    roots[first] = roots[second]
                    isChanging = true
                }
            }
        }
        let order = Set(inside.map { roots[$0] }).sorted()
        let parts = mask.components(connectivity)
        #expect(
            parts.labels
                == mask.bits.indices.map { mask.bits[$0] ? order.firstIndex(of: roots[$0]).map(Int32.init) ?? -2 : -1 })
        #expect(parts.areas == order.map { root in inside.count { roots[$0] == root } })
    }
}
