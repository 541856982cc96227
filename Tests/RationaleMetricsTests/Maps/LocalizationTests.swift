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
        #expect(score(PointingGame(tolerance: 1), (3, 4)) == 1)
        #expect(score(PointingGame(tolerance: 1), (4, 4)) == 0)
        #expect(score(PointingGame(), (1, 1), (5, 5), (4, 4), (0, 0)) == 0.25)
        #expect(score(PointingGame(.published, tolerance: 0), (1, 1), (5, 5)) == 1)
        #expect(score(PointingGame(.published, tolerance: 0), (0, 0), (1, 1)) == 0)
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
        #expect(try metric.values(of: [map([(1, 1)])], for: small) == [["pointing-game": 1, "pointing-game-small": 1]])
        let large = try LinearInput(shape: [1, 6, 6])
            .sample(region: Mask(height: 6, width: 6, rows: 0..<6, columns: 0..<3))
        #expect(try metric.values(of: [map([(1, 1)])], for: large) == [["pointing-game": 1]])
        #expect(try metric.measures(of: large).map(\.name) == ["pointing-game", "pointing-game-small"])
    }
}
