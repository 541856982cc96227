import Foundation
import RationaleCore
import RationaleData
import RationaleImaging
import Testing

/// Shapes turn and scale with the picture, for every orientation that a camera notes.
struct PlacementTests {
    /// An L of pixels in a stored picture of 8×6 pixels, as each kind of shape.
    private static let cells = [SIMD2(1, 1), SIMD2(1, 2), SIMD2(1, 3), SIMD2(2, 3), SIMD2(3, 3)]

    private static func mask(_ cells: [SIMD2<Int>], height: Int, width: Int) -> Mask {
        Mask(
            height: height, width: width,
            bits: (0..<height * width).map { cells.contains(SIMD2($0 % width, $0 / width)) })
    }

    private static func shapes() throws -> [(name: String, shape: Shape)] {
        let corners = [(1, 1), (2, 1), (2, 3), (4, 3), (4, 4), (1, 4)].map { SIMD2(Double($0.0), Double($0.1)) }
        // Down the columns of six pixels: column 1 has three pixels, columns 2 and 3 the lowest of them.
        let runs = try RunLengths(height: 6, width: 8, counts: [7, 3, 5, 1, 5, 1, 26])
        return [("polygon", .polygons([corners])), ("runs", .runs(runs))]
    }

    /// The pixel that a stored one becomes, from the definition of the eight orientations.
    private func shown(_ cell: SIMD2<Int>, _ orientation: Orientation, _ width: Int, _ height: Int) -> SIMD2<Int> {
        let (right, bottom) = (width - 1 - cell.x, height - 1 - cell.y)
        return switch orientation {
        case .upright: cell
        case .mirrored: SIMD2(right, cell.y)
        case .rotated180: SIMD2(right, bottom)
        case .flipped: SIMD2(cell.x, bottom)
        case .transposed: SIMD2(cell.y, cell.x)
        case .rotatedRight: SIMD2(bottom, cell.x)
        case .transversed: SIMD2(bottom, right)
        case .rotatedLeft: SIMD2(cell.y, right)
        }
    }

    @Test(arguments: Orientation.allCases)
    func `Polygons and runs turn with the picture where its size is the stored one`(orientation: Orientation) throws {
        let stored = StoredSize(width: 8, height: 6, orientation: orientation)
        let swaps = orientation.swapsSides
        // Where the sides stay the same, shapes are counted in the picture as it is shown.
        let cells = Self.cells.map { swaps ? shown($0, orientation, 8, 6) : $0 }
        let expected = Self.mask(cells, height: swaps ? 8 : 6, width: swaps ? 6 : 8)
        for (name, shape) in try Self.shapes() {
            let picture = AnnotatedPicture(path: "a.jpg", shapes: [shape], frame: .init(width: 8, height: 6))
            #expect(try picture.shownMask(in: stored) == expected, "\(name)")
        }
    }

    @Test(arguments: Orientation.allCases) func `Shapes scale with the picture`(orientation: Orientation) throws {
        let stored = StoredSize(width: 24, height: 18, orientation: orientation)
        let swaps = orientation.swapsSides
        let cells = Self.cells.map { swaps ? shown($0, orientation, 8, 6) : $0 }
        let large = cells.flatMap { cell in (0..<9).map { cell &* 3 &+ SIMD2($0 % 3, $0 / 3) } }
        let expected = Self.mask(large, height: swaps ? 24 : 18, width: swaps ? 18 : 24)
        for (name, shape) in try Self.shapes() {
            let picture = AnnotatedPicture(path: "a.jpg", shapes: [shape], frame: .init(width: 8, height: 6))
            #expect(try picture.shownMask(in: stored) == expected, "\(name)")
        }
    }

