import RationaleCore
import RationaleImaging
import Testing

struct MovingTests {
    private let picture = Image.synthetic(width: 43, height: 31)

    @Test(arguments: [(x: 5, y: 0), (x: -4, y: 7), (x: 15, y: -9), (x: 0, y: 0), (x: -40, y: 28)])
    func `A moved region arrives as it was, and its hole is filled`(offset: (x: Int, y: Int)) throws {
        for shape in RegionShape.allCases {
            let mask = shape.mask(height: 31, width: 43)
            let there = mask.moved(by: offset)
            let removed = try picture.removing(mask)
            let edited = try picture.moving(mask, by: offset)
            for index in mask.bits.indices {
                let (row, column) = (index / 43, index % 43)
                let expected = there.bits[index] ? picture[row - offset.y, column - offset.x] : removed[row, column]
                #expect(edited[row, column] == expected)
            }
        }
    }

    @Test(arguments: [Int.max, Int.min, 100]) func `A region moved out of the picture is removed`(far: Int) throws {
        let mask = RegionShape.disc.mask(height: 31, width: 43)
        let removed = try picture.removing(mask, growingBy: 2)
        #expect(try picture.moving(mask, by: (x: far, y: 0), growingBy: 2) == removed)
        #expect(try picture.moving(mask, by: (x: 0, y: far), growingBy: 2, feather: 1) == removed)
    }

    @Test func `What is cut off at the border has no soft edge there`() throws {
        let mask = Mask(height: 31, width: 43, covering: [Box(x: 10, y: 10, width: 9, height: 9)])
        let edited = try picture.moving(mask, by: (x: -14, y: 0), feather: 3)
        // Row 14 is the region's middle row: 5 pixels from the upper and the lower outline.
        #expect(edited[14, 0] == picture[14, 14])
        #expect(edited[14, 4] != picture[14, 18])
    }

    @Test func `An empty mask changes nothing, and another size is refused`() throws {
        let empty = Mask(height: 31, width: 43, bits: Array(repeating: false, count: 31 * 43))
        #expect(try picture.moving(empty, by: (x: 3, y: 3)) == picture)
        let error = try #require(throws: RationaleError.self) {
            try picture.moving(RegionShape.disc.mask(height: 9, width: 9), by: (x: 1, y: 1))
        }
        #expect(error.code == .usage && error.message.contains("9×9") && error.message.contains("43×31"))
    }
}
