import RationaleCore
import RationaleMetrics
import Testing

/// The metrics that take a map as parts of a whole: content heat map and stochastic pointing game.
struct StochasticPointingTests {
    private let region = Mask(height: 6, width: 6, rows: 1..<3, columns: 1..<4)

    private func content(_ map: Heatmap, _ form: MetricForm = .mended, in region: Mask? = nil) throws -> Double {
        let region = region ?? self.region
        let sample = try LinearInput(shape: [1, region.height, region.width]).sample(region: region)
        return try #require(ContentHeatmap(form).values(of: [map], for: sample)[0]["content-heatmap"])
    }

    private func stochastic(_ metric: StochasticPointingGame, _ map: Heatmap, name: String = "linear") throws -> Double
    {
        let input = try LinearInput(shape: [1, 6, 6]).perturbable()
        let sample = JudgedSample(name: name, input: input, region: region)
        return try #require(metric.values(of: [map], for: sample)[0]["stochastic-pointing-game"])
    }

    private func map(_ values: [Int: Float]) -> Heatmap {
        Heatmap(height: 6, width: 6, values: (0..<36).map { values[$0] ?? 0 })
    }

    @Test(arguments: MetricForm.allCases)
    func `Content is the fraction of the mass in the region, and negative mass counts nothing`(form: MetricForm) throws
    {
        // Place 7 is (1, 1), inside; place 35 is (5, 5), outside.
        #expect(abs(try content(map([7: 1, 35: 3]), form) - 0.25) < 1e-6)
        #expect(abs(try content(map([7: 1, 35: 3, 0: -9, 8: -9]), form) - 0.25) < 1e-6)
        #expect(abs(try content(map([7: 1e-3, 35: 3e-3]), .mended) - 0.25) < 1e-6)
    }

    @Test(arguments: MetricForm.allCases)
    func `A map that says nothing has the region's part of the picture`(form: MetricForm) throws {
        for empty in [map([:]), map([3: -1]), Heatmap(height: 1, width: 1, values: [.nan])] {
            #expect(abs(try content(empty, form) - 6.0 / 36) < 1e-9)
        }
    }

    @Test func `A signed map is rectified after it is enlarged, published before`() throws {
        let signed = Heatmap(height: 1, width: 2, values: [1, -1])
        let left = Mask(height: 1, width: 4, rows: 0..<1, columns: 0..<1)
        // Enlarged: 1, 0.5, −0.5, −1. Of the positive part before: 1, 0.75, 0.25, 0.
        #expect(abs(try content(signed, in: left) - 1 / 1.5) < 1e-6)
        #expect(abs(try content(signed, .published, in: left) - 0.5) < 1e-6)
    }

    @Test func `Without tolerance the expectation is the content heat map`() throws {
        for seed in 0..<5 {
            let noise = Heatmap.noise(height: 6, width: 6, seed: UInt64(seed))
            #expect(try stochastic(StochasticPointingGame(tolerance: 0), noise) == content(noise))
        }
    }

    @Test func `A drawn pixel hits where it is nearer than the tolerance`() throws {
        // From (1, 1): (0, 0) has d² = 2, (1, 5) is two columns beside (1, 3), (5, 1) three rows below (2, 1).
        let peaks = map([0: 1, 11: 2, 31: 4, 7: 8])
        let expected: [Int: Double] = [0: 8, 1: 8, 2: 9, 3: 11, 4: 15]
        for (tolerance, hits) in expected {
            #expect(abs(try stochastic(StochasticPointingGame(tolerance: tolerance), peaks) - hits / 15) < 1e-6)
        }
        #expect(StochasticPointingGame().tolerance == 15 && StochasticPointingGame(.published).tolerance == 15)
    }

    @Test func `Draws come near the expectation, in hundredths, and only the seed and the sample decide them`() throws {
        let noise = Heatmap.noise(height: 6, width: 6, seed: 4)
        let exact = try stochastic(StochasticPointingGame(tolerance: 2), noise)
        func drawn(_ seed: UInt64, _ name: String = "linear") throws -> Double {
            try stochastic(StochasticPointingGame(.published, tolerance: 2, seed: seed), noise, name: name)
        }
        let values = try (0..<200).map { try drawn($0) }
        #expect(values.allSatisfy { abs($0 * 100 - ($0 * 100).rounded()) < 1e-9 })
        // Four standard errors of the mean of 20 000 draws.
        let deviation = (exact * (1 - exact) / 20_000).squareRoot()
        #expect(abs(values.reduce(0, +) / 200 - exact) < 4 * deviation)
        #expect(try drawn(3) == drawn(3) && Set(values).count > 3)
        #expect(try (0..<9).contains { try drawn($0) != drawn($0, "another") })
    }

    @Test func `They compute what plain loops do, wherever the sides of pixels differ`() throws {
        for example in try LocalizationGolden.read().ordered {
            let sample = try example.sample()
            let map = example.map.map
            let content = ContentHeatmap(.published).values(of: [map], for: sample)[0]["content-heatmap"]
            #expect(abs(try #require(content) - example.content) < 1e-6)
            // The expectation of the draws: the mended form of the map that the published form draws from.
            let parts = map.distribution(height: example.height, width: example.width, .published)
            let whole = Heatmap(height: example.height, width: example.width, values: parts.map(Float.init))
            let found = StochasticPointingGame(tolerance: example.tolerance).values(of: [whole], for: sample)[0]
            #expect(abs(try #require(found["stochastic-pointing-game"]) - example.expected) < 1e-6)
            let ones = Heatmap.constant(1, height: example.height, width: example.width)
            let area = StochasticPointingGame(tolerance: example.tolerance).values(of: [ones], for: sample)[0]
            let near = try #require(area["stochastic-pointing-game"]) * Double(example.height * example.width)
            #expect(abs(near - Double(example.near)) < 1e-6)
        }
    }
}
