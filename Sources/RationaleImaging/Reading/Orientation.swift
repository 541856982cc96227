package import RationaleCore

/// How a stored picture must be turned to stand upright: EXIF's eight orientations.
///
/// *Source*: CIPA DC-008, Exif 2.32, tag 0x0112.
package enum Orientation: Int, CaseIterable, Sendable {
    case upright = 1
    case mirrored
    case rotated180
    case flipped
    case transposed
    case rotatedRight
    case transversed
    case rotatedLeft

    /// Whether rows and columns change places.
    package var swapsSides: Bool { rawValue >= 5 }

    /// A box of the stored picture in the upright one.
    ///
    /// - Parameters:
    ///   - width: of the stored picture, in the unit of the box.
    ///   - height: the same.
    package func upright(_ box: Box, width: Double, height: Double) -> Box {
        let fromRight = width - box.x - box.width
        let fromBottom = height - box.y - box.height
        let (x, y) =
            switch self {
            case .upright: (box.x, box.y)
            case .mirrored: (fromRight, box.y)
            case .rotated180: (fromRight, fromBottom)
            case .flipped: (box.x, fromBottom)
            case .transposed: (box.y, box.x)
            case .rotatedRight: (fromBottom, box.x)
            case .transversed: (fromBottom, fromRight)
            case .rotatedLeft: (box.y, fromRight)
            }
        return Box(
            x: x, y: y, width: swapsSides ? box.height : box.width, height: swapsSides ? box.width : box.height)
    }

    /// The picture turned upright.
    ///
    /// - Complexity: O(pixels); tile by tile, because a turned picture is read along columns.
    package func upright(_ image: Image) -> Image {
        guard self != .upright else { return image }
        let (sourceWidth, sourceHeight) = (image.width, image.height)
        let width = swapsSides ? sourceHeight : sourceWidth
        let height = swapsSides ? sourceWidth : sourceHeight
        // Where the result's top left comes from, and how far the source moves along a row and a column of the result.
        let right = (sourceWidth - 1) * 3
        let down = (sourceHeight - 1) * sourceWidth * 3
        let row = sourceWidth * 3
        let (start, alongRow, alongColumn) =
            switch self {
            case .upright: (0, 3, row)
            case .mirrored: (right, -3, row)
            case .rotated180: (down + right, -3, -row)
            case .flipped: (down, 3, -row)
            case .transposed: (0, row, 3)
            case .rotatedRight: (down, -row, 3)
            case .transversed: (down + right, -row, -3)
            case .rotatedLeft: (right, row, -3)
            }
        let tile = 32
        let pixels = [UInt8](unsafeUninitializedCapacity: width * height * 3) { target, count in
            image.pixels.withUnsafeBufferPointer { source in
                for top in stride(from: 0, to: height, by: tile) {
                    for left in stride(from: 0, to: width, by: tile) {
                        for y in top..<min(top + tile, height) {
                            var from = start &+ y &* alongColumn &+ left &* alongRow
                            var to = (y &* width &+ left) &* 3
                            for _ in left..<min(left + tile, width) {
                                target[to] = source[from]
                                target[to &+ 1] = source[from &+ 1]
                                target[to &+ 2] = source[from &+ 2]
                                from &+= alongRow
                                to &+= 3
                            }
                        }
                    }
                }
            }
            count = width * height * 3
        }
        return Image(width: width, height: height, pixels: pixels)
    }
}
