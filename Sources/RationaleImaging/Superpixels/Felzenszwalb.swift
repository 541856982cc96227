import Foundation
public import RationaleCore

/// Efficient graph-based segmentation: neighbouring regions grow together while the edge between them is no stronger than
/// the edges inside them.
///
/// Pixels are nodes, joined to their eight neighbours by edges of weight ‖Δcolour‖, RGB 0 … 1. From the lightest edge to
/// the heaviest, the regions A and B at its ends become one where its weight w is below
/// min(Int(A) + k / |A|, Int(B) + k / |B|). Int is the heaviest edge that joined a region, 0 for one pixel; |A| its area.
/// Then, in the same order, every region smaller than `minSize` joins the region across the edge.
///
/// *Source*: P. Felzenszwalb and D. Huttenlocher, "Efficient graph-based image segmentation", IJCV 59 (2004),
/// doi:10.1023/B:VISI.0000022288.19776.77. As in scikit-image 0.26, whose labels these are, k is `scale` / 255, since the
/// paper's colours go up to 255. Labels follow the first pixel of each region in reading order.
///
/// *Cost*: O(height · width), of which sorting the edges takes half.
public struct Felzenszwalb: SuperpixelMethod, Equatable {
    public static let name = "felzenszwalb"

    /// Scales of 1200, 500 and 250.
    public static let resolutions = [1200.0, 500, 250].map { Felzenszwalb(scale: $0) }

    /// How readily regions grow: larger values give larger regions. Above 0; for colours 0 … 255, as in the paper.
    public var scale: Double
    /// The width of the Gaussian that smooths the picture first, in pixels, 0 to 1000; 0 does not smooth.
    public var sigma: Double
    /// The smallest region, in pixels; 0 and 1 leave all.
    public var minSize: Int

    /// - Parameter scale: above 0. ACE and VRX take 1200, 500 and 250.
    /// - Parameter sigma: 0.8, as in the paper.
    /// - Parameter minSize: 20, as in scikit-image, ACE and VRX.
    public init(scale: Double = 500, sigma: Double = 0.8, minSize: Int = 20) {
        self.scale = scale
        self.sigma = sigma
        self.minSize = minSize
    }

    public func segment(_ image: Image) throws(RationaleError) -> Segmentation {
        try require("scale", scale, 0..., isOpen: true)
        try requireSigma(sigma)
        try require("minSize", minSize, 0...Int(Int32.max))
        var planes = ColorPlanes(rgb: image)
        planes.smooth(sigma: sigma)
        let (edges, weights) = Self.edges(of: planes)
        let order = ascendingOrder(weights)
        var regions = PixelForest(count: planes.area, scale: scale / 255)
        order.withUnsafeBufferPointer { order in
            edges.withUnsafeBufferPointer { edges in
                weights.withUnsafeBufferPointer { weights in
                    for index in order {
                        regions.join(edges[Int(index)], weight: weights[Int(index)])
                    }
                    guard minSize > 1 else { return }
                    for index in order { regions.joinSmall(edges[Int(index)], below: Int32(minSize)) }
                }
            }
        }
        return Segmentation(height: image.height, width: image.width, labels: regions.roots())
    }

    /// The edges to the right, down, down to the right and up to the right, and their weights.
    static func edges(of planes: ColorPlanes) -> (edges: [SIMD2<Int32>], weights: [Double]) {
        let (height, width) = (planes.height, planes.width)
        // (rows of the first pixel, its columns, distance to the second)
        let kinds = [
            (0..<height, 0..<(width - 1), 1),
            (0..<(height - 1), 0..<width, width),
            (0..<(height - 1), 0..<(width - 1), width + 1),
            (0..<(height - 1), 1..<max(1, width), width - 1),
        ]
        let total = kinds.reduce(0) { $0 + $1.0.count * $1.1.count }
        var edges = [SIMD2<Int32>](repeating: .zero, count: total)
        let area = planes.area
        let weights = [Double](unsafeUninitializedCapacity: total) { weights, count in
            edges.withUnsafeMutableBufferPointer { edges in
                planes.values.withUnsafeBufferPointer { values in
                    for (rows, columns, distance) in kinds {
                        for row in rows {
                            let start = row * width + columns.lowerBound
                            let red = values.baseAddress! + start
                            let (green, blue) = (red + area, red + 2 * area)
                            for position in 0..<columns.count {
                                let r = red[position &+ distance] - red[position]
                                let g = green[position &+ distance] - green[position]
                                let b = blue[position &+ distance] - blue[position]
                                weights[count &+ position] = (r * r + g * g + b * b).squareRoot()
                            }
                            for position in 0..<columns.count {
                                let pixel = Int32(truncatingIfNeeded: start &+ position)
                                edges[count &+ position] = SIMD2(
                                    pixel, pixel &+ Int32(truncatingIfNeeded: distance))
                            }
                            count += columns.count
                        }
                    }
                }
            }
        }
        return (edges, weights)
    }
}

/// Regions as trees of pixels; the root of each is its first pixel in reading order.
private struct PixelForest {
    private var parents: [Int32]
    private var areas: [Int32]
    /// Int(region) + k / |region|, the heaviest edge that may still join a region, at its root.
    private var limits: [Double]
    private let scale: Double

    init(count: Int, scale: Double) {
        parents = (0..<count).map { Int32(truncatingIfNeeded: $0) }
        areas = [Int32](repeating: 1, count: count)
        limits = [Double](repeating: scale, count: count)
        self.scale = scale
    }

    @inline(__always) mutating func join(_ edge: SIMD2<Int32>, weight: Double) {
        let (first, second) = (root(of: edge.x), root(of: edge.y))
        guard first != second, weight < min(limits[first], limits[second]) else { return }
        let merged = merge(first, second)
        limits[merged] = weight + scale / Double(areas[merged])
    }

    @inline(__always) mutating func joinSmall(_ edge: SIMD2<Int32>, below size: Int32) {
        let (first, second) = (root(of: edge.x), root(of: edge.y))
        guard first != second, areas[first] < size || areas[second] < size else { return }
        _ = merge(first, second)
    }

    mutating func roots() -> [Int32] {
        parents.indices.map { Int32(truncatingIfNeeded: root(of: Int32(truncatingIfNeeded: $0))) }
    }

    @inline(__always) private mutating func merge(_ first: Int, _ second: Int) -> Int {
        let (root, other) = (min(first, second), max(first, second))
        parents[other] = Int32(truncatingIfNeeded: root)
        areas[root] += areas[other]
        return root
    }

    /// Halves the way to the root, so that the next search is shorter.
    @inline(__always) private mutating func root(of pixel: Int32) -> Int {
        parents.withUnsafeMutableBufferPointer { parents in
            var node = Int(pixel)
            while Int(parents[node]) != node {
                let above = parents[Int(parents[node])]
                parents[node] = above
                node = Int(above)
            }
            return node
        }
    }
}
