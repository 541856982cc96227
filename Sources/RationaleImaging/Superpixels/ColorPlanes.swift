import Foundation

/// Three planes of numbers, one a colour channel: `[3, height, width]`.
///
/// The superpixel methods compute in double precision, as scikit-image does: their decisions are comparisons of
/// distances, and one that falls differently can move a border.
struct ColorPlanes {
    let height: Int
    let width: Int
    var values: [Double]

    var area: Int { height * width }

    /// Red, green and blue, 0 to 1.
    init(rgb image: Image) {
        (height, width) = (image.height, image.width)
        let area = image.width * image.height
        values = [Double](unsafeUninitializedCapacity: 3 * area) { values, count in
            image.pixels.withUnsafeBufferPointer { pixels in
                for index in 0..<area {
                    for channel in 0..<3 {
                        values[channel &* area &+ index] = Double(pixels[3 &* index &+ channel]) * Self.unit
                    }
                }
            }
            count = 3 * area
        }
    }

    /// CIELAB of the sRGB levels: L 0 to 100, a and b about −110 to 110; white is D65 for an observer of 2°.
    ///
    /// The transfer function is IEC 61966-2-1's, the matrix its rounded form for linear sRGB to XYZ with six decimals,
    /// and the cube root is replaced by a line below 0.008856 (CIE 15).
    ///
    /// - Parameter stretched: maps the levels to 0 … 1 by the lowest and highest level of the picture first.
    init(lab image: Image, stretched: Bool = false) {
        (height, width) = (image.height, image.width)
        let area = image.width * image.height
        let linear = Self.linearLevels(of: image, stretched: stretched)
        values = [Double](unsafeUninitializedCapacity: 3 * area) { values, count in
            image.pixels.withUnsafeBufferPointer { pixels in
                linear.withUnsafeBufferPointer { linear in
                    for index in 0..<area {
                        let red = linear[Int(pixels[3 &* index])]
                        let green = linear[Int(pixels[3 &* index &+ 1])]
                        let blue = linear[Int(pixels[3 &* index &+ 2])]
                        let x = (red * 0.412453 + green * 0.357580 + blue * 0.180423) / 0.95047
                        let y = red * 0.212671 + green * 0.715160 + blue * 0.072169
                        let z = (red * 0.019334 + green * 0.119193 + blue * 0.950227) / 1.08883
                        values[index] = x
                        values[area &+ index] = y
                        values[2 &* area &+ index] = z
                    }
                }
            }
            let all = values.baseAddress!
            for index in 0..<(3 * area) { all[index] = Self.lightness(all[index]) }
            for index in 0..<area {
                let (x, y, z) = (all[index], all[area &+ index], all[2 &* area &+ index])
                all[index] = 116 * y - 16
                all[area &+ index] = 500 * (x - y)
                all[2 &* area &+ index] = 200 * (y - z)
            }
            count = 3 * area
        }
    }

    private static let unit = 1.0 / 255

    /// The linear intensity of each of the 256 levels.
    private static func linearLevels(of image: Image, stretched: Bool) -> [Double] {
        var (low, high): (UInt8, UInt8) = (0, 255)
        if stretched {
            (low, high) = (255, 0)
            for level in image.pixels { (low, high) = (min(low, level), max(high, level)) }
        }
        let darkest = Double(low) * unit
        let span = Double(high) * unit - darkest
        return (0..<256).map { level in
            var value = Double(level) * unit
            if stretched { value = span > 0 ? (value - darkest) / span : 0 }
            return value > 0.04045 ? pow((value + 0.055) / 1.055, 2.4) : value / 12.92
        }
    }

    /// The cube root above 0.008856, and the line that continues it below.
    @inline(__always) private static func lightness(_ value: Double) -> Double {
        value > 0.008856 ? cbrt(value) : 7.787 * value + 16.0 / 116
    }
}
