/// A picture: three grey levels a place, 0 to 255, in sRGB.
///
/// This is what a decoder returns and what an overlay is painted on. It is always upright (the orientation that a
/// camera noted is already applied) and opaque (transparency is already composited over white).
public struct Image: Sendable, Equatable {
    /// The number of columns, at least 1.
    public let width: Int
    /// The number of rows, at least 1.
    public let height: Int
    /// Red, green and blue of each place, row by row from the top left: `[height, width, 3]`, row-major.
    public let pixels: [UInt8]

    /// A picture from its grey levels.
    ///
    /// - Parameter width: in pixels.
    /// - Parameter height: in pixels.
    /// - Parameter pixels: `[height, width, 3]`, row-major, 0 to 255.
    /// - Precondition: `width` and `height` are positive and `pixels.count == height * width * 3`.
    public init(width: Int, height: Int, pixels: [UInt8]) {
        precondition(width > 0 && height > 0, "a picture of \(width)×\(height) has no pixels")
        precondition(pixels.count == height * width * 3, "\(pixels.count) values for a \(width)×\(height) RGB picture")
        self.width = width
        self.height = height
        self.pixels = pixels
    }

    /// A picture of one colour.
    ///
    /// - Parameter width: in pixels.
    /// - Parameter height: in pixels.
    /// - Parameter color: red, green and blue, 0 to 255; white where not given, as a document's background is.
    public init(width: Int, height: Int, color: (red: UInt8, green: UInt8, blue: UInt8) = (255, 255, 255)) {
        precondition(width > 0 && height > 0, "a picture of \(width)×\(height) has no pixels")
        let pixels = [UInt8](unsafeUninitializedCapacity: width * height * 3) { buffer, count in
            for index in 0..<(width * height) {
                buffer[3 * index] = color.red
                buffer[3 * index + 1] = color.green
                buffer[3 * index + 2] = color.blue
            }
            count = width * height * 3
        }
        self.init(width: width, height: height, pixels: pixels)
    }

    /// Red, green and blue at a place; row 0 and column 0 are the top left.
    ///
    /// - Precondition: the place lies inside the picture.
    public subscript(row: Int, column: Int) -> (red: UInt8, green: UInt8, blue: UInt8) {
        precondition(row >= 0 && row < height && column >= 0 && column < width, "(\(row), \(column)) is outside")
        let index = (row * width + column) * 3
        return (pixels[index], pixels[index + 1], pixels[index + 2])
    }
}
