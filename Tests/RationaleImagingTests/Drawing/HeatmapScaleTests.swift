import RationaleCore
import RationaleImaging
import Testing

struct HeatmapScaleTests {
    /// A map of 224 places along its longer side, which is not enlarged.
    private static func map(_ values: [Float]) -> Heatmap {
        Heatmap(height: 1, width: values.count, values: values)
    }

    /// 0, 1, … 1000.
    private static let ramp = map((0...1000).map(Float.init))

    @Test func percentilesEqualNumpy() throws {
        for vector in try ColorMapTests.Golden.read().percentiles {
            for (percent, expected) in zip(vector.percents, vector.expected) {
                let found = HeatmapScale.percentile(percent, of: vector.values)
                #expect(abs(found - expected) <= 1e-6 * max(1, abs(expected)))
            }
        }
    }

    @Test func withoutASignItEndsAtThe98thPercentile() throws {
        let scale = try HeatmapScale(Self.ramp, isSigned: false)
        #expect(scale.range == 0...980)
        #expect(scale.clipsAbove)
        #expect(!scale.clipsBelow)
        #expect(scale.fraction(of: 490) == 0.5)
        #expect(scale.fraction(of: 1000) == 1)
        #expect(scale.strength(ofFraction: 0.25) == 0.25)
    }

    @Test func withASignItIsSymmetric() throws {
        let map = Self.map((-200...1000).map(Float.init))
        let scale = try HeatmapScale(map, isSigned: true)
        // |v| holds 1…200 twice, so its 98th percentile is 976 of 0…1000.
        #expect(scale.range == -976...976)
        #expect(scale.clipsAbove)
        #expect(!scale.clipsBelow)
        #expect(scale.fraction(of: 0) == 0.5)
        #expect(scale.strength(ofFraction: 0.5) == 0)
        #expect(scale.strength(ofFraction: 0) == 1)
        #expect(scale.strength(ofFraction: 1) == 1)
    }

    @Test(arguments: [
        ((200...1200), 0.0),  // 200 is under a quarter of 1180: zero is worth showing
        ((400...1400), 400.0),  // it is not here
        ((-10...990), -10.0),
    ])
    func withoutASignItBeginsAtZeroOrTheSmallest(values: ClosedRange<Int>, begin: Double) throws {
        let scale = try HeatmapScale(Self.map(values.map(Float.init)), isSigned: false)
        #expect(scale.range.lowerBound == begin)
    }

    @Test func aSparseMapEndsAtItsLargestValue() throws {
        var values = [Float](repeating: 0, count: 1000)
        values[7] = 5
        #expect(try HeatmapScale(Self.map(values), isSigned: false).range == 0...5)
        values[9] = -6
        let signed = try HeatmapScale(Self.map(values), isSigned: true)
        #expect(signed.range == -6...6)
        #expect(!signed.clipsBelow && !signed.clipsAbove)
    }

    @Test func percentilesOfACoarseMapAreTakenOverTheArea() throws {
        var values = [Float](repeating: 0, count: 49)
        values[24] = 1
        let scale = try HeatmapScale(Heatmap(height: 7, width: 7, values: values), isSigned: false)
        // Over the 49 places the percentile would be 0.04, and the single peak a plateau of one colour.
        #expect(scale.range.lowerBound == 0)
        // Enlarged, it is (1 − |x|)(1 − |y|) around the peak; 4 (1 − t + t ln t) = 0.02 · 49 has t = 0.387.
        #expect(abs(scale.range.upperBound - 0.387) < 0.005)
    }

    @Test(arguments: [
        (Heatmap(height: 0, width: 0, values: []), Heatmap.Degeneracy.empty),
        (Heatmap(height: 1, width: 2, values: [0, 0]), .allZero),
        (Heatmap(height: 1, width: 2, values: [3, 3]), .constant),
        (Heatmap(height: 1, width: 1, values: [3]), .constant),
        (Heatmap(height: 1, width: 2, values: [0, .nan]), .notFinite),
        (Heatmap(height: 1, width: 2, values: [0, .infinity]), .notFinite),
    ])
    func aDegenerateMapIsRefused(map: Heatmap, degeneracy: Heatmap.Degeneracy) throws {
        for isSigned in [false, true] {
            let error = try #require(throws: RationaleError.self) { try HeatmapScale(map, isSigned: isSigned) }
            #expect(error.code == .badData)
            #expect(error.message.contains(degeneracy.rawValue))
            #expect(throws: RationaleError.self) { try HeatmapPicture(map, isSigned: isSigned) }
        }
    }

    @Test(arguments: [
        [0, Float.leastNonzeroMagnitude], [-Float.greatestFiniteMagnitude, .greatestFiniteMagnitude],
        [1, 1 + Float.ulpOfOne], [-Float.leastNonzeroMagnitude, 0],
        [0, Float.leastNonzeroMagnitude, 0, 0, -1e-30, 0, 3e38],
    ])
    func extremeNumbersMakeAScale(values: [Float]) throws {
        for isSigned in [false, true] {
            let picture = try HeatmapPicture(Self.map(values), isSigned: isSigned)
            let range = picture.scale.range
            #expect(range.lowerBound < range.upperBound)
            #expect(range.lowerBound.isFinite && range.upperBound.isFinite)
            let bar = ColorBar(scale: picture.scale, colorMap: picture.colorMap, unit: "logit")
            #expect((1...8).contains(bar.ticks.count))
            #expect(picture.overlay(on: Image(width: 9, height: 9)).width == 9)
        }
    }
}
