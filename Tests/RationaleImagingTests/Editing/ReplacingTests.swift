import RationaleCore
import RationaleImaging
import Testing

struct ReplacingTests {
    private let picture = Image.synthetic(width: 43, height: 31)
    /// Another picture, of another size, whose colours tell row and column.
    private let source = Image.colored(width: 60, height: 50) { [$0 * 5, $1 * 4, 99] }
    private let disc = RegionShape.disc.mask(height: 31, width: 43)

    /// A rectangle of the source.
    private func box(_ x: Double, _ y: Double, _ width: Double, _ height: Double) -> Mask {
        Mask(height: 50, width: 60, covering: [Box(x: x, y: y, width: width, height: height)])
    }

    /// The disc, in the source's size and moved to (9 + x, 3 + y).
    private func movedDisc(_ x: Int, _ y: Int) -> Mask {
        Mask(
            height: 50, width: 60,
            bits: (0..<3000).map { index in
                let (row, column) = (index / 60 - y, index % 60 - x)
                return row >= 0 && column >= 0 && row < 31 && column < 43 && disc[row, column]
            })
    }

    private func equal(_ a: (red: UInt8, green: UInt8, blue: UInt8), _ b: (red: UInt8, green: UInt8, blue: UInt8))
        -> Bool
    {
        a == b
    }

    private func isUnchanged(_ edited: Image, outside mask: Mask) -> Bool {
        mask.bits.indices.allSatisfy {
            mask.bits[$0] || edited[$0 / 43, $0 % 43] == picture[$0 / 43, $0 % 43]
        }
    }

    @Test(arguments: RegionPlacing.allCases) func `Equal shapes show the source, pixel by pixel`(placing: RegionPlacing)
        throws
    {
        let edited = try picture.replacing(
            disc, with: source, region: movedDisc(11, 15), placing: placing, feather: 0)
        for index in disc.bits.indices {
            let (row, column) = (index / 43, index % 43)
            let expected = disc.bits[index] ? source[row + 15, column + 11] : picture[row, column]
            #expect(edited[row, column] == expected)
        }
    }

    @Test(arguments: RegionPlacing.allCases) func `A mirrored region is read from right to left`(placing: RegionPlacing)
        throws
    {
        let edited = try picture.replacing(
            disc, with: source, region: movedDisc(11, 15), placing: placing, isMirrored: true, feather: 0)
        // The disc's middle is column 21, which is 32 in the source.
        for index in disc.bits.indices where disc.bits[index] {
            let (row, column) = (index / 43, index % 43)
            #expect(edited[row, column] == source[row + 15, 53 - column])
        }
        #expect(isUnchanged(edited, outside: disc))
    }

    @Test func `The source's box is scaled to the target's`() throws {
        let target = Mask(height: 31, width: 43, covering: [Box(x: 4, y: 5, width: 30, height: 9)])
        let edited = try picture.replacing(target, with: source, region: box(10, 20, 15, 18), feather: 0)
        let cut = Image.colored(width: 15, height: 18) { [($0 + 20) * 5, ($1 + 10) * 4, 99] }
        let scaled = cut.resized(height: 9, width: 30)
        for row in 0..<9 { for column in 0..<30 { #expect(edited[row + 5, column + 4] == scaled[row, column]) } }
        #expect(isUnchanged(edited, outside: target))
    }

    @Test func `Beyond the source's region its nearest pixel is repeated`() throws {
        // An L: its upper right quarter has no content.
        let region = box(10, 10, 8, 8).subtracting(box(14, 10, 4, 4))
        let target = Mask(height: 31, width: 43, covering: [Box(x: 20, y: 6, width: 8, height: 8)])
        let edited = try picture.replacing(target, with: source, region: region, feather: 0)
        for row in 0..<8 {
            for column in 0..<8 {
                let shown = edited[row + 6, column + 20]
                if column < 4 || row >= 4 {
                    #expect(shown == source[row + 10, column + 10])
                } else {
                    let (left, below) = (column - 3, 4 - row)
                    let candidates = [(left, source[row + 10, 13]), (below, source[14, column + 10])]
                    let nearest = min(left, below)
                    #expect(candidates.contains { $0.0 == nearest && equal($0.1, shown) })
                }
            }
        }
    }

    @Test func `Kept at its own size, the rest of the region is removed`() throws {
        let removed = try picture.removing(disc)
        let edited = try picture.replacing(
            disc, with: source, region: box(30, 30, 5, 7), placing: .keepSize, feather: 0)
        for row in 0..<31 {
            for column in 0..<43 {
                // The middle of the disc is the pixel (15, 21).
                let isCovered = abs(row - 15) <= 3 && abs(column - 21) <= 2
                let expected = isCovered ? source[row - 12 + 30, column - 19 + 30] : removed[row, column]
                #expect(edited[row, column] == expected)
            }
        }
    }

    @Test func `Kept at its own size, a region larger than the picture is cut off`() throws {
        let pixel = RegionShape.pixel.mask(height: 31, width: 43)
        let edited = try picture.replacing(pixel, with: source, region: box(0, 0, 60, 50), placing: .keepSize)
        // The middle is (15, 21) here and between (24, 29) and (25, 30) there; no outline of the source lies in the
        // picture.
        for row in 0..<31 { for column in 0..<43 { #expect(edited[row, column] == source[row + 10, column + 9]) } }
    }

    @Test func `A feather shows half of the filled background at the outline and nothing of the old content`() throws {
        let removed = try picture.removing(disc)
        let region = movedDisc(11, 15)
        let edited = try picture.replacing(disc, with: source, region: region)
        let outside = disc.inverted.bits.indices.filter { !disc.bits[$0] }
        for index in disc.bits.indices where disc.bits[index] {
            let (row, column) = (index / 43, index % 43)
            let distance = outside.map { (index: Int) in
                let (down, right) = (Double(index / 43 - row), Double(index % 43 - column))
                return (down * down + right * right).squareRoot()
            }.min()
            let opacity = min(1, try #require(distance) / 2)
            let (below, above) = (Double(removed[row, column].red), Double(source[row + 15, column + 11].red))
            #expect(edited[row, column].red == UInt8((below + (above - below) * opacity).rounded()))
        }
        let other = try picture.removing(disc, fill: .color(.black)).replacing(disc, with: source, region: region)
        #expect(other == edited)
        #expect(isUnchanged(edited, outside: disc))
    }

    @Test func `Nothing to replace, or nothing to take, changes nothing`() throws {
        let (noDisc, nothing) = (disc.subtracting(disc), box(70, 0, 1, 1))
        #expect(nothing.area == 0)
        #expect(try picture.replacing(noDisc, with: source, region: box(0, 0, 9, 9)) == picture)
        #expect(try picture.replacing(disc, with: source, region: nothing) == picture)
    }

    @Test func `Each mask must have its own picture's size`() throws {
        let wrongTarget = try #require(throws: RationaleError.self) {
            try picture.replacing(box(0, 0, 9, 9), with: source, region: box(0, 0, 9, 9))
        }
        #expect(wrongTarget.code == .usage)
        #expect(wrongTarget.message.contains("60×50") && wrongTarget.message.contains("43×31"))
        let wrongRegion = try #require(throws: RationaleError.self) {
            try picture.replacing(disc, with: source, region: disc)
        }
        #expect(wrongRegion.code == .usage && wrongRegion.message.contains("43×31, but its picture is 60×50"))
        #expect(throws: RationaleError.self) {
            try picture.replacing(disc, with: source, region: box(0, 0, 9, 9), feather: -1)
        }
    }
}
