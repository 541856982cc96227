import RationaleCore

/// A region cut out of a picture: the pixels of its box, and which of them belong to it.
struct RegionPatch {
    let image: Image
    let mask: Mask

    init(_ region: RegionCut, of image: Image) {
        self.init(image: image.part(rows: region.rows, columns: region.columns), mask: region.mask)
    }

    /// - Precondition: both have the same size.
    init(image: Image, mask: Mask) {
        precondition(image.height == mask.height && image.width == mask.width, "a mask of another size")
        self.image = image
        self.mask = mask
    }

    /// Left and right exchanged.
    var mirrored: RegionPatch {
        var pixels: [UInt8] = []
        var bits: [Bool] = []
        pixels.reserveCapacity(image.pixels.count)
        bits.reserveCapacity(mask.bits.count)
        for row in 0..<image.height {
            for column in (0..<image.width).reversed() {
                let index = row * image.width + column
                pixels += image.pixels[(3 * index)..<(3 * index + 3)]
                bits.append(mask.bits[index])
            }
        }
        return RegionPatch(
            image: Image(width: image.width, height: image.height, pixels: pixels),
            mask: Mask(height: image.height, width: image.width, bits: bits))
    }

    /// The pixels of the box, where those that do not belong to the region show its nearest pixel.
    var extended: Image {
        guard let nearest = mask.nearestPixels else { return image }
        var pixels = image.pixels
        for index in nearest.indices where nearest[index] != index {
            for channel in 0..<3 { pixels[3 * index + channel] = image.pixels[3 * nearest[index] + channel] }
        }
        return Image(width: image.width, height: image.height, pixels: pixels)
    }

    /// What the region shows, scaled to another region's box and cut to its outline.
    func fitted(to region: RegionCut) -> RegionPatch {
        let scaled = extended.resized(height: region.rows.count, width: region.columns.count, filter: .bilinear)
        return RegionPatch(image: scaled, mask: region.mask)
    }
}

extension Image {
    /// The picture with a patch laid over it.
    ///
    /// The patch's pixel at distance d from the nearest pixel outside of it covers with `min(1, d / (feather + 1))`, so
    /// that the outermost pixels, d = 1, show half of what lies below for a feather of 1. The border of the picture is
    /// no outline.
    ///
    /// - Parameters:
    ///   - row, column: where the patch's top left pixel comes to lie; what lies outside the picture is cut off.
    ///   - feather: the width of the soft edge in pixels, at least 0.
    func pasting(_ patch: RegionPatch, row: Int, column: Int, feather: Double) -> Image {
        let (top, bottom) = (max(0, row), min(height, row + patch.image.height))
        let (left, right) = (max(0, column), min(width, column + patch.image.width))
        guard top < bottom, left < right else { return self }
        let opacities = patch.opacities(row: row, column: column, inside: self, feather: feather)
        var result = pixels
        for targetRow in top..<bottom {
            for targetColumn in left..<right {
                let from = (targetRow - row) * patch.image.width + targetColumn - column
                let to = targetRow * width + targetColumn
                let opacity = opacities[from]
                for channel in 0..<3 {
                    let below = Double(pixels[3 * to + channel])
                    let above = Double(patch.image.pixels[3 * from + channel])
                    result[3 * to + channel] = UInt8((below + (above - below) * opacity).rounded())
                }
            }
        }
        return Image(width: width, height: height, pixels: result)
    }
}

extension RegionPatch {
    /// How much each pixel of the box covers, 0 to 1, row by row.
    fileprivate func opacities(row: Int, column: Int, inside image: Image, feather: Double) -> [Double] {
        // One more pixel on each side, outside of the region where it lies in the picture.
        let (height, width) = (mask.height + 2, mask.width + 2)
        var isOutside = [Bool](repeating: false, count: height * width)
        for patchRow in -1...mask.height where (0..<image.height).contains(row + patchRow) {
            for patchColumn in -1...mask.width where (0..<image.width).contains(column + patchColumn) {
                let isInRegion = mask.isInside(patchRow, patchColumn)
                isOutside[(patchRow + 1) * width + patchColumn + 1] = !isInRegion
            }
        }
        let nearest = feather > 0 ? Mask(height: height, width: width, bits: isOutside).nearestPixels : nil
        return mask.bits.indices.map { index in
            guard mask.bits[index] else { return 0 }
            guard let nearest else { return 1 }
            let (row, column) = (index / mask.width + 1, index % mask.width + 1)
            let outside = nearest[row * width + column]
            let (down, right) = (outside / width - row, outside % width - column)
            return min(1, Double(down * down + right * right).squareRoot() / (feather + 1))
        }
    }
}

extension Mask {
    /// Whether a pixel belongs to the region; false outside the mask.
    fileprivate func isInside(_ row: Int, _ column: Int) -> Bool {
        row >= 0 && row < height && column >= 0 && column < width && bits[row * width + column]
    }
}
