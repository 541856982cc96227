import RationaleCore
import RationaleStatistics
import Testing

struct SignFlipTestTests {
    @Test func `Few pairs are counted out`() {
        let test = SignFlipTest()
        // Of eight patterns only +++ and −−− are as far from 0.
        #expect(test.probability(of: [1, 2, 3]) == 0.25)
        // |1 + 2 − 3| = 0: every pattern is as far.
        #expect(test.probability(of: [1, 2, -3]) == 1)
        // |−1 + 2 + 3| = 4 or more: ±(1, 2, 3), ±(−1, 2, 3).
        #expect(test.probability(of: [-1, 2, 3]) == 0.5)
        #expect(test.probability(of: [0, 1, 0, 2, 3]) == 0.25)
        #expect(test.probability(of: [0, 0]) == 1)
        #expect(test.probability(of: []) == nil && test.probability(of: [.nan]) == nil)
    }

    @Test func `Of differences of one it is McNemar's exact test`() throws {
        // Ten of twelve: 2 · (1 + 12 + 66) / 2¹².
        let differences = [Double](repeating: 1, count: 10) + [-1, -1, 0, 0, 0]
        #expect(SignFlipTest().probability(of: differences) == 158.0 / 4096)
    }

    @Test(arguments: [0, 1] as [UInt64])
    func `Random patterns are near to all of them`(seed: UInt64) throws {
        var random = SplitMix64(seed: seed, for: "differences")
        let differences = (0..<18).map { _ in random.unit() - 0.35 }
        let observed = abs(differences.reduce(0, +))
        let hits = (0..<1 << 18).count { pattern in
            abs(differences.indices.reduce(0.0) { $0 + (pattern >> $1 & 1 == 1 ? 1 : -1) * differences[$1] })
                >= observed - 1e-12
        }
        let exact = Double(hits) / Double(1 << 18)
        let found = try #require(SignFlipTest(seed: 4).probability(of: differences))
        #expect(abs(found - exact) < 4 * (exact * (1 - exact) / 10_000).squareRoot() + 1e-4)
        #expect(SignFlipTest(seed: 4).probability(of: differences) == found)
    }

    @Test func `No p is 0`() throws {
        let found = try #require(SignFlipTest(draws: 99).probability(of: Array(repeating: 1, count: 200)))
        #expect(found == 0.01)
    }
}
