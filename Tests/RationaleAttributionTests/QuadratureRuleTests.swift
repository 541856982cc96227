import RationaleAttribution
import Testing

@Suite struct QuadratureRuleTests {
    @Test(arguments: QuadratureRule.allCases, [2, 3, 10, 51, 300])
    func weightsAddUpToOneAndPlacesAreInOrder(_ rule: QuadratureRule, _ count: Int) {
        let samples = rule.samples(count)
        #expect(samples.count == count)
        #expect(abs(samples.map(\.weight).reduce(0, +) - 1) < 1e-13)
        #expect(samples.map(\.place) == samples.map(\.place).sorted())
        #expect(samples.allSatisfy { (0...1).contains($0.place) && $0.weight > 0 })
    }

    @Test(arguments: [1, 2, 5, 20, 64])
    func gaussLegendreIsExactForPolynomialsOfDegreeTwiceTheSamples(_ count: Int) {
        let samples = QuadratureRule.gaussLegendre.samples(count)
        for degree in 0..<2 * count {
            let integral = samples.map { $0.weight * power($0.place, degree) }.reduce(0, +)
            #expect(abs(integral * Double(degree + 1) - 1) < 1e-12, "degree \(degree)")
        }
        let beyond = samples.map { $0.weight * power($0.place, 2 * count) }.reduce(0, +)
        #expect(count > 12 || abs(beyond * Double(2 * count + 1) - 1) > 1e-12)
    }

    private func power(_ x: Double, _ exponent: Int) -> Double {
        (0..<exponent).reduce(1) { product, _ in product * x }
    }
}