    @Test func `What a network sees is cut out and scaled`() throws {
        let crop = PhotoRegion(x: 1, y: 1, width: 4, height: 4)
        let cells = Self.cells.map { $0 &- SIMD2(1, 1) }
        let large = cells.flatMap { cell in (0..<4).map { cell &* 2 &+ SIMD2($0 % 2, $0 / 2) } }
        for (name, shape) in try Self.shapes() + [("box", .box(Box(x: 1, y: 1, width: 3, height: 3)))] {
            let placement = Placement.identity.cropped(to: crop, width: 8, height: 8)
            let found = Mask(height: 8, width: 8, covering: [shape], placed: placement)
            let expected =
                name == "box"
                ? Mask(height: 8, width: 8, covering: [Box(x: 0, y: 0, width: 6, height: 6)])
                : Self.mask(large, height: 8, width: 8)
            #expect(found == expected, "\(name)")
        }
    }

    @Test(arguments: Orientation.allCases) func `The source of a place is what lies there`(orientation: Orientation)
        throws
    {
        let picture = AnnotatedPicture(path: "a.jpg", frame: .init(width: 16, height: 12))
        let placement = try picture.placement(in: StoredSize(width: 8, height: 6, orientation: orientation))
            .cropped(to: PhotoRegion(x: 1, y: 2, width: 3, height: 5), width: 30, height: 20)
        for point in [SIMD2(0.0, 0), SIMD2(3, 4.5), SIMD2(16, 12)] {
            let back = placement.source(of: placement.place(point))
            #expect(abs(back.x - point.x) < 1e-9 && abs(back.y - point.y) < 1e-9)
        }
    }

    @Test func `A file with an orientation of its own is turned as its polygons and runs are`() throws {
        // A red L on blue, drawn as it is stored.
        let mask = Self.mask(Self.cells, height: 6, width: 8)
        var pixels: [UInt8] = []
        for isInside in mask.bits { pixels += isInside ? [255, 0, 0] : [0, 0, 255] }
        let png = try Image(width: 8, height: 6, pixels: pixels).pngData()
        let files = try DataFiles()
        defer { files.remove() }
        for orientation in Orientation.allCases where orientation.swapsSides {
            let path = try files.write(Self.turned(png, orientation), to: "\(orientation.rawValue).png")
            let bytes = [UInt8](try Data(contentsOf: URL(fileURLWithPath: path)))
            let stored = try StoredSize(of: bytes, named: path)
            let photo = try Image(decoding: bytes, named: path)
            #expect(stored.orientation == orientation && photo.width == 6 && photo.height == 8)
            for (name, shape) in try Self.shapes() {
                let picture = AnnotatedPicture(path: path, shapes: [shape], frame: .init(width: 8, height: 6))
                let found = try picture.shownMask(in: stored)
                for row in 0..<8 {
                    for column in 0..<6 { #expect(found[row, column] == (photo[row, column].0 == 255), "\(name)") }
                }
            }
        }
    }

    /// The same PNG with a chunk `eXIf` before its pixels.
    private static func turned(_ png: [UInt8], _ orientation: Orientation) -> [UInt8] {
        var tiff: [UInt8] = [0x4D, 0x4D, 0, 42, 0, 0, 0, 8, 0, 1, 0x01, 0x12, 0, 3, 0, 0, 0, 1, 0]
        tiff += [UInt8(orientation.rawValue), 0, 0, 0, 0, 0, 0]
        let chunk: [UInt8] = Array("eXIf".utf8) + tiff
        var crc = ~UInt32(0)
        for byte in chunk {
            crc ^= UInt32(byte)
            for _ in 0..<8 { crc = crc & 1 == 1 ? crc >> 1 ^ 0xEDB8_8320 : crc >> 1 }
        }
        func big(_ value: UInt32) -> [UInt8] { [24, 16, 8, 0].map { UInt8(truncatingIfNeeded: value >> $0) } }
        let header = 8 + 12 + 13
        return png[..<header] + big(UInt32(tiff.count)) + chunk + big(~crc) + png[header...]
    }
}
