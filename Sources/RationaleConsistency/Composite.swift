import RationaleCore
public import RationaleImaging
public import RationaleTorch

/// Four pictures as one, two by two: the picture itself in one quadrant, pictures of other things in the others.
public struct Composite: Sendable {
    /// Twice as high and wide as the picture.
    public let image: Image
    /// Where the picture is: 0 top left, 1 top right, 2 bottom left, 3 bottom right.
    public let quadrant: Int

    /// - Parameters:
    ///   - picture: what the map is about.
    ///   - others: three pictures of the same size, in the order of the quadrants that are left.
    ///   - quadrant: where the picture goes.
    public init(_ picture: Image, _ others: [Image], quadrant: Int) {
        precondition(others.count == 3 && (0..<4).contains(quadrant), "\(others.count) other pictures")
        var quadrants = others
        quadrants.insert(picture, at: quadrant)
        let (height, width) = (picture.height, picture.width)
        var pixels: [UInt8] = []
        pixels.reserveCapacity(4 * height * width * 3)
        for half in [0, 2] {
            for row in 0..<height {
                for image in quadrants[half...half + 1] {
                    pixels += image.pixels[row * width * 3..<(row + 1) * width * 3]
                }
            }
        }
        image = Image(width: 2 * width, height: 2 * height, pixels: pixels)
        self.quadrant = quadrant
    }

    /// Each map in its quadrant of a map of twice the height and width, zero elsewhere.
    ///
    /// - Parameters:
    ///   - maps: `[batch, height, width]`.
    ///   - quadrants: of each map.
    /// - Returns: `[batch, 2 height, 2 width]`.
    public static func placed(_ maps: Tensor, in quadrants: [Int]) -> Tensor {
        let (batch, height, width) = (maps.shape[0], maps.shape[1], maps.shape[2])
        let places = Tensor(
            quadrants.flatMap { quadrant in (0..<4).map { Float($0 == quadrant ? 1 : 0) } }, shape: [batch, 2, 1, 2, 1]
        ).moved(to: maps.device).converted(to: maps.dtype)
        return (places * maps.reshaped([batch, 1, height, 1, width])).reshaped([batch, 2 * height, 2 * width])
    }
}
