import Foundation
import RationaleCore
import RationaleImaging
import Testing

struct RemovingTests {
    private let picture = Image.synthetic(width: 43, height: 31)

    private func levels(_ image: Image, _ isWanted: (Int) -> Bool) -> [UInt8] {
        image.pixels.indices.filter { isWanted($0 / 3) }.map { image.pixels[$0] }
    }

    @Test(arguments: RegionShape.allCases)
    func `The harmonic fill is within one grey level of Jacobi's iteration`(shape: RegionShape) throws {
        let mask = shape.mask(height: 31, width: 43)
        let filled = try picture.removing(mask)
        let expected = JacobiFill.fill(picture, mask)
        let worst = zip(filled.pixels, expected).map { abs(Double($0) - $1) }.max()
        #expect(try #require(worst) < 0.6, "rounding takes half a level")
    }

    @Test(arguments: RegionShape.allCases.filter { !$0.touchesBorder })
    func `A linear ramp is restored exactly`(shape: RegionShape) throws {
        let ramp = Image.colored(width: 43, height: 31) { [$1 * 3 + $0 * 4, 250 - $1 * 5, 77] }
        let mask = shape.mask(height: 31, width: 43)
        let damaged = try ramp.removing(mask, fill: .color(Color(255, 0, 255)))
        #expect(damaged != ramp)
        #expect(try damaged.removing(mask) == ramp)
    }

    @Test func `At the border of the picture nothing is prescribed`() throws {
        // Only the left side is known: what follows to the right is constant along the rows of a picture without change
        // in y.
        let columns = Image.colored(width: 20, height: 9) { [$1 * 10, 5, $1] }
        let mask = Mask(height: 9, width: 20, bits: (0..<180).map { $0 % 20 >= 12 })
        let filled = try columns.removing(mask)
        for row in 0..<9 { for column in 12..<20 { #expect(filled[row, column] == (110, 5, 11)) } }
    }

    @Test(arguments: RegionShape.allCases, [RegionFill.harmonic, .mean, .color(.black), .blurred(sigma: 2)])
    func `No pixel outside the grown mask changes, and none inside counts`(shape: RegionShape, fill: RegionFill) throws
    {
        let mask = shape.mask(height: 31, width: 43)
        for margin in [0, 2] {
            let grown = mask.dilated(by: margin)
            let filled = try picture.removing(mask, growingBy: margin, fill: fill)
            #expect(levels(filled) { !grown.bits[$0] } == levels(picture) { !grown.bits[$0] })
            #expect(try filled == picture.removing(grown, fill: fill))
            // Without any pixel outside, the picture's mean colour is taken.
            guard fill == .harmonic, grown.inverted.area > 0 else { continue }
            let other = try picture.removing(grown, fill: .color(Color(9, 200, 31)))
            #expect(try other.removing(grown) == filled)
        }
    }

    @Test func `The other fills`() throws {
        let mask = RegionShape.disc.mask(height: 31, width: 43)
        let plain = try picture.removing(mask, fill: .color(Color(1, 2, 3)))
        #expect(levels(plain) { mask.bits[$0] }.chunks == Set([[1, 2, 3]]))

        let mean = try picture.removing(mask, fill: .mean)
        let means = (0..<3).map { channel in
            let sum = (0..<(31 * 43)).reduce(0) { $0 + Int(picture.pixels[3 * $1 + channel]) }
            return UInt8((Double(sum) / (31 * 43)).rounded())
        }
        #expect(levels(mean) { mask.bits[$0] }.chunks == Set([means]))
        #expect(try picture.removing(mask, fill: .blurred(sigma: 0)) == picture)
        #expect(try picture.removing(mask, fill: .blurred(sigma: 1e300)) == mean)
        #expect(try picture.removing(mask, fill: .blurred(sigma: 85)) == mean)
    }

    @Test(arguments: [0.7, 3, 40]) func `The blurred fill is the Gaussian of the whole picture`(sigma: Double) throws {
        let mask = RegionShape.corner.mask(height: 31, width: 43)
        let blurred = try picture.removing(mask, fill: .blurred(sigma: sigma))
        let radius = Int(4 * sigma + 0.5)
        let kernel = (-radius...radius).map { exp(-Double($0 * $0) / (2 * sigma * sigma)) }
        let sum = kernel.reduce(0, +)
        let mirrored = { (place: Int, length: Int) in
            let folded = ((place % (2 * length)) + 2 * length) % (2 * length)
            return min(folded, 2 * length - 1 - folded)
        }
        for index in [0, 5, 43 * 4 + 6] {
            #expect(mask.bits[index])
            var expected = 0.0
            for down in -radius...radius {
                for right in -radius...radius {
                    let (row, column) = (mirrored(index / 43 + down, 31), mirrored(index % 43 + right, 43))
                    expected += kernel[down + radius] * kernel[right + radius] * Double(picture[row, column].green)
                }
            }
            #expect(abs(Double(blurred[index / 43, index % 43].green) - expected / sum / sum) <= 0.5001)
        }
    }

    @Test func `A region that is the whole picture becomes its mean colour`() throws {
        let all = Mask(height: 31, width: 43, bits: Array(repeating: true, count: 31 * 43))
        let filled = try picture.removing(all)
        #expect(try filled == picture.removing(all, fill: .mean))
        #expect(filled.pixels.chunks.count == 1)
        let one = RegionShape.pixel.mask(height: 31, width: 43)
        #expect(try picture.removing(one, growingBy: 99) == filled)
    }

    @Test func `An empty mask changes nothing`() throws {
        let empty = Mask(height: 31, width: 43, bits: Array(repeating: false, count: 31 * 43))
        #expect(try picture.removing(empty, growingBy: 3) == picture)
        #expect(try picture.removing(empty, fill: .color(.white)) == picture)
    }

    @Test func `A mask of another size is refused with both sizes`() throws {
        let error = try #require(throws: RationaleError.self) {
            try picture.removing(RegionShape.disc.mask(height: 43, width: 31))
        }
        #expect(error.code == .usage)
        #expect(error.message.contains("31×43") && error.message.contains("43×31"))
    }

    @Test func `Numbers outside their range are refused`() {
        let mask = RegionShape.disc.mask(height: 31, width: 43)
        #expect(throws: RationaleError.self) { try picture.removing(mask, growingBy: -1) }
        for sigma in [-1, Double.nan, .infinity] {
            #expect(throws: RationaleError.self) { try picture.removing(mask, fill: .blurred(sigma: sigma)) }
        }
    }
}

extension [UInt8] {
    /// The different colours.
    fileprivate var chunks: Set<[UInt8]> { Set(stride(from: 0, to: count, by: 3).map { Array(self[$0..<($0 + 3)]) }) }
}
