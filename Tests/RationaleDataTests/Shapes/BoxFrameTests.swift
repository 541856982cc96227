import RationaleCore
import RationaleData
import RationaleImaging
import Testing

/// In which picture boxes are counted, for every orientation that a camera notes.
struct BoxFrameTests {
    /// A box at the upper left of a stored picture of 160×100 pixels, and where it is shown.
    static let shown: [(Orientation, Box)] = [
        (.upright, Box(x: 10, y: 20, width: 30, height: 40)), (.mirrored, Box(x: 120, y: 20, width: 30, height: 40)),
        (.rotated180, Box(x: 120, y: 40, width: 30, height: 40)), (.flipped, Box(x: 10, y: 40, width: 30, height: 40)),
        (.transposed, Box(x: 20, y: 10, width: 40, height: 30)),
        (.rotatedRight, Box(x: 40, y: 10, width: 40, height: 30)),
        (.transversed, Box(x: 40, y: 120, width: 40, height: 30)),
        (.rotatedLeft, Box(x: 20, y: 120, width: 40, height: 30)),
    ]

    private func boxes(_ box: Box, _ frame: (Double, Double)?, _ stored: StoredSize) throws -> [Box] {
        let frame = frame.map { AnnotatedPicture.Frame(width: $0.0, height: $0.1) }
        let picture = AnnotatedPicture(path: "a.jpg", boxes: [box], frame: frame)
        let placement = try picture.placement(in: stored)
        return picture.boxes.map { placement.place($0) }
    }

    @Test(arguments: shown)
    func `Boxes turn with the picture where the stated size is the stored one`(orientation: Orientation, shown: Box)
        throws
    {
        let stored = StoredSize(width: 160, height: 100, orientation: orientation)
        let box = Box(x: 10, y: 20, width: 30, height: 40)
        if orientation.swapsSides {
            #expect(try boxes(box, (160, 100), stored) == [shown])
            // The same at half the size.
            let half = Box(x: 5, y: 10, width: 15, height: 20)
            #expect(try boxes(half, (80, 50), stored) == [shown])
            #expect(try boxes(shown, (100, 160), stored) == [shown])
        } else {
            // Both sizes are the same: boxes are counted in the picture as it is shown.
            #expect(try boxes(box, (160, 100), stored) == [box])
        }
        #expect(try boxes(shown, nil, stored) == [shown])
        #expect(orientation.upright(box, width: 160, height: 100) == shown)
    }

    @Test(arguments: Orientation.allCases)
    func `Square and unknown frames mean the picture as it is shown`(orientation: Orientation) throws {
        let box = Box(x: 10, y: 20, width: 30, height: 40)
        let square = StoredSize(width: 100, height: 100, orientation: orientation)
        #expect(try boxes(box, (200, 200), square) == [Box(x: 5, y: 10, width: 15, height: 20)])
        #expect(try boxes(box, nil, square) == [box])
    }

    @Test func `In a picture that was stretched each side has its own scale`() throws {
        var picture = AnnotatedPicture(
            path: "a.jpg", boxes: [Box(x: 50, y: 30, width: 100, height: 60)], frame: .init(width: 500, height: 300))
        picture.mayBeStretched = true
        let square = try picture.placement(in: StoredSize(width: 200, height: 200, orientation: .upright))
        #expect(square.place(picture.boxes[0]) == Box(x: 20, y: 20, width: 40, height: 40))
        let tall = try picture.placement(in: StoredSize(width: 100, height: 600, orientation: .upright))
        #expect(tall.place(picture.boxes[0]) == Box(x: 10, y: 60, width: 20, height: 120))
    }

    @Test(arguments: [(100.0, 100.0), (160, 90), (200, 100), (90, 160)])
    func `A frame of another shape is an error that says both sizes`(width: Double, height: Double) {
        for orientation in [Orientation.upright, .rotatedRight] {
            let error = #expect(throws: RationaleError.self) {
                try boxes(
                    Box(x: 1, y: 2, width: 3, height: 4), (width, height),
                    StoredSize(width: 160, height: 100, orientation: orientation))
            }
            #expect(error?.code == .badData)
            #expect(error?.message.contains("a.jpg") == true && error?.message.contains("160×100") == true)
            #expect(error?.message.contains("\(Int(width))×\(Int(height))") == true, "\(error?.message ?? "")")
        }
    }

    @Test(arguments: [(500.0, 375.0, 341, 256), (333, 500, 171, 256), (4032, 3024, 32, 24), (100, 75, 1024, 768)])
    func `A resized picture has its frame up to rounding`(width: Double, height: Double, to w: Int, h: Int) throws {
        let stored = StoredSize(width: w, height: h, orientation: .upright)
        let found = try boxes(Box(x: 0, y: 0, width: width, height: height), (width, height), stored)
        #expect(abs(found[0].width - Double(w)) < 1e-9 && abs(found[0].height - Double(h)) < 1e-9)
    }
}
