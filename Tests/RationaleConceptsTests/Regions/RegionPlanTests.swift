import Foundation
import RationaleConcepts
import RationaleCore
import RationaleImaging
import RationaleTorch
import Testing

struct RegionPlanTests {
    /// 40 × 30 pixels: blobs of several colours with noise.
    static let image: Image = {
        var random = SplitMix64(seed: 3)
        let centers = (0..<9).map { _ in
            (x: random.uniform(0...40), y: random.uniform(0...30), color: (0..<3).map { _ in random.index(below: 200) })
        }
        let pixels = (0..<30 * 40).flatMap { pixel -> [UInt8] in
            let (x, y) = (Double(pixel % 40), Double(pixel / 40))
            let nearest = centers.min { hypot($0.x - x, $0.y - y) < hypot($1.x - x, $1.y - y) }!
            return nearest.color.map { UInt8($0 + random.index(below: 40)) }
        }
        return Image(width: 40, height: 30, pixels: pixels)
    }()

    static func map(_ height: Int, _ width: Int, seed: UInt64 = 5) -> Heatmap {
        var random = SplitMix64(seed: seed)
        // A smooth hill, with some noise.
        return Heatmap(
            height: height, width: width,
            values: (0..<height * width).map { pixel in
                let (x, y) = (Double(pixel % width) / Double(width), Double(pixel / width) / Double(height))
                return Float(exp(-8 * (pow(x - 0.4, 2) + pow(y - 0.5, 2))) + random.uniform(0...0.05))
            })
    }

    /// As NumPy's `percentile`, of its default method, in float64.
    static func percentile(_ values: [Float], _ percent: Double) -> Double {
        let sorted = values.map(Double.init).sorted()
        let position = percent / 100 * Double(sorted.count - 1)
        let low = Int(position.rounded(.down))
        return sorted[low] + (sorted[min(low + 1, sorted.count - 1)] - sorted[low]) * (position - Double(low))
    }

    /// The regions of a plan by plain loops over pixels: their masks and resolutions.
    static func slow(
        _ image: Image, _ plan: RegionPlan, _ methods: [any SuperpixelMethod], map: Heatmap?
    ) throws -> [(mask: Mask, resolution: Int)] {
        let all = image.height * image.width
        var kept = [Bool](repeating: true, count: all)
        if plan.filter != .none, let map {
            let map = map.resized(height: image.height, width: image.width)
            let bound = percentile(map.values, 100 * (1 - plan.keep))
            kept = map.values.map { Double($0) > bound }
        }
        var found: [(mask: Mask, resolution: Int)] = []
        for (resolution, method) in methods.enumerated() {
            let labels = try method.segment(image).labels
            let coarser = found
            for label in 0...labels.max()! {
                let pixels = (0..<all).filter { labels[$0] == label }
                let part = Double(pixels.count) / Double(all)
                if part <= plan.minArea || part > plan.maxArea { continue }
                if plan.filter == .inside, !pixels.allSatisfy({ kept[$0] }) { continue }
                if plan.filter == .touching, !pixels.contains(where: { kept[$0] }) { continue }
                let isOld = coarser.contains { other in
                    let common = pixels.count { other.mask.bits[$0] }
                    return Double(common) / Double(pixels.count + other.mask.area - common) > plan.maxOverlap
                }
                if isOld { continue }
                let bits = labels.map { $0 == label }
                found.append((Mask(height: image.height, width: image.width, bits: bits), resolution))
            }
        }
        return found
    }

    static func slics(_ resolutions: [Int]) -> [any SuperpixelMethod] {
        resolutions.map { SLIC(segments: $0, compactness: 20, sigma: 1) }
    }

    @Test(arguments: RegionPlan.Filter.allCases, [0.1, 0.5, 0.9])
    func `A plan is its definition`(filter: RegionPlan.Filter, maxOverlap: Double) throws {
        var counts: [Int] = []
        for (minArea, maxArea, keep, map) in [
            (0.001, 1, 0.5, Self.map(30, 40)), (0.02, 0.1, 0.3, Self.map(7, 9)), (0.001, 0.08, 0.9, Self.map(15, 20)),
        ] {
            let plan = RegionPlan(
                resolutions: [6, 15, 30], minArea: minArea, maxArea: maxArea, maxOverlap: maxOverlap, filter: filter,
                keep: keep)
            let regions = try plan.regions(of: Self.image, map: filter == .none ? nil : map)
            let expected = try Self.slow(Self.image, plan, Self.slics([6, 15, 30]), map: map)
            #expect((0..<regions.count).map(regions.mask) == expected.map(\.mask))
            #expect(regions.items.map(\.resolution) == expected.map(\.resolution))
            counts.append(regions.count)
        }
        // Every bound leaves something out, and something in.
        #expect(counts.allSatisfy { $0 > 2 })
        #expect(Set(counts).count > 1)
    }

    @Test func `A region's numbers are those of its pixels`() throws {
        let plan = RegionPlan(resolutions: [6, 15], filter: .none)
        let regions = try plan.regions(of: Self.image)
        #expect(regions.height == 30 && regions.width == 40 && regions.count > 10)
        let positions = regions.positions
        #expect(positions.shape == [regions.count, 2])
        for (index, region) in regions.items.enumerated() {
            let mask = regions.mask(of: index)
            let pixels = mask.bits.indices.filter { mask.bits[$0] }
            #expect(region.area == pixels.count && region.box == mask.box)
            // The middle of the top left pixel of 40 × 30 is (0.5 / 40, 0.5 / 30).
            let x = pixels.reduce(0) { $0 + (Double($1 % 40) + 0.5) / 40 } / Double(pixels.count)
            let y = pixels.reduce(0) { $0 + (Double($1 / 40) + 0.5) / 30 } / Double(pixels.count)
            let position = regions.position(of: index)
            #expect(abs(position.x - x) < 1e-12 && abs(position.y - y) < 1e-12)
            #expect(positions.selected(0, index).floats == [Float(position.x), Float(position.y)])
        }
    }

