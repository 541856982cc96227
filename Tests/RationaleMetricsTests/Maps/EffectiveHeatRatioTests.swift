import Foundation
import RationaleCore
import RationaleMetrics
import Testing

struct EffectiveHeatRatioTests {
    private func ratio(
        _ heat: [Double], _ region: Mask, _ form: MetricForm = .published, weighted: Bool = true
    ) -> Double {
        EffectiveHeatRatio(form, isWeighted: weighted).ratio(of: heat, in: region)
    }

    private func heat(_ side: Int, _ value: (Int, Int) -> Double) -> [Double] {
        (0..<side * side).map { value($0 / side, $0 % side) }
    }

    @Test(arguments: MetricForm.allCases, [true, false])
    func `Heat that is all in the box has 1`(form: MetricForm, weighted: Bool) {
        let region = Mask(height: 500, width: 500, rows: 100..<300, columns: 50..<400)
        let whole = heat(500) { row, column in region[row, column] ? 1 : 0 }
        #expect(abs(ratio(whole, region, form, weighted: weighted) - 1) < 1e-6)
        let part = heat(500) { row, column in (150..<200).contains(row) && (60..<90).contains(column) ? 1 : 0 }
        #expect(abs(ratio(part, region, form, weighted: weighted) - 1) < 1e-6)
    }

    @Test(arguments: [true, false])
    func `Two levels of heat have the published value`(weighted: Bool) {
        let region = Mask(height: 100, width: 100, rows: 40..<60, columns: 40..<60)
        let values = heat(100) { row, column in
            let isInner = (40..<60).contains(row) && (40..<60).contains(column)
            return isInner ? 1 : (20..<80).contains(row) && (20..<80).contains(column) ? 0.9 : 0
        }
        #expect(abs(ratio(values, region, weighted: weighted) - 0.24444) < 1e-5)
    }

    @Test func `A bell has the published values`() {
        let region = Mask(height: 64, width: 64, rows: 24..<44, columns: 20..<40)
        let bell = heat(64) { row, column in
            exp(-(pow(Double(column) - 30, 2) + pow(Double(row) - 34, 2)) / 200)
        }
        #expect(abs(ratio(bell, region, weighted: true) - 0.4925514) < 1e-7)
        #expect(abs(ratio(bell, region, weighted: false) - 0.6219289) < 1e-7)
        // Mended, heat is divided by heat: more than the places alone, as the box is at the hottest.
        #expect(ratio(bell, region, .mended, weighted: true) > 0.6219289)
        #expect(abs(ratio(bell, region, .mended, weighted: false) - 0.6219289) < 1e-7)
    }

    @Test func `It computes what NumPy does`() throws {
        for example in try MapMetricGolden.read().heatRatios.values {
            let region = Mask(
                height: example.heat.shape[0], width: example.heat.shape[1],
                rows: example.rows[0]..<example.rows[1], columns: example.columns[0]..<example.columns[1])
            let found = ratio(example.heat.values, region, weighted: example.weighted)
            #expect(abs(found - example.value) < 1e-12)
        }
    }

    @Test func `A perfect map of little heat has 1 only when mended`() throws {
        let region = Mask(height: 20, width: 20, rows: 5..<10, columns: 5..<10)
        let dim = heat(20) { row, column in region[row, column] ? 0.5 : 0 }
        #expect(abs(ratio(dim, region, .published) - 0.5) < 1e-9)
        #expect(abs(ratio(dim, region, .mended) - 1) < 1e-12)
    }

    @Test func `The mended form does not depend on the map's scale, and negatives are no heat`() throws {
        let region = Mask(height: 8, width: 8, rows: 2..<5, columns: 2..<5)
        let sample = try LinearInput(shape: [1, 8, 8]).sample(region: region)
        let map = Heatmap.noise(height: 8, width: 8, seed: 3)
        let small = Heatmap(height: 8, width: 8, values: map.values.map { $0 * 1e-3 })
        let signed = Heatmap(height: 8, width: 8, values: map.values.map { $0 < 0.5 ? -3 : $0 })
        let cut = Heatmap(height: 8, width: 8, values: map.values.map { $0 < 0.5 ? 0 : $0 })
        let metric = EffectiveHeatRatio()
        let found = metric.values(of: [map, small, signed, cut], for: sample).compactMap { $0["ehr"] }
        #expect(abs(found[0] - found[1]) < 1e-6)
        #expect(found[2] == found[3])
        #expect(found[0] != found[2])
        let published = EffectiveHeatRatio(.published).values(of: [signed, cut], for: sample).compactMap { $0["ehr"] }
        // −3 of a largest value below 1 wraps around to some level or other.
        #expect(published[0] != published[1])
    }

    @Test(arguments: [
        Heatmap.constant(0, height: 4, width: 4), .constant(2, height: 4, width: 4), .constant(-1, height: 4, width: 4),
        .constant(.nan, height: 4, width: 4), .constant(.infinity, height: 4, width: 4),
    ])
    func `A map that says nothing has the region's share`(map: Heatmap) throws {
        let region = Mask(height: 8, width: 8, rows: 0..<4, columns: 0..<4)
        let sample = try LinearInput(shape: [1, 8, 8]).sample(region: region)
        let found = EffectiveHeatRatio().values(of: [map], for: sample)[0]["ehr"]
        #expect(abs(try #require(found) - 0.25) < 1e-9)
        let overlap = IntersectionOverUnion().values(of: [map], for: sample)[0]["iou"]
        #expect(abs(try #require(overlap) - 0.25) < 1e-9)
        #expect(PointingGame().values(of: [map], for: sample)[0]["pointing-game"] == 0.25)
    }

    @Test func `Large regions, empty ones and samples without one are left out`() throws {
        let map = Heatmap.noise(height: 8, width: 8, seed: 1)
        for (region, isKept) in [
            (Mask(height: 8, width: 8, rows: 0..<3, columns: 0..<8), false),
            (Mask(height: 8, width: 8, rows: 0..<3, columns: 0..<7), true),
            (Mask(height: 8, width: 8, rows: 0..<0, columns: 0..<8), false),
        ] {
            let sample = try LinearInput(shape: [1, 8, 8]).sample(region: region)
            #expect((EffectiveHeatRatio().values(of: [map], for: sample)[0]["ehr"] != nil) == isKept)
        }
        let unknown = try LinearInput(shape: [1, 8, 8]).sample()
        #expect(EffectiveHeatRatio().values(of: [map], for: unknown) == [[:]])
        #expect(IntersectionOverUnion().values(of: [map], for: unknown) == [[:]])
        #expect(PointingGame().values(of: [map], for: unknown) == [[:]])
    }
}
