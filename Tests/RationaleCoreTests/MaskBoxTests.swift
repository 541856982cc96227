import RationaleCore
import Testing

struct MaskBoxTests {
    private func rows(_ boxes: Box...) -> [String] {
        let mask = Mask(height: 3, width: 5, covering: boxes)
        return (0..<3).map { row in String((0..<5).map { mask[row, $0] ? "#" : "." }) }
    }

    @Test func `A box ends before its right and lower edge`() {
        #expect(rows(Box(x: 1, y: 0, width: 2, height: 2)) == [".##..", ".##..", "....."])
        #expect(rows(Box(x: 1.9, y: 0.9, width: 2.2, height: 1.1)) == [".###.", ".###.", "....."])
    }

    @Test func `Boxes are united, cut off at the edges, and never empty where they touch`() {
        #expect(
            rows(Box(x: -2, y: -2, width: 3, height: 3), Box(x: 4, y: 2, width: 9, height: 9)) == [
                "#....", ".....", "....#",
            ])
        #expect(rows(Box(x: 2.2, y: 1.5, width: 0.1, height: 0)) == [".....", "..#..", "....."])
        #expect(rows(Box(x: 5, y: 0, width: 2, height: 2)) == [".....", ".....", "....."])
        #expect(rows(Box(x: -4, y: 0, width: 3, height: 2)) == [".....", ".....", "....."])
        #expect(rows(Box(x: .nan, y: 0, width: 3, height: 2)) == [".....", ".....", "....."])
        #expect(rows(Box(x: -1e300, y: 0, width: .infinity, height: 1)) == [".....", ".....", "....."])
    }
}
