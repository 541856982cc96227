import Foundation
import RationaleConcepts
import RationaleCore
import RationaleStatistics
import RationaleTorch
import Testing

struct ConceptSensitivityTests {
    let axis = ConceptVector(direction: Tensor([1, 0, 0] as [Float], shape: [3]), bias: -5, method: "given")

    @Test func `The score is the fraction of positive derivatives`() throws {
        let gradients = Tensor([2, 9, 9, -1, 0, 0, 0, 7, 0, 0.5, 0, 0] as [Float], shape: [4, 3])
        #expect(try ConceptSensitivity.derivatives(gradients, along: axis) == [2, -1, 0, 0.5])
        #expect(try ConceptSensitivity.score(gradients, along: axis) == 0.5)
        #expect(throws: RationaleError.self) { try ConceptSensitivity.score(Tensor.zeros([2, 4]), along: axis) }
        #expect(throws: RationaleError.self) { try ConceptSensitivity.score(Tensor.full([1, 3], .nan), along: axis) }
    }

    @Test func `The derivative is how the logit changes on the way`() throws {
        let weights = Tensor.normal([6, 3], using: Generator(seed: 1), dtype: .float64)
        func logits(_ x: Tensor) -> Tensor { (x.matmul(weights) + 0.1).sigmoid.sum([1]) }
        let x = Tensor.normal([5, 6], using: Generator(seed: 2), dtype: .float64).requiringGradient
        let gradients = try gradient(of: logits(x), with: x)
        let found = try FastConceptVector().vector(
            concept: Tensor.normal([9, 6], using: Generator(seed: 3)) + 1,
            others: Tensor.normal([9, 6], using: Generator(seed: 4)))
        let step = found.direction.converted(to: .float64) * 1e-5
        let changes = ((logits(x.detached + step) - logits(x.detached - step)) / 2e-5).elements(as: Double.self)
        let derivatives = try ConceptSensitivity.derivatives(gradients, along: found)
        #expect(zip(changes, derivatives).allSatisfy { abs($0 - $1) < 1e-6 })
    }

    /// Sets of 20 rows of 10 features.
    func randomSets(_ count: Int) -> [Tensor] {
        (0..<count).map { Tensor.normal([20, 10], using: Generator(seed: 100 + UInt64($0))) }
    }

    @Test(arguments: [0, 1, 2])
    func `A concept that the class uses is told from one that it does not`(index: Int) throws {
        let method = ConceptVectorTests.methods[index]
        let used = Tensor([Float(1)] + [Float](repeating: 0, count: 9), shape: [1, 10])
        let unused = Tensor([Float](repeating: 0, count: 9) + [1], shape: [1, 10])
        // The logit rises with the first feature; how it depends on others changes from input to input.
        let gradients = Tensor.normal([40, 10], using: Generator(seed: 7)) * (used * -1 + 1) * (unused * -1 + 1) + used
        let sets = randomSets(12)
        let sensitivity = ConceptSensitivity(method: method, seed: 5)
        let controls = try sensitivity.controls(against: sets, gradients: gradients)
        func measure(_ direction: Tensor) throws -> ConceptSensitivity.Measurement {
            try sensitivity.measure(
                Tensor.normal([20, 10], using: Generator(seed: 8)) + direction * 5, against: sets, controls: controls,
                gradients: gradients)
        }
        let (found, against, none) = (try measure(used), try measure(used * -1), try measure(unused))
        #expect(found.mean > 0.85 && against.mean < 0.15)
        #expect(try #require(found.test).probability < 0.01 && #require(against.test).probability < 0.01)
        #expect(found.scores.count == 12 && found.controls == controls)
        #expect(found.low <= found.mean && found.mean <= found.high && found.low >= 0 && found.high <= 1)
        #expect(try #require(found.accuracy) > 0.85)
        #expect(try #require(none.test).probability > 0.01)
        let adjusted = ConceptSensitivity.probabilities(of: [found, against, none], correction: .bonferroni)
        #expect(adjusted[0] == min(1, 3 * (try #require(found.test).probability)))
        #expect(try measure(used) == found)
    }

    @Test func `Mean, interval and test are those of the scores`() throws {
        let sets = randomSets(4)
        let gradients = Tensor.normal([30, 10], using: Generator(seed: 7))
        let concept = Tensor.normal([15, 10], using: Generator(seed: 8))
        let sensitivity = ConceptSensitivity(seed: 3)
        let rows = Tensor.normal([25, 10], using: Generator(seed: 9))
        let controls = try sensitivity.controls(rows, against: sets, gradients: gradients)
        let found = try sensitivity.measure(concept, against: sets, controls: controls, gradients: gradients)
        for (index, set) in sets.enumerated() {
            func score(_ rows: Tensor) throws -> Double {
                try ConceptSensitivity.score(
                    gradients, along: FastConceptVector().vector(concept: rows, others: set, seed: 3 + UInt64(index)))
            }
            #expect(found.scores[index] == (try score(concept)))
            #expect(controls[index] == (try score(rows)))
        }
        #expect(found.test == TTest.paired(found.scores, controls))
        #expect(abs(found.mean - found.scores.reduce(0, +) / 4) < 1e-15)
        let single = try sensitivity.measure(
            concept, against: [sets[0]], controls: [controls[0]], gradients: gradients)
        #expect(single.test == nil && single.low == single.mean && single.high == single.mean)
        #expect(ConceptSensitivity.probabilities(of: [single]) == [1])
        #expect(throws: RationaleError.self) { try sensitivity.controls(against: [sets[0]], gradients: gradients) }
        #expect(throws: RationaleError.self) {
            try sensitivity.measure(concept, against: sets, controls: [0.5], gradients: gradients)
        }
    }
}
