import Foundation
import RationaleCore
import RationaleData
import Testing

/// Masks against those of pycocotools, written by `scripts/reference/coco_masks.py`.
struct GoldenMaskTests {
    struct Golden: Decodable {
        struct Case: Decodable {
            let height: Int
            let width: Int
            let polygons: [[Double]]?
            let counts: String
            let runs: [Int]
            let area: Int
            let box: [Double]
        }
        let polygons: [Case]
        let pixels: [Case]

        static func load() throws -> Golden {
            let folder = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "../Golden")
            return try JSONDecoder().decode(
                Golden.self, from: Data(contentsOf: folder.appending(path: "coco_masks.json").standardized))
        }
    }

    /// The mask of plain run lengths, the slow way.
    private func mask(_ golden: Golden.Case) -> Mask {
        let columns = golden.runs.enumerated().flatMap { Array(repeating: $0.offset % 2 == 1, count: $0.element) }
        let bits = (0..<golden.height * golden.width).map { place in
            columns[place % golden.width * golden.height + place / golden.width]
        }
        return Mask(height: golden.height, width: golden.width, bits: bits)
    }

    @Test func `Polygons cover the pixels that pycocotools gives them`() throws {
        let cases = try Golden.load().polygons
        #expect(cases.count == 70)
        for golden in cases {
            let polygons = try #require(golden.polygons).map { values in
                stride(from: 0, to: values.count, by: 2).map { SIMD2(values[$0], values[$0 + 1]) }
            }
            let found = Mask(height: golden.height, width: golden.width, covering: [.polygons(polygons)])
            #expect(found == mask(golden), "\(golden.width)×\(golden.height): \(polygons)")
        }
    }

    @Test func `Run lengths are read as text and as numbers`() throws {
        let golden = try Golden.load()
        for golden in golden.polygons + golden.pixels {
            let runs = try RunLengths(height: golden.height, width: golden.width, text: golden.counts)
            #expect(runs.mask == mask(golden))
            #expect(runs.area == golden.area)
            let box = Box(x: golden.box[0], y: golden.box[1], width: golden.box[2], height: golden.box[3])
            #expect(golden.area == 0 ? runs.box == nil : runs.box == box, "\(golden.box)")
            #expect(try RunLengths(height: golden.height, width: golden.width, counts: golden.runs).mask == runs.mask)
        }
    }

    @Test(arguments: [
        ("", "cover 0 pixels"), ("4P", "ends within"), ("0 0", "no text of run lengths"), ("é", "no text"),
        ("PPPPPPPPP1", "no text of run lengths"), ("7", "cover 7 pixels"), ("8", "cover 8 pixels"),
        ("O", "a run of -1 pixels"), ("9", ""), ("1o1", "does not fit"), ("360", ""),
    ])
    func `Text that does not add up to the picture is refused`(text: String, says: String) {
        if says.isEmpty {
            #expect(throws: Never.self) { try RunLengths(height: 3, width: 3, text: text) }
        } else {
            let error = #expect(throws: RationaleError.self) { try RunLengths(height: 3, width: 3, text: text) }
            #expect(error?.code == .badData && error?.message.contains(says) == true, "\(error?.message ?? "")")
        }
    }

    @Test(arguments: [(0, 3, [0]), (3, 3, [4, 6]), (3, 3, [-1, 10]), (1 << 20, 1 << 20, [0]), (3, 3, [.max, .max])])
    func `Numbers that do not add up to the picture are refused`(height: Int, width: Int, counts: [Int]) {
        let error = #expect(throws: RationaleError.self) {
            try RunLengths(height: height, width: width, counts: counts)
        }
        #expect(error?.code == .badData)
    }

    @Test func `Coordinates far away cost nothing and cover what they surround`() {
        let far = 1e300
        let everything = Shape.polygons([[SIMD2(-far, -far), SIMD2(far, -far), SIMD2(far, far), SIMD2(-far, far)]])
        #expect(Mask(height: 5, width: 7, covering: [everything]).area == 35)
        #expect(
            Mask(height: 5, width: 7, covering: [.polygons([[SIMD2(9, 9), SIMD2(12, 9), SIMD2(9, 12)]])]).area == 0)
    }
}
