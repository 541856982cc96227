import Foundation
import RationaleStatistics
import Testing

/// Against `scipy.stats` 1.17, and against the density integrated the slow way.
struct StudentTests {
    struct Students: Decodable {
        struct Found: Decodable { let t, degrees, p, low, high: Double }
        struct Case: Decodable {
            let a, b: [Double]
            let paired, welch, one: Found
        }
        let degrees, points, shares, probabilities, benjaminiHochberg: [Double]
        let cumulative, quantile, incompleteBeta: [[Double]]
        let tests: [Case]
    }

    let golden: Students

    init() throws { golden = try Golden.load("students.json") }

    @Test func `Distribution and quantile are SciPy's`() throws {
        for (row, degrees) in golden.degrees.enumerated() {
            let distribution = StudentT(degrees: degrees)
            for (t, expected) in zip(golden.points, golden.cumulative[row]) {
                #expect(abs(distribution.cumulative(t) - expected) < 1e-10 * expected, "t \(t), \(degrees) degrees")
            }
            for (share, expected) in zip(golden.shares, golden.quantile[row]) {
                let found = distribution.quantile(share)
                #expect(abs(found - expected) <= 1e-10 * max(1, abs(expected)), "\(share), \(degrees) degrees")
            }
        }
        for row in golden.incompleteBeta {
            #expect(abs(regularizedBeta(row[0], row[1], at: row[2]) - row[3]) < 1e-10, "\(row)")
        }
    }

    @Test(arguments: [1.0, 3, 7.5])
    func `The distribution is the integral of the density`(degrees: Double) {
        let scale = tgamma((degrees + 1) / 2) / (degrees * .pi).squareRoot() / tgamma(degrees / 2)
        let t = 1.7
        let steps = 2000  // Simpson
        let sum = (0...steps).reduce(0.0) { sum, step in
            let x = t * Double(step) / Double(steps)
            let weight: Double = step == 0 || step == steps ? 1 : step % 2 == 1 ? 4 : 2
            return sum + weight * scale * pow(1 + x * x / degrees, -(degrees + 1) / 2)
        }
        let expected = 0.5 + sum * t / Double(steps) / 3
        let distribution = StudentT(degrees: degrees)
        #expect(abs(distribution.cumulative(t) - expected) < 1e-12)
        #expect(abs(distribution.cumulative(-t) - (1 - expected)) < 1e-12)
        #expect(abs(distribution.quantile(expected) - t) < 1e-10)
        #expect(distribution.quantile(0) == -.infinity && distribution.quantile(1) == .infinity)
        #expect(
            distribution.quantile(0.5) == 0 && distribution.quantile(2).isNaN && distribution.cumulative(.nan).isNaN)
        #expect(distribution.cumulative(.infinity) == 1 && distribution.cumulative(-.infinity) == 0)
    }

    @Test func `Paired, Welch's and one-sample tests are SciPy's`() throws {
        func expect(_ found: TTest?, _ expected: Students.Found) throws {
            let found = try #require(found)
            for (a, b) in [
                (found.t, expected.t), (found.degrees, expected.degrees), (found.probability, expected.p),
            ] { #expect(abs(a - b) < 1e-10 * max(1, abs(b))) }
            #expect(abs(found.low - expected.low) < 1e-10 * max(1, abs(expected.low)))
            #expect(abs(found.high - expected.high) < 1e-10 * max(1, abs(expected.high)))
        }
        for example in golden.tests {
            try expect(.paired(example.a, example.b), example.paired)
            try expect(.welch(example.a, example.b), example.welch)
            // SciPy's interval is that of the mean.
            let one = try #require(TTest.oneSample(example.a, expected: 0.2))
            #expect(abs(one.t - example.one.t) < 1e-10 && abs(one.probability - example.one.p) < 1e-10)
            #expect(abs(one.low + 0.2 - example.one.low) < 1e-9 && abs(one.high + 0.2 - example.one.high) < 1e-9)
        }
    }

    @Test func `Few and equal values`() {
        #expect(TTest.paired([1], [2]) == nil && TTest.oneSample([]) == nil && TTest.welch([1, 2], [3]) == nil)
        #expect(TTest.oneSample([1, .nan]) == nil && TTest.paired([1, .infinity], [0, 0]) == nil)
        let same = TTest.paired([0.1, 0.7, 0.3], [0.1, 0.7, 0.3])
        #expect(same?.probability == 1 && same?.t == 0 && same?.low == 0 && same?.high == 0)
        let shifted = TTest.oneSample([-0.1, -0.1, -0.1])
        #expect(shifted?.probability == 0 && shifted?.t == -.infinity && shifted?.difference == -0.1)
        #expect(TTest.welch([2, 2], [1, 1])?.probability == 0)
    }

    @Test func `Several p values are adjusted`() {
        for (found, expected) in zip(
            MultipleTesting.benjaminiHochberg.adjusted(golden.probabilities), golden.benjaminiHochberg)
        { #expect(abs(found - expected) < 1e-15) }
        #expect(MultipleTesting.bonferroni.adjusted([0.01, 0.4, 0.02]) == [0.03, 1, 0.06])
        #expect(MultipleTesting.none.adjusted([0.3, 0.1]) == [0.3, 0.1])
        #expect(MultipleTesting.benjaminiHochberg.adjusted([]) == [])
    }
}
