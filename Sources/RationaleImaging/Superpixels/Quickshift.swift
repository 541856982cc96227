import Foundation
public import RationaleCore

/// Quickshift: each pixel points to its nearest neighbour of higher density, and a tree of pointers is a region.
///
/// Pixels are points x = (ratio · CIELAB, row, column). The density of a pixel is Σ exp(−‖x − y‖² / 2k²) over the pixels y
/// of the window that reaches ⌈3k⌉ pixels to each side, k the kernel's size. Within the same window a pixel points to the
/// nearest of higher density, the first in reading order among equally near ones, unless it is farther than `maxDistance`;
/// a pixel that points nowhere is the root of a region.
///
/// *Source*: A. Vedaldi and S. Soatto, "Quick shift and kernel methods for mode seeking", ECCV 2008,
/// doi:10.1007/978-3-540-88693-8_52. As in scikit-image 0.26, whose labels these are, a normal draw of deviation 10⁻⁵ is
/// added to each density, since in areas of one colour all would be equal. The draws are those of NumPy's generator with
/// seed 42: the same for each picture of a size.
///
/// *Cost*: (6k + 1)² / 2 exponentials a pixel: 1,860 for k = 10.
public struct Quickshift: SuperpixelMethod, Equatable {
    public static let name = "quickshift"

    /// Pointers of at most 20, 15 and 10, in a kernel of 10.
    public static let resolutions = [20.0, 15, 10].map { Quickshift(kernelSize: 10, maxDistance: $0) }

    /// The weight of colour against position, 0 or more; usually at most 1.
    public var ratio: Double
    /// The deviation of the density's Gaussian kernel, in pixels and units of CIELAB times the ratio; at least 1. Larger
    /// values give fewer regions.
    public var kernelSize: Double
    /// The longest pointer, in the same unit, 0 or more. Larger values give fewer regions.
    public var maxDistance: Double
    /// The width of the Gaussian that smooths the CIELAB picture first, in pixels, 0 to 1000; 0 does not smooth.
    public var sigma: Double

    /// - Parameter ratio: 1 as in scikit-image, ACE and VRX.
    /// - Parameter kernelSize: at least 1; 5 as in scikit-image. ACE and VRX take 10.
    /// - Parameter maxDistance: 10 as in scikit-image. ACE and VRX take 20, 15 and 10.
    /// - Parameter sigma: 0 as in scikit-image.
    public init(ratio: Double = 1, kernelSize: Double = 5, maxDistance: Double = 10, sigma: Double = 0) {
        self.ratio = ratio
        self.kernelSize = kernelSize
        self.maxDistance = maxDistance
        self.sigma = sigma
    }

    public func segment(_ image: Image) throws(RationaleError) -> Segmentation {
        try require("ratio", ratio, 0...)
        try require("kernelSize", kernelSize, 1...)
        try require("maxDistance", maxDistance, 0...)
        try requireSigma(sigma)
        var planes = ColorPlanes(lab: image)
        planes.smooth(sigma: sigma)
        for index in planes.values.indices { planes.values[index] *= ratio }
        // No window reaches beyond the picture.
        let reach = Int(min((3 * kernelSize).rounded(.up), Double(max(image.height, image.width))))
        var densities = planes.densities(kernelSize: kernelSize, reach: reach)
        var noise = NumPyNormal(seed: 42)
        for index in densities.indices { densities[index] += 1e-5 * noise.next() }
        var parents = planes.nearestDenser(densities, reach: reach, maxDistance: maxDistance)
        for index in parents.indices {
            var root = Int(parents[index])
            while Int(parents[root]) != root { root = Int(parents[root]) }
            // All on the way point to the root, so that no way is gone twice.
            var pixel = index
            while pixel != root {
                let next = Int(parents[pixel])
                parents[pixel] = Int32(truncatingIfNeeded: root)
                pixel = next
            }
        }
        return Segmentation(height: image.height, width: image.width, labels: parents)
    }
}

extension ColorPlanes {
    /// The nearest pixel of higher density of each pixel, or the pixel itself where there is none near enough.
    fileprivate func nearestDenser(_ densities: [Double], reach: Int, maxDistance: Double) -> [Int32] {
        let area = area
        // Farther rows and columns cannot hold a pixel that is near enough.
        let reach = min(reach, Int(min(maxDistance, Double(reach))))
        let limit = maxDistance * maxDistance * (1 + 1e-9)
        return [Int32](unsafeUninitializedCapacity: area) { parents, count in
            values.withUnsafeBufferPointer { values in
                densities.withUnsafeBufferPointer { densities in
                    for row in 0..<height {
                        for column in 0..<width {
                            let pixel = row &* width &+ column
                            let density = densities[pixel]
                            let (l, a, b) = (values[pixel], values[area &+ pixel], values[2 &* area &+ pixel])
                            var (parent, closest) = (pixel, limit)
                            /// From the pixel's own column outwards, while the distance along the rows alone allows.
                            @inline(__always) func search(row other: Int, down: Double) {
                                for step in 0...reach {
                                    let right = Double(step) * Double(step)
                                    if down + right > closest { break }
                                    for side in 0..<(step == 0 ? 1 : 2) {
                                        let position = side == 0 ? column &- step : column &+ step
                                        guard position >= 0, position < width else { continue }
                                        let candidate = other &* width &+ position
                                        guard densities[candidate] > density else { continue }
                                        let dl = l - values[candidate]
                                        let da = a - values[area &+ candidate]
                                        let db = b - values[2 &* area &+ candidate]
                                        let distance = dl * dl + da * da + db * db + down + right
                                        let isNearer =
                                            distance < closest
                                            || (distance == closest && (parent == pixel || candidate < parent))
                                        if isNearer { (parent, closest) = (candidate, distance) }
                                    }
                                }
                            }
                            for step in 0...reach {
                                let down = Double(step) * Double(step)
                                if down > closest { break }
                                if row >= step { search(row: row &- step, down: down) }
                                if step > 0, row &+ step < height { search(row: row &+ step, down: down) }
                            }
                            // The limit is widened for rounding; the root decides, as it is compared in scikit-image.
                            if parent != pixel, closest.squareRoot() > maxDistance { parent = pixel }
                            parents[pixel] = Int32(truncatingIfNeeded: parent)
                        }
                    }
                }
            }
            count = area
        }
    }
}