    static let methods: [(String, [Int], [any SuperpixelMethod])] = [
        ("slic", [15, 50], slics([15, 50])),
        ("watershed", [15, 50], [Watershed(markers: 15, compactness: 0), Watershed(markers: 50, compactness: 0)]),
        (
            "quickshift", [20, 10],
            [20, 10].map { Quickshift(ratio: 1, kernelSize: 10, maxDistance: $0) }
        ),
        ("felzenszwalb", [1200, 250], [1200, 250].map { Felzenszwalb(scale: $0, sigma: 0.8, minSize: 20) }),
    ]

    @Test(arguments: 0..<4) func `Every superpixel method has its published settings`(number: Int) throws {
        let (name, resolutions, methods) = Self.methods[number]
        let plan = RegionPlan(superpixels: name, resolutions: resolutions, filter: .none)
        let regions = try plan.regions(of: Self.image)
        let expected = try Self.slow(Self.image, plan, methods, map: nil)
        #expect(!expected.isEmpty && (0..<regions.count).map(regions.mask) == expected.map(\.mask))
        #expect(Set(Self.methods.map(\.0)) == Set(Superpixels.methods.map(\.name)))
    }

    @Test func `The bound of the filter is NumPy's percentile`() throws {
        // numpy.percentile([0, 1, 4, 9, 16, 25], [50, 70, 25]) is [6.5, 12.5, 1.75]; of one row, pixels are superpixels.
        let values: [Float] = [9, 25, 1, 0, 16, 4]
        #expect([50, 70, 25].map { Self.percentile(values, $0) } == [6.5, 12.5, 1.75])
        let image = Image(width: 6, height: 1, pixels: (0..<18).map { UInt8($0 / 3 * 50) })
        for (keep, kept) in [(0.5, [0, 1, 4]), (0.3, [1, 4]), (0.75, [0, 1, 4, 5]), (1, [0, 1, 2, 4, 5])] {
            let plan = RegionPlan(resolutions: [6], filter: .inside, keep: keep)
            let regions = try plan.regions(of: image, map: Heatmap(height: 1, width: 6, values: values))
            let pixels = regions.items.map { Int($0.box.x) }.sorted()
            #expect(regions.items.allSatisfy { $0.area == 1 } && pixels == kept)
        }
    }

    @Test(arguments: [RegionPlan.Filter.inside, .touching])
    func `A map that says nothing filters nothing`(filter: RegionPlan.Filter) throws {
        let plan = RegionPlan(resolutions: [10], filter: filter, keep: 0.3)
        let all = try plan.filtered(.none).regions(of: Self.image)
        #expect(try plan.regions(of: Self.image, map: Self.map(30, 40)).count < all.count)
        var damaged = Self.map(30, 40).values
        damaged[7] = .nan
        let maps = [
            Heatmap(height: 30, width: 40, values: damaged), Heatmap(height: 0, width: 0, values: []),
            Heatmap(height: 7, width: 7, values: Array(repeating: 0, count: 49)),
            // Rounding makes such a map uneven where it is resized.
            Heatmap(height: 7, width: 7, values: Array(repeating: 0.1, count: 49)),
            Heatmap(height: 1, width: 1, values: [3]),
            // Nothing is above the percentile.
            Heatmap(height: 30, width: 40, values: (0..<1200).map { $0 < 400 ? 0 : 1 }),
        ]
        for map in maps {
            let regions = try plan.regions(of: Self.image, map: map)
            #expect(regions.items == all.items)
        }
    }

    @Test func `Numbers out of range and missing maps are refused`() {
        func refused(_ plan: RegionPlan, map: Heatmap? = RegionPlanTests.map(3, 4)) -> RationaleError? {
            refusal { _ = try plan.regions(of: Self.image, map: map) }
        }
        #expect(refused(RegionPlan(resolutions: [6])) == nil)
        let plans: [(RegionPlan, String)] = [
            (RegionPlan(resolutions: []), "resolutions of regions"), (RegionPlan(resolutions: [6, 0]), "not [6, 0]"),
            (RegionPlan(minArea: -0.1), "area of a region are fractions of the picture, not -0.1 and 1.0"),
            (RegionPlan(minArea: 0.2, maxArea: 0.2), "not 0.2 and 0.2"), (RegionPlan(maxArea: 1.5), "0.001 and 1.5"),
            (RegionPlan(minArea: .nan), "nan"), (RegionPlan(maxArea: .nan), "nan"),
            (RegionPlan(maxOverlap: 1.1), "fractions, not 1.1 and 0.5"), (RegionPlan(maxOverlap: .nan), "nan"),
            (RegionPlan(keep: 0), "0.5 and 0.0"), (RegionPlan(keep: 1.1), "1.1"), (RegionPlan(keep: .nan), "nan"),
            (RegionPlan(superpixels: "slick"), "there is no superpixel method 'slick'"),
            (RegionPlan(resolutions: [Int.max]), "segments is"),
        ]
        for (plan, reason) in plans {
            let error = refused(plan)
            #expect(error?.code == .usage)
            #expect(error?.message.contains(reason) == true, "\(error?.message ?? "no error")")
        }
        #expect(refused(RegionPlan(superpixels: "slick"))?.hint?.contains("slic") == true)
        let error = refused(RegionPlan(filter: .touching), map: nil)
        #expect(error?.code == .usage && error?.message.contains("needs a class activation map") == true)
    }
}
