import RationaleConcepts
import RationaleCore
import RationaleTorch
import Testing

struct CompletenessTests {
    let rows = Tensor.normal([200, 6], using: Generator(seed: 1))
    /// Three classes, which are decided by the first two features alone.
    let weights = Tensor([1, 0, -1, 0, 1, -1] + [Float](repeating: 0, count: 12), shape: [6, 3])

    func axes(_ columns: [Int]) -> Tensor {
        Tensor(columns.flatMap { axis in (0..<6).map { Float($0 == axis ? 1 : 0) } }, shape: [columns.count, 6])
    }

    func tail(_ rows: Tensor) -> Tensor { rows.matmul(weights) }

    @Test func `The projection is the nearest point of the span`() throws {
        // Neither orthogonal nor of unit length, and one of them twice.
        let directions = Tensor([1, 1, 0, 0, 0, 0, 0, 3, 1, 0, 0, 0, 2, 2, 0, 0, 0, 0] as [Float], shape: [3, 6])
        let origin = Tensor([1, 0, 2, 0, 0, 1] as [Float], shape: [6])
        let completeness = try Completeness(directions: directions, origin: origin)
        #expect(completeness.rank == 2)
        let projected = try completeness.projected(rows)
        // What is left out is orthogonal to every concept, and projecting again changes nothing.
        #expect((rows - projected).matmul(directions.permuted([1, 0])).absolute.maximum().item < 1e-5)
        #expect(largestDifference(try completeness.projected(projected), projected) < 1e-5)
        // It is in the span: a normal of both directions finds nothing but the origin's part.
        let normal = Tensor([1, -1, 3, 0, 0, 0] as [Float], shape: [6, 1])
        #expect(((projected - origin).matmul(normal)).absolute.maximum().item < 1e-5)
    }

    @Test func `Concepts that decide are complete, others are not`() throws {
        let all = try Completeness(directions: axes([0, 1])).ofClasses(rows, tail: tail)
        #expect(all.completeness == 1 && all.kept == 1 && all.original == 1 && abs(all.chance - 1.0 / 3) < 1e-15)
        let none = try Completeness(directions: axes([2, 3, 4, 5])).ofClasses(rows, tail: tail)
        // All scores are 0: the first class is named, right in about a third of the rows.
        #expect(abs(try #require(none.completeness)) < 0.2)
        let half = try Completeness(directions: axes([0])).ofClasses(rows, batch: 7, tail: tail)
        #expect(try #require(half.completeness) > 0.2 && #require(half.completeness) < 0.9)
        // By hand: the class of the first feature alone, 0 where it is positive and 2 elsewhere.
        let values = rows.floats
        let right = (0..<200).count { row in
            let (a, b) = (values[row * 6], values[row * 6 + 1])
            let scores = [a, b, -a - b]
            let best = scores.indices.reduce(0) { scores[$1] > scores[$0] ? $1 : $0 }
            return best == (a > 0 ? 0 : 2)
        }
        #expect(abs(half.kept - Double(right) / 200) < 1e-12)
    }

    @Test func `Labels and chance can be given`() throws {
        let completeness = try Completeness(directions: axes([0, 1]))
        let found = try completeness.ofClasses(
            rows, labels: [Int](repeating: 1, count: 200), chance: 0.9, tail: tail)
        #expect(found.completeness == nil && found.chance == 0.9 && found.kept == found.original)
        #expect(throws: RationaleError.self) { try completeness.ofClasses(rows, labels: [1], tail: tail) }
    }

    @Test func `Of a logit it is the variance that is kept`() throws {
        let found = try Completeness(directions: axes([0])).ofLogit(2, rows, tail: tail)
        let values = rows.floats
        let truth = (0..<200).map { Double(-values[$0 * 6] - values[$0 * 6 + 1]) }
        let mean = truth.reduce(0, +) / 200
        let lost = (0..<200).reduce(0.0) { $0 + Double(values[$1 * 6 + 1] * values[$1 * 6 + 1]) }
        let expected = 1 - lost / truth.reduce(0) { $0 + ($1 - mean) * ($1 - mean) }
        #expect(abs(try #require(found.completeness) - expected) < 1e-5)
        #expect(
            abs(try #require(Completeness(directions: axes([0, 1])).ofLogit(2, rows, tail: tail).completeness) - 1)
                < 1e-6)
        let constant = try Completeness(directions: axes([0])).ofLogit(0, rows) { Tensor.ones([$0.shape[0], 2]) }
        #expect(constant.completeness == nil)
    }

    @Test func `What does not fit is refused`() throws {
        let completeness = try Completeness(directions: axes([0]))
        #expect(throws: RationaleError.self) { try Completeness(directions: Tensor.zeros([2, 3])) }
        #expect(throws: RationaleError.self) { try Completeness(directions: axes([0]), origin: Tensor.zeros([5])) }
        #expect(throws: RationaleError.self) { try completeness.projected(Tensor.zeros([2, 5])) }
        #expect(throws: RationaleError.self) { try completeness.ofLogit(3, rows, tail: tail) }
        #expect(throws: RationaleError.self) { try completeness.ofClasses(rows) { $0.sum() } }
        #expect(throws: RationaleError.self) { try completeness.ofClasses(rows, batch: 0, tail: tail) }
    }
}
