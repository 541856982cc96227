public import RationaleCore
public import RationaleImaging

/// How a picture is cut into regions that may show a concept.
///
/// The picture is cut into superpixels at several resolutions, coarse ones first. A region is left out where it is tiny, where
/// it nearly equals one of a coarser resolution, or where the class that is explained does not depend on it: the filter by a
/// class activation map.
///
/// *Source:* Ghorbani, Wexler, Zou and Kim (2019), "Towards automatic concept-based explanations", NeurIPS, section 3;
/// Ge et al. (2021), "A peek into the reasoning of neural networks", CVPR, section 3.1, which adds the filter.
/// Departs from the published program in one thing: that loses the last superpixel of each resolution.
public struct RegionPlan: Sendable, Hashable, Codable {
    /// Which superpixels pass the filter by a class activation map.
    public enum Filter: String, Sendable, Codable, CaseIterable {
        /// All of them.
        case none
        /// Those that lie in the kept part of the map as a whole: published for discovery.
        case inside
        /// Those that touch the kept part: published for matching.
        case touching
    }

    /// The name of a `SuperpixelMethod`.
    public var superpixels: String
    /// The resolutions, coarse ones first. Published: 15, 50 and 80 superpixels of SLIC, or markers of watershed; quickshift's
    /// largest distances 20, 15 and 10; Felzenszwalb's scales 1200, 500 and 250.
    public var resolutions: [Int]
    /// Regions are larger than this, as a fraction of the picture's area, 0 to 1. Published: 0.001.
    public var minArea: Double
    /// And at most as large as this; published: 1.
    public var maxArea: Double
    /// The largest Jaccard index of a region with one of a coarser resolution, 0 to 1. Published: 0.5.
    public var maxOverlap: Double
    public var filter: Filter
    /// The part of the picture with the highest values of the class activation map that is kept, 0 to 1.
    public var keep: Double

    /// The published numbers.
    public init(
        superpixels: String = SLIC.name, resolutions: [Int] = [15, 50, 80], minArea: Double = 0.001,
        maxArea: Double = 1, maxOverlap: Double = 0.5, filter: Filter = .inside, keep: Double = 0.5
    ) {
        self.superpixels = superpixels
        self.resolutions = resolutions
        self.minArea = minArea
        self.maxArea = maxArea
        self.maxOverlap = maxOverlap
        self.filter = filter
        self.keep = keep
    }

    /// The same plan with another filter.
    public func filtered(_ filter: Filter) -> RegionPlan {
        var plan = self
        plan.filter = filter
        return plan
    }

    /// How pictures are cut where concepts are looked for that were discovered with this plan: with a filter, all that touches the kept part.
    /// Published.
    public var forMatching: RegionPlan { filtered(filter == .none ? .none : .touching) }

    /// The regions of a picture.
    ///
    /// - Parameters:
    ///   - image: as the network sees it.
    ///   - map: the class activation map of the class, of any size; needed unless the plan has no filter. A map that says
    ///     nothing filters nothing: one that is the same everywhere, or not finite, or whose greatest value fills so much of
    ///     the picture that nothing is above the bound (published for matching).
    /// - Throws: `RationaleError.Code.usage` for numbers out of range, and where a map is missing.
    public func regions(of image: Image, map: Heatmap? = nil) throws(RationaleError) -> Regions {
        try check()
        let kept = filter == .none ? nil : try self.kept(of: image, map)
        var segmentations: [Segmentation] = []
        var regions: [Regions.Region] = []
        for resolution in resolutions {
            let segmentation = try Self.method(superpixels, resolution).segment(image)
            let insides = kept.map(segmentation.areas(inside:))
            let shared = segmentations.map(segmentation.sharedAreas(with:))
            let coarser = regions
            for region in segmentation.regions {
                let fraction = Double(region.area) / Double(image.width * image.height)
                guard fraction > minArea, fraction <= maxArea else { continue }
                if let inside = insides?[region.label] {
                    guard filter == .inside ? inside == region.area : inside > 0 else { continue }
                }
                let isNew = coarser.allSatisfy { other in
                    let width = segmentations[other.resolution].count
                    let common = shared[other.resolution][region.label * width + other.label]
                    return Double(common) <= maxOverlap * Double(region.area + other.area - common)
                }
                if isNew { regions.append(Regions.Region(region, resolution: segmentations.count)) }
            }
            segmentations.append(segmentation)
        }
        return Regions(height: image.height, width: image.width, segmentations: segmentations, items: regions)
    }

    /// The regions of several pictures, on all cores.
    ///
    /// - Parameter maps: as for ``regions(of:map:)``, one for each picture.
    func regions(of images: [Image], maps: [Heatmap]?) throws -> [Regions] {
        try images.indices.concurrentMap { index in
            Result { () throws(RationaleError) in try regions(of: images[index], map: maps?[index]) }
        }.map { try $0.get() }
    }

    /// The part of a picture that passes the filter; `nil` where all of it does.
    private func kept(of image: Image, _ map: Heatmap?) throws(RationaleError) -> Mask? {
        guard let map else {
            throw RationaleError(
                .usage, "the filter '\(filter.rawValue)' of regions needs a class activation map",
                hint: "Give one, or take the filter 'none'.")
        }
        guard map.degeneracy == nil else { return nil }
        return map.resized(height: image.height, width: image.width).highest(keep)
    }

    private func check() throws(RationaleError) {
        guard !resolutions.isEmpty, resolutions.allSatisfy({ $0 >= 1 }) else {
            throw RationaleError(.usage, "the resolutions of regions are numbers of superpixels, not \(resolutions)")
        }
        guard minArea >= 0, minArea < maxArea, maxArea <= 1 else {
            throw RationaleError(
                .usage,
                "the least and the largest area of a region are fractions of the picture, not \(minArea) and \(maxArea)"
            )
        }
        guard (0...1).contains(maxOverlap), keep > 0, keep <= 1 else {
            throw RationaleError(
                .usage, "the most overlap of regions and the kept part are fractions, not \(maxOverlap) and \(keep)")
        }
    }

    /// A superpixel method at a resolution, its other settings as ACE and VRX have them.
    ///
    /// - Parameter resolution: the number of superpixels for SLIC, of markers for watershed; the largest distance of quickshift,
    ///   the scale of Felzenszwalb's method.
    private static func method(_ name: String, _ resolution: Int) throws(RationaleError) -> any SuperpixelMethod {
        switch try Superpixels(named: name).name {
        case SLIC.name: return SLIC(segments: resolution, compactness: 20, sigma: 1)
        case Watershed.name: return Watershed(markers: resolution)
        case Quickshift.name: return Quickshift(ratio: 1, kernelSize: 10, maxDistance: Double(resolution))
        default: return Felzenszwalb(scale: Double(resolution), sigma: 0.8, minSize: 20)
        }
    }
}

extension Heatmap {
    /// The pixels whose value is above the quantile that leaves this fraction; `nil` where there is none.
    ///
    /// - Precondition: there are values, and all are finite.
    fileprivate func highest(_ fraction: Double) -> Mask? {
        let sorted = values.sorted()
        // NumPy's linear percentile.
        let position = (1 - fraction) * Double(sorted.count - 1)
        let low = Int(position)
        let high = min(low + 1, sorted.count - 1)
        let bound = Double(sorted[low]) + (position - Double(low)) * (Double(sorted[high]) - Double(sorted[low]))
        let bits = values.map { Double($0) > bound }
        return bits.contains(true) ? Mask(height: height, width: width, bits: bits) : nil
    }
}
