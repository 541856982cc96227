import RationaleConcepts
import RationaleCore
import RationaleTorch
import Testing

/// Non-negative factors, against scikit-learn and the formulas.
struct FactorizationTests {
    struct Factors: Decodable {
        struct Case: Decodable {
            let u, w, transformed: Golden.Array
            let error: Double
            let iterations: Int
        }
        let rows, more, u, w: Golden.Array
        let cases: [String: Case]
    }

    typealias Solver = NonNegativeFactorization.Solver

    let golden: Factors

    init() throws { golden = try Golden.load("factors.json") }

    @Test(arguments: [("mu", Solver.multiplicativeUpdates), ("cd", .coordinateDescent)], [true, false])
    func `Factors are scikit-learn's`(_ solver: (String, Solver), isGiven: Bool) throws {
        let expected = try #require(golden.cases["\(solver.0)-\(isGiven ? "custom" : "nndsvd")"])
        let method = NonNegativeFactorization(components: 3, solver: solver.1, iterations: 40)
        let rows = golden.rows.single.tensor
        let found =
            isGiven
            ? try method.factorize(rows, fromAmounts: golden.u.tensor, concepts: golden.w.tensor)
            : try method.factorize(rows)
        #expect(largestDifference(found.amounts, expected.u.tensor) < 1e-6)
        #expect(largestDifference(found.concepts, expected.w.tensor) < 1e-6)
        #expect(abs(found.error - expected.error) < 1e-8 && found.iterations == expected.iterations)
        let more = try method.amounts(of: found.concepts, in: golden.more.single.tensor)
        #expect(largestDifference(more, expected.transformed.tensor) < 1e-6)
        // Single precision goes the same way.
        let single = try method.factorize(
            rows.converted(to: .float32), fromAmounts: golden.u.tensor, concepts: golden.w.tensor)
        #expect(single.amounts.dtype == .float32)
        if isGiven { #expect(largestDifference(single.concepts.converted(to: .float64), expected.w.tensor) < 1e-4) }
    }

    @Test(arguments: Solver.allCases)
    func `Error never rises and factors stay non-negative`(solver: Solver) throws {
        let rows = Tensor.normal([40, 12], using: Generator(seed: 3), dtype: .float64).relu
        var last = Double.infinity
        for iterations in [1, 2, 3, 5, 10, 30, 100] {
            let found = try NonNegativeFactorization(
                components: 5, solver: solver, start: .random, iterations: iterations, tolerance: 0, seed: 2
            ).factorize(rows)
            let error = (rows - found.amounts.matmul(found.concepts)).power(2).sum().item.squareRoot()
            #expect(abs(found.error - error) < 1e-10)
            #expect(found.error <= last + 1e-12)
            #expect(found.amounts.minimum().item >= 0 && found.concepts.minimum().item >= 0)
            last = found.error
        }
    }

    @Test(arguments: Solver.allCases)
    func `Rows that are made of parts come apart into them`(solver: Solver) throws {
        // Two parts that share no feature: nothing else has their product.
        let parts = Tensor([1, 2, 0, 0, 0, 0, 3, 1] as [Double], shape: [2, 4])
        let amounts = Tensor([1, 0, 0, 1, 2, 1, 1, 3, 0.5, 0.5] as [Double], shape: [5, 2])
        let found = try NonNegativeFactorization(
            components: 2, solver: solver, iterations: 3000, tolerance: 0
        ).factorize(amounts.matmul(parts))
        #expect(found.error < 1e-3 * amounts.matmul(parts).power(2).sum().item.squareRoot())
        let directions = found.concepts / found.concepts.power(2).sum([1], keepingDimensions: true).squareRoot
        let expected = parts / parts.power(2).sum([1], keepingDimensions: true).squareRoot
        let cosines = directions.matmul(expected.permuted([1, 0])).maximum([1]).elements(as: Double.self)
        #expect(cosines.allSatisfy { $0 > 0.999 })
    }

    @Test func `The same seed gives the same bytes, and larger rows work`() throws {
        let rows = Tensor.normal([300, 64], using: Generator(seed: 4)).relu
        for start in NonNegativeFactorization.Start.allCases {
            let method = NonNegativeFactorization(components: 8, start: start, iterations: 20, seed: 6)
            let (first, second) = (try method.factorize(rows), try method.factorize(rows))
            #expect(first.concepts.bytes == second.concepts.bytes && first.amounts.bytes == second.amounts.bytes)
            #expect(first.error < rows.power(2).sum().item.squareRoot())
        }
    }

    @Test func `Zeros, one row and what makes no sense`() throws {
        for solver in Solver.allCases {
            let zero = try NonNegativeFactorization(components: 1, solver: solver).factorize(Tensor.zeros([3, 2]))
            #expect(zero.error == 0 && zero.amounts.isFinite && zero.concepts.isFinite)
            let one = try NonNegativeFactorization(components: 1, solver: solver).factorize(
                Tensor([1, 2] as [Double], shape: [1, 2]))
            #expect(one.error < 1e-6)
        }
        let rows = Tensor([1, 2, 3, -4] as [Float], shape: [2, 2])
        func code(_ body: () throws -> NonNegativeFactorization.Factors) -> RationaleError.Code? {
            do { _ = try body() } catch let error as RationaleError { return error.code } catch {}
            return nil
        }
        #expect(code { try NonNegativeFactorization(components: 1).factorize(rows) } == .badData)
        #expect(code { try NonNegativeFactorization(components: 3).factorize(rows.absolute) } == .usage)
        #expect(code { try NonNegativeFactorization(components: 0).factorize(rows.absolute) } == .usage)
        #expect(code { try NonNegativeFactorization(components: 3, start: .random).factorize(rows.absolute) } == nil)
        #expect(
            code {
                try NonNegativeFactorization().factorize(
                    rows.absolute, fromAmounts: Tensor.ones([2, 3]), concepts: Tensor.ones([2, 2]))
            } == .usage)
        #expect(throws: RationaleError.self) {
            try NonNegativeFactorization().amounts(of: Tensor.ones([2, 3]), in: rows.absolute)
        }
        #expect(code { try NonNegativeFactorization(components: 1).factorize(Tensor.full([2, 2], .nan)) } == .badData)
    }
}
