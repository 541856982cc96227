import Foundation
#if canImport(FoundationXML)
    import FoundationXML
#endif
import RationaleCore
import RationaleImaging
import Testing

struct DrawingTests {
    private static let drawing = Drawing(
        width: 120, height: 80.5, background: Color(250, 250, 250),
        shapes: [
            .rectangle(.init(x: 10, y: 10, width: 30, height: 20), fill: Color(255, 0, 0)),
            .outline(.init(x: 50.5, y: 10.5, width: 20, height: 20), color: .black, thickness: 1),
            .polygon([.init(80, 10), .init(100, 10), .init(90, 30)], fill: Color(0, 128, 0)),
            .line(.init(10, 40), .init(110, 40), color: Color(0, 0, 255), thickness: 2),
            .picture(
                Image(width: 2, height: 1, pixels: [255, 0, 0, 0, 0, 255]),
                in: .init(x: 10, y: 50, width: 20, height: 10), isPixelated: true),
            .text(.init("a < b & \"c\" >\u{338}\u{1}\nd", at: .init(40, 60), size: 10)),
            .text(.init("bits", at: .init(110, 60), isBold: true, anchor: .middle, isVertical: true)),
            .path(
                [.init(45, 65), .init(55, 65), .init(55, 75)], isClosed: true, stroke: .init(.black, thickness: 2)),
            .path(
                [.init(60, 70), .init(90, 70)], isClosed: false, stroke: .init(.black, thickness: 2, dashes: [10, 5])),
            .circle(.init(100, 72), radius: 5, fill: Color(0, 255, 0), stroke: .init(.black, thickness: 2)),
            .circle(.init(112, 72), radius: 5, fill: nil, stroke: .init(.black, thickness: 2, dashes: [2, 1])),
            .circle(.init(5, 72), radius: 3, fill: Color(255, 0, 255)),
        ])

    @Test func svgIsAsRecorded() throws {
        let svg = try Self.drawing.svg(title: "A <test>")
        // The embedded picture's bytes are zlib's business.
        let stable = svg.replacing(#/base64,[A-Za-z0-9+\/=]+/#, with: "base64,…")
        let url = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "../Golden/drawing.svg")
        if ProcessInfo.processInfo.environment["RECORD_SNAPSHOTS"] == "1" {
            try Data(stable.utf8).write(to: url)
        }
        #expect(try stable == String(decoding: Data(contentsOf: url), as: UTF8.self))
        #expect(try svg == Self.drawing.svg(title: "A <test>"))
    }

    @Test func svgIsWellFormed() throws {
        let parser = XMLParser(data: Data(try Self.drawing.svg(title: "</title>\u{0}\u{FFFE}\"'").utf8))
        #expect(parser.parse())
    }

    @Test func pixelsAreWhereTheyWereDrawn() throws {
        let image = try Self.drawing.image()
        #expect(image.width == 120 && image.height == 81)
        #expect(image[0, 0] == (250, 250, 250))
        #expect(image[20, 25] == (255, 0, 0))
        #expect(image[10, 60] == (0, 0, 0))
        #expect(image[20, 60] == (250, 250, 250))
        #expect(image[15, 90] == (0, 128, 0))
        #expect(image[40, 60] == (0, 0, 255))
        #expect(image[55, 15] == (255, 0, 0))
        #expect(image[55, 25] == (0, 0, 255))
        #expect(image[65, 50] == (0, 0, 0) && image[70, 55] == (0, 0, 0))
        #expect(image[70, 65] == (0, 0, 0) && image[70, 80] == (0, 0, 0))
        // In a gap, and inside a circle that is not filled.
        #expect(image[70, 72] == (250, 250, 250) && image[72, 112] == (250, 250, 250))
        #expect(image[72, 100] == (0, 255, 0) && image[72, 95] == (0, 0, 0))
        #expect(image[72, 5] == (255, 0, 255))
        #expect(try image == Self.drawing.image())
        #expect(try Self.drawing.image(zoom: 2).width == 240)
    }

    @Test func textIsPaintedAndMeasured() throws {
        var drawing = Drawing(width: 100, height: 20)
        drawing.shapes = [.text(.init("Hill", at: .init(10, 15)))]
        let dark = try drawing.image().pixels.filter { $0 < 128 }.count
        #expect(dark > 30)
        let width = try Drawing.width(of: "Hill", size: 12)
        #expect(width > 12 && width < 36)
        #expect(try abs(Drawing.width(of: "Hill", size: 24) - 2 * width) < 0.5)
        #expect(try Drawing.width(of: "", size: 24) == 0)
    }

    @Test(arguments: [[], [0, 0], [-1, 2]])
    func dashesOfNoLengthAreALine(dashes: [Double]) throws {
        let line = Drawing.Shape.path(
            [.init(0, 5), .init(10, 5)], isClosed: false, stroke: .init(.black, thickness: 2, dashes: dashes))
        let image = try Drawing(width: 10, height: 10, shapes: [line]).image()
        #expect(image[5, 0] == (0, 0, 0) && image[5, 9] == (0, 0, 0))
    }

    @Test(arguments: [(0.0, 10.0), (1e9, 10), (.nan, 10), (30_000, 30_000), (-5, 5)])
    func anImpossibleSizeIsRefused(width: Double, height: Double) throws {
        let error = try #require(throws: RationaleError.self) {
            try Drawing(width: width, height: height).image()
        }
        #expect(error.code == .badData)
    }
}
