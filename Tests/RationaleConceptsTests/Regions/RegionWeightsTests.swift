import RationaleConcepts
import RationaleCore
import RationaleImaging
import RationaleTorch
import Testing

struct RegionWeightsTests {
    /// Grids into which 30 × 40 pixels go, grids into which they do not, and one finer than the picture.
    @Test(arguments: [(15, 20), (30, 40), (1, 1), (7, 9), (4, 13), (45, 70)])
    func `Weights are the mean over a region's pixels`(height: Int, width: Int) throws {
        let regions = try RegionPlan(resolutions: [6, 15], filter: .none).regions(of: RegionPlanTests.image)
        let weights = regions.weights(gridHeight: height, gridWidth: width)
        #expect(weights.shape == [regions.count, height * width])
        var random = SplitMix64(seed: 9)
        let activation = (0..<height * width).map { _ in random.uniform(-1...1) }
        let rows = weights.elements(as: Double.self)
        for index in 0..<regions.count {
            let row = rows[index * height * width..<(index + 1) * height * width]
            #expect(abs(row.reduce(0, +) - 1) < 1e-6)
            let mask = regions.mask(of: index)
            var (sum, area) = (0.0, 0)
            for y in 0..<30 {
                for x in 0..<40 where mask[y, x] {
                    sum += activation[y * height / 30 * width + x * width / 40]
                    area += 1
                }
            }
            let mean = zip(row, activation).reduce(0) { $0 + $1.0 * $1.1 }
            #expect(abs(mean - sum / Double(area)) < 1e-6)
        }
    }

    @Test func `Weights of a large region do not drift`() throws {
        // 1 / 149 769 is no float, and adding it up so often is wrong in the third digit.
        let image = Image(width: 387, height: 387, color: (9, 9, 9))
        let plan = RegionPlan(superpixels: "felzenszwalb", resolutions: [1200], filter: .none)
        let regions = try plan.regions(of: image)
        #expect(regions.count == 1 && regions.items[0].area == 387 * 387)
        #expect(abs(regions.weights(gridHeight: 1, gridWidth: 1).item - 1) < 1e-6)
    }

    @Test func `No regions have no weights`() throws {
        let plan = RegionPlan(superpixels: "felzenszwalb", resolutions: [1200], maxArea: 0.5, filter: .none)
        let regions = try plan.regions(of: Image(width: 20, height: 20, color: (9, 9, 9)))
        #expect(regions.count == 0 && regions.weights(gridHeight: 3, gridWidth: 4).shape == [0, 12])
        #expect(regions.positions.shape == [0, 2])
    }
}
