import RationaleCore
import RationaleMetrics
import Testing

struct LocalizationTests {
    private let region = Mask(height: 6, width: 6, rows: 1..<3, columns: 1..<4)

    private func map(_ peaks: [(Int, Int)], _ value: Float = 2) -> Heatmap {
        var values = [Float](repeating: -1, count: 36)
        for (row, column) in peaks { values[row * 6 + column] = value }
        return Heatmap(height: 6, width: 6, values: values)
    }

    @Test func `Pointing hits the region or not, and ties share`() throws {
        let sample = try LinearInput(shape: [1, 6, 6]).sample(region: region)
        func score(_ metric: PointingGame, _ peaks: (Int, Int)...) -> Double? {
            metric.values(of: [map(peaks)], for: sample)[0]["pointing-game"]
        }
        #expect(score(PointingGame(), (2, 3)) == 1)
        #expect(score(PointingGame(), (3, 3)) == 0)
        // From (2, 3): (3, 4) has d² = 2, (3, 3) has 1, (4, 3) has 4; a hit is nearer than the tolerance.
        #expect(score(PointingGame(tolerance: 1), (3, 3)) == 0)
        #expect(score(PointingGame(tolerance: 2), (3, 4)) == 1)
        #expect(score(PointingGame(tolerance: 2), (4, 3)) == 0)
        #expect(score(PointingGame(tolerance: 3), (4, 3)) == 1)
        #expect(score(PointingGame(), (1, 1), (5, 5), (4, 4), (0, 0)) == 0.25)
        #expect(score(PointingGame(.published, tolerance: 0), (1, 1), (5, 5)) == 1)
        #expect(score(PointingGame(.published, tolerance: 0), (0, 0), (1, 1)) == 0)
        #expect(PointingGame().tolerance == 0 && PointingGame(.published).tolerance == 15)
    }

    @Test func `The tolerance is counted in pixels of the original picture`() throws {
        func score(_ width: Double, _ height: Double, _ row: Int, _ column: Int) throws -> Double? {
            let sample = JudgedSample(
                name: "scaled", input: try LinearInput(shape: [1, 6, 6]).perturbable(), region: region,
                pixelSize: PixelSize(width: width, height: height))
            return PointingGame(tolerance: 15).values(of: [map([(row, column)])], for: sample)[0]["pointing-game"]
        }
        // (1, 5) lies two columns beside the region, (5, 1) three rows below.
        #expect(try score(7.4, 1, 1, 5) == 1)
        #expect(try score(7.5, 1, 1, 5) == 0)
        #expect(try score(1, 4.9, 5, 1) == 1)
        #expect(try score(1, 5, 5, 1) == 0)
        // 3 · 4 and 4 · 3 below and beside: d² = 9² + 12² = 15² is no hit.
        #expect(try score(6, 3, 5, 5) == 0)
        #expect(try score(5.9, 3, 5, 5) == 1)
    }

    @Test func `Points are judged as plain loops judge them, by the first of the highest places`() throws {
        for example in try LocalizationGolden.read().ordered where !example.isDifficult {
            let metric = PointingGame(.published, tolerance: example.tolerance)
            let found = metric.values(of: [example.map.map], for: try example.sample())[0]
            #expect(found["pointing-game"] == Double(example.hit))
        }
    }

    @Test func `What is difficult is passed over as published, and where asked`() throws {
        let input = try LinearInput(shape: [1, 6, 6]).perturbable()
        let difficult = JudgedSample(name: "difficult", input: input, region: region, isDifficult: true)
        let easy = JudgedSample(name: "easy", input: input, region: region)
        let hit = [map([(1, 1)])]
        #expect(PointingGame(.published).values(of: hit, for: difficult) == [[:]])
        #expect(PointingGame().values(of: hit, for: difficult)[0]["pointing-game"] == 1)
        #expect(try WithoutDifficult(PointingGame()).values(of: hit, for: difficult) == [[:]])
        #expect(try WithoutDifficult(PointingGame()).values(of: hit, for: easy)[0]["pointing-game"] == 1)
        #expect(try WithoutDifficult(PointingGame()).measures(of: easy) == PointingGame().measures(of: easy))
    }

    @Test func `The overlap is that of a plain count at every threshold`() throws {
        let heat = Heatmap.noise(height: 6, width: 6, seed: 5).values.map(Double.init)
        let found = IntersectionOverUnion().overlaps(of: heat, with: region)
        #expect(found.count == 50)
        for (threshold, value) in zip(IntersectionOverUnion.thresholds, found) {
            let hot = Set(heat.indices.filter { heat[$0] > threshold })
            let inside = Set(region.bits.indices.filter { region.bits[$0] })
            #expect(abs(value - Double(hot.intersection(inside).count) / Double(hot.union(inside).count)) < 1e-12)
        }
        #expect(abs(IntersectionOverUnion.thresholds[49] - 0.98) < 1e-12)
        let perfect = Heatmap(height: 6, width: 6, values: region.bits.map { $0 ? 3 : 0 })
        let sample = try LinearInput(shape: [1, 6, 6]).sample(region: region)
        let values = IntersectionOverUnion().values(of: [perfect], for: sample)[0]
        #expect(abs((values["iou"] ?? 0) - 1) < 1e-12 && values["best-iou"] == 1)
    }

    @Test func `Small regions are measured apart`() throws {
        let metric = SmallRegions(of: PointingGame(), largest: 0.25)
        let small = try LinearInput(shape: [1, 6, 6]).sample(region: region)  // 6 of 36
        let names = [
            "pointing-game", "pointing-game-small", "pointing-game-per-class", "pointing-game-per-class-small",
        ]
        let found = try metric.values(of: [map([(1, 1)])], for: small)
        #expect(found == [Dictionary(uniqueKeysWithValues: names.map { ($0, 1) })])
        let large = try LinearInput(shape: [1, 6, 6])
            .sample(region: Mask(height: 6, width: 6, rows: 0..<6, columns: 0..<3))
        #expect(
            try metric.values(of: [map([(1, 1)])], for: large) == [["pointing-game": 1, "pointing-game-per-class": 1]])
        let measures = try metric.measures(of: large)
        #expect(measures.map(\.name) == names)
        #expect(measures.map(\.isDetail) == [false, false, false, true])
        #expect(measures.map(\.pooling) == [.samples, .samples, .occurringClasses, .occurringClasses])
    }
}
