import RationaleMetrics
import Testing

struct StructuralSimilarityTests {
    @Test func `It is scikit-image's`() throws {
        for example in try MapMetricGolden.read().similarity.values {
            let measure = StructuralSimilarity(window: example.window, dataRange: example.range)
            let (height, width) = (example.first.shape[0], example.first.shape[1])
            let found = measure(example.first.values, example.second.values, height: height, width: width)
            #expect(abs(found - example.value) < 1e-10, "\(example.name), \(example.window)")
        }
    }

    @Test func `It is symmetric, and one window is enough`() {
        let first = (0..<25).map { Double($0 * 7 % 25) }
        let second = (0..<25).map { Double($0 * 11 % 25) }
        let measure = StructuralSimilarity(dataRange: 25)
        let found = measure(first, second, height: 5, width: 5)
        #expect(found == measure(second, first, height: 5, width: 5))
        #expect(abs(measure(first, first, height: 5, width: 5) - 1) < 1e-12)
        // By the formula: both have the mean 12 and the variance 54.1666….
        let covariance = zip(first, second).reduce(0) { $0 + ($1.0 - 12) * ($1.1 - 12) } / 24
        let (c1, c2) = (0.0625, 0.5625)
        let variance = first.reduce(0) { $0 + ($1 - 12) * ($1 - 12) } / 24
        let expected = (288 + c1) * (2 * covariance + c2) / ((288 + c1) * (2 * variance + c2))
        #expect(abs(found - expected) < 1e-9)
    }
}
