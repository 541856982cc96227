public import RationaleCore

/// SLIC superpixels: k-means of colour and position, in which each centre competes only for the pixels around it.
///
/// The distance of a pixel from a centre is D² = ‖Δcolour‖² / m² + ‖Δposition‖² / S², colour in CIELAB, position in
/// pixels, m the compactness and S the larger step of the grid on which the centres begin. A centre reaches two steps of
/// that grid to each side. Each round gives every pixel to its nearest centre (the first of equals), and moves each
/// centre to the mean of its pixels.
///
/// *Source*: R. Achanta, A. Shaji, K. Smith, A. Lucchi, P. Fua and S. Süsstrunk, "SLIC superpixels compared to
/// state-of-the-art superpixel methods", IEEE TPAMI 34 (2012), doi:10.1109/TPAMI.2012.120. Where it departs from the
/// paper, it follows scikit-image 0.26, whose labels these are: levels are stretched to 0 … 1 before the conversion to
/// CIELAB; centres are not moved to places of low gradient; a window reaches two steps instead of one; and in the first
/// round only positions count.
///
/// *Cost*: up to 25 distances a pixel and round by the definition, of which bounds over tiles of 16 × 8 pixels spare most.
public struct SLIC: SuperpixelMethod, Equatable {
    public static let name = "slic"

    /// 15, 50 and 80 superpixels of compactness 20, smoothed by 1 pixel.
    public static let resolutions = [15, 50, 80].map { SLIC(segments: $0, compactness: 20, sigma: 1) }

    /// The number of superpixels wanted, at least 1. The grid gives about as many, and connecting them changes it again.
    public var segments: Int
    /// The weight of position against colour, above 0. Larger values make squarer superpixels. 10 as in scikit-image and
    /// the paper; ACE and VRX, which look for concepts in superpixels, use 20.
    public var compactness: Double
    /// The width of the Gaussian that smooths the CIELAB picture first, in pixels, 0 to 1000; 0 does not smooth. ACE and
    /// VRX use 1.
    public var sigma: Double
    /// Rounds of k-means, at least 1.
    public var iterations: Int
    /// Whether each superpixel is made one connected region, and small ones are joined to a neighbour.
    public var enforcesConnectivity: Bool
    /// The smallest area of a connected superpixel, as a fraction of the picture's area divided by the number of
    /// centres; 0 or more.
    public var minSizeFactor: Double
    /// The largest area, as a fraction of the same; larger ones are cut. At least `minSizeFactor`.
    public var maxSizeFactor: Double

    /// 100 superpixels by default, as in scikit-image, and its other defaults; VRX takes 15, 50 and 80 of compactness 20. Each number is
    /// described at the property of its name.
    public init(
        segments: Int = 100, compactness: Double = 10, sigma: Double = 0, iterations: Int = 10,
        enforcesConnectivity: Bool = true, minSizeFactor: Double = 0.5, maxSizeFactor: Double = 3
    ) {
        self.segments = segments
        self.compactness = compactness
        self.sigma = sigma
        self.iterations = iterations
        self.enforcesConnectivity = enforcesConnectivity
        self.minSizeFactor = minSizeFactor
        self.maxSizeFactor = maxSizeFactor
    }

    public func segment(_ image: Image) throws(RationaleError) -> Segmentation {
        try require("segments", segments, 1...Int(Int32.max))
        try require("compactness", compactness, 0..., isOpen: true)
        try requireSigma(sigma)
        try require("iterations", iterations, 1...Int(Int32.max))
        try require("minSizeFactor", minSizeFactor, 0...)
        try require("maxSizeFactor", maxSizeFactor, minSizeFactor...)
        var planes = ColorPlanes(lab: image, stretched: true)
        planes.smooth(sigma: sigma)
        let weight = 1 / compactness
        for index in planes.values.indices { planes.values[index] *= weight }

        let grid = SeedGrid(height: image.height, width: image.width, count: segments)
        var clustering = SLICClustering(planes: planes, grid: grid)
        for _ in 0..<iterations {
            // Equal labels have equal centres: no later round would change anything.
            guard clustering.assign() else { break }
            clustering.moveCenters()
        }
        var labels = clustering.labels
        if enforcesConnectivity {
            let size = Double(planes.area) / Double(grid.count)
            // No region is larger than the picture.
            func pixels(_ factor: Double) -> Int { Int(min(factor * size, Double(planes.area + 1))) }
            labels = connectedSuperpixels(
                of: labels, height: image.height, width: image.width,
                sizes: pixels(minSizeFactor)...pixels(maxSizeFactor))
        }
        return Segmentation(height: image.height, width: image.width, labels: labels)
    }
}
