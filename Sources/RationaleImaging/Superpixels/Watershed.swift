public import RationaleCore

/// The watershed of a picture's gradient, flooded from markers on a regular grid.
///
/// Each marker is a source of water. The water rises, the flood always goes on at the lowest pixel that it touches, and a
/// pixel belongs to the marker whose water touches it first; among pixels that are equally low, or below the water, the one
/// touched first goes first. Height is
/// the Sobel gradient of the grey picture: `√((h² + v²) / 2)`, h and v the picture's convolutions with
/// [1 2 1] / 4 across and [1 0 −1] along, of grey levels 0 … 1 (0.2125 R + 0.7154 G + 0.0721 B), the edge pixels repeated
/// outside. Neighbours share an edge.
///
/// With a compactness c above 0, a pixel's height is raised by c times its distance to the marker in pixels.
///
/// *Source*: S. Beucher and F. Meyer, "The morphological approach to segmentation: the watershed transformation",
/// in Mathematical Morphology in Image Processing (1993); P. Neubert and P. Protzel, "Compact watershed and preemptive
/// SLIC", ICPR 2014, doi:10.1109/ICPR.2014.181. The labels are those of scikit-image 0.26's `watershed` of `sobel` of
/// `rgb2gray`. Many gradients of 8-bit levels differ by rounding alone, so that grey levels are rounded here as its matrix
/// product rounds them on a processor with fused multiplication; on others its own labels differ a little.
///
/// *Cost*: O(height · width) without compactness, after sorting the gradients; O(n log n) for n pixels with it.
public struct Watershed: SuperpixelMethod, Equatable {
    public static let name = "watershed"

    /// 15, 50 and 80 markers without compactness.
    public static let resolutions = [15, 50, 80].map { Watershed(markers: $0) }

    /// The number of markers wanted, at least 1; the grid gives about as many. Each marker is one region.
    public var markers: Int
    /// The weight of the distance to the marker against the gradient, per pixel, 0 or more. Larger values make squarer
    /// regions.
    public var compactness: Double

    /// - Parameter markers: the number wanted, at least 1. ACE and VRX take 15, 50 and 80.
    /// - Parameter compactness: 0 as in ACE and VRX: the classical watershed.
    public init(markers: Int = 50, compactness: Double = 0) {
        self.markers = markers
        self.compactness = compactness
    }

    public func segment(_ image: Image) throws(RationaleError) -> Segmentation {
        try require("markers", markers, 1...Int(Int32.max))
        try require("compactness", compactness, 0...)
        let grid = SeedGrid(height: image.height, width: image.width, count: markers)
        let seeds = grid.rows.flatMap { row in grid.columns.map { row * image.width + $0 } }
        let heights = Self.gradient(of: image)
        let labels =
            compactness > 0
            ? Self.compactFlood(heights, width: image.width, from: seeds, compactness: compactness)
            : Self.flood(heights, width: image.width, from: seeds)
        return Segmentation(height: image.height, width: image.width, labels: labels)
    }

    /// The Sobel gradient of the grey picture: `[height, width]`, 0 to 1.
    static func gradient(of image: Image) -> [Double] {
        let (height, width) = (image.height, image.width)
        // One pixel more on each side.
        let stride = width + 2
        let levels = (0..<256).map { Double($0) * (1.0 / 255) }
        let greens = levels.map { $0 * 0.7154 }
        var grey = [Double](repeating: 0, count: (height + 2) * stride)
        for row in 0..<height {
            var index = 3 * row * width
            for column in 1...width {
                let red = levels[Int(image.pixels[index])]
                let green = greens[Int(image.pixels[index + 1])]
                let blue = levels[Int(image.pixels[index + 2])]
                // Fused, green first, as the matrix products of NumPy on a processor that has the instruction: many
                // gradients of 8-bit levels are equal but for this rounding.
                grey[(row + 1) * stride + column] = green.addingProduct(red, 0.2125).addingProduct(blue, 0.0721)
                index += 3
            }
            grey[(row + 1) * stride] = grey[(row + 1) * stride + 1]
            grey[(row + 1) * stride + width + 1] = grey[(row + 1) * stride + width]
        }
        for column in 0..<stride {
            grey[column] = grey[stride + column]
            grey[(height + 1) * stride + column] = grey[height * stride + column]
        }
        return [Double](unsafeUninitializedCapacity: height * width) { gradient, count in
            grey.withUnsafeBufferPointer { grey in
                for row in 0..<height {
                    let above = grey.baseAddress! + row * stride
                    let (center, below) = (above + stride, above + 2 * stride)
                    let target = gradient.baseAddress! + row * width
                    for column in 0..<width {
                        // Pixel by pixel in reading order: another order rounds differently, and ties would fall otherwise.
                        var across = above[column] * 0.25 + above[column &+ 1] * 0.5
                        across += above[column &+ 2] * 0.25
                        across += below[column] * -0.25
                        across += below[column &+ 1] * -0.5
                        across += below[column &+ 2] * -0.25
                        var along = above[column] * 0.25 + above[column &+ 2] * -0.25
                        along += center[column] * 0.5
                        along += center[column &+ 2] * -0.5
                        along += below[column] * 0.25
                        along += below[column &+ 2] * -0.25
                        target[column] = (across * across + along * along).squareRoot() / 2.0.squareRoot()
                    }
                }
            }
            count = height * width
        }
    }
}
