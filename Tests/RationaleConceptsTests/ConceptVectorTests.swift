import Foundation
import RationaleConcepts
import RationaleCore
import RationaleTorch
import Testing

/// Vectors of concepts, against scikit-learn and the formulas.
struct ConceptVectorTests {
    struct Vectors: Decodable {
        struct Plane: Decodable {
            let direction: Golden.Array
            let intercept: Double
            let epochs: Int
        }
        let concept, other, published: Golden.Array
        let order: [Int]
        let steps, stopped, exact: Plane
    }

    let golden: Vectors
    let rows: Tensor
    let signs: [Double]

    init() throws {
        golden = try Golden.load("vectors.json")
        rows = Tensor.concatenated([golden.concept.single.tensor, golden.other.single.tensor])
        signs = (0..<60).map { $0 < 30 ? 1 : -1 }
    }

    func cosine(_ a: Tensor, _ b: Tensor) -> Double {
        let (a, b) = (a.elements(as: Double.self), b.elements(as: Double.self))
        func product(_ x: [Double], _ y: [Double]) -> Double { zip(x, y).reduce(0) { $0 + $1.0 * $1.1 } }
        return product(a, b) / (product(a, a) * product(b, b)).squareRoot()
    }

    @Test func `In one order the steps are scikit-learn's`() throws {
        let ordered = rows.indices(0, golden.order)
        let signs = golden.order.map { self.signs[$0] }
        let steps = try LinearConceptVector(epochs: 7, tolerance: -.infinity).plane(of: ordered, signs, seed: nil)
        #expect(largestDifference(steps.normal, golden.steps.direction.tensor) < 1e-10)
        #expect(abs(steps.bias - golden.steps.intercept) < 1e-10 && steps.epochs == 7)
        let stopped = try LinearConceptVector().plane(of: ordered, signs, seed: nil)
        #expect(stopped.epochs == golden.stopped.epochs)
        #expect(largestDifference(stopped.normal, golden.stopped.direction.tensor) < 1e-10)
        #expect(abs(stopped.bias - golden.stopped.intercept) < 1e-10)
    }

    @Test func `In random order it is as near to scikit-learn's as those to each other`() throws {
        let published = (0..<20).map { golden.published.tensor.selected(0, $0) }
        let among = published.indices.flatMap { a in
            (0..<a).map { cosine(published[a], published[$0]) }
        }
        let found = try (0..<20).map { try LinearConceptVector().plane(of: rows, signs, seed: UInt64($0)).normal }
        let across = found.flatMap { own in published.map { cosine(own, $0) } }
        func mean(_ values: [Double]) -> Double { values.reduce(0, +) / Double(values.count) }
        #expect(abs(mean(across) - mean(among)) < 0.02)
        #expect(mean(across) > 0.9)
    }

    @Test func `The exact vector is scikit-learn's logistic regression`() throws {
        let found = try LinearConceptVector(solver: .exact).plane(of: rows, signs, seed: nil)
        #expect(largestDifference(found.normal, golden.exact.direction.tensor) < 1e-6)
        #expect(abs(found.bias - golden.exact.intercept) < 1e-6)
    }

    @Test(arguments: LinearConceptVector.Solver.allCases, [DType.float32, .float64])
    func `Wide rows in their own span give the same vector`(solver: LinearConceptVector.Solver, dtype: DType) throws {
        // A rotation into 300 features: products stay, and the vector rotates with the rows.
        let parts = try Operator(named: "aten::linalg_qr").call([
            .tensor(Tensor.normal([300, 12], using: Generator(seed: 5), dtype: .float64))
        ])
        let columns = try #require(parts[0].tensor)
        let wide = rows.matmul(columns.permuted([1, 0]))
        let method = LinearConceptVector(solver: solver)
        let narrow = try method.plane(of: rows, signs, seed: 4)
        let found = try method.plane(of: wide.converted(to: dtype), signs, seed: 4)
        let expected = columns.matmul(narrow.normal)
        #expect(largestDifference(found.normal, expected) < (dtype == .float64 ? 1e-9 : 1e-3))
        #expect(abs(found.bias - narrow.bias) < (dtype == .float64 ? 1e-9 : 1e-3))
    }

    @Test func `The fast vector is the formula`() throws {
        let (concept, others) = (golden.concept.single, golden.other.single)
        let found = try FastConceptVector(heldOut: 0).vector(
            concept: concept.tensor, others: others.tensor.slice(0, 0..<10))
        var direction = [Double](repeating: 0, count: 12)
        var mean = direction
        for column in 0..<12 {
            let own = (0..<30).map { concept.values[$0 * 12 + column] }
            let all = own + (0..<10).map { others.values[$0 * 12 + column] }
            mean[column] = all.reduce(0, +) / 40
            direction[column] = own.reduce(0, +) / 30 - mean[column]
        }
        let length = direction.reduce(0) { $0 + $1 * $1 }.squareRoot()
        #expect(zip(found.direction.elements(as: Double.self), direction).allSatisfy { abs($0 - $1 / length) < 1e-6 })
        #expect(abs(found.bias + zip(direction, mean).reduce(0) { $0 + $1.0 * $1.1 } / length) < 1e-6)
        #expect(found.accuracy == nil && found.method == "fast")
        // The mean of all rows is on the border.
        #expect(abs(try found.scores(of: Tensor(mean, shape: [1, 12]))[0]) < 1e-6)
    }

    static let methods: [any ConceptVectorMethod] = [
        FastConceptVector(), LinearConceptVector(), LinearConceptVector(solver: .exact),
    ]

    @Test(arguments: methods.indices)
    func `Each method finds a planted direction, with its accuracy`(index: Int) throws {
        let method = Self.methods[index]
        let generator = Generator(seed: 9)
        let planted = Tensor.normal([20], using: generator)
        let unit = planted / planted.power(2).sum().item.squareRoot()
        let concept = Tensor.normal([60, 20], using: generator) + unit * 6
        let others = Tensor.normal([80, 20], using: generator)
        let found = try method.vector(concept: concept, others: others, seed: 3)
        #expect(abs(found.direction.power(2).sum().item - 1) < 1e-5 && found.direction.dtype == .float32)
        #expect(cosine(found.direction, unit) > 0.8)
        // The last steps still move the border: of 200 such searches by scikit-learn, the worst has 0.85 and the mean 0.97.
        let isStochastic = (method as? LinearConceptVector)?.solver == .stochastic
        #expect(try #require(found.accuracy) > (isStochastic ? 0.84 : 0.97))
        #expect(type(of: method).identifier == found.method)
        let again = try method.vector(concept: concept, others: others, seed: 3)
        #expect(again.direction.bytes == found.direction.bytes && again.bias == found.bias)
        // The other way round it points the other way.
        let turned = try method.vector(concept: others, others: concept, seed: 3)
        #expect(cosine(turned.direction, found.direction) < -0.8)
        // Where nothing is to be learnt, held-out rows say so.
        let none = try method.vector(
            concept: Tensor.normal([300, 8], using: generator), others: Tensor.normal([300, 8], using: generator),
            seed: 0)
        #expect(abs(try #require(none.accuracy) - 0.5) < 0.15)
    }

    @Test(arguments: methods.indices)
    func `Few rows, equal rows and rows that do not fit`(index: Int) throws {
        let method = Self.methods[index]
        let (a, b) = (Tensor([1, 0] as [Float], shape: [1, 2]), Tensor([0, 1] as [Float], shape: [1, 2]))
        let found = try method.vector(concept: a, others: b, seed: 0)
        #expect(found.accuracy == nil)
        #expect(cosine(found.direction, Tensor([1, -1] as [Float], shape: [2])) > 0.99)
        func code(_ concept: Tensor, _ others: Tensor) -> RationaleError.Code? {
            do { _ = try method.vector(concept: concept, others: others, seed: 0) } catch {
                return (error as? RationaleError)?.code
            }
            return nil
        }
        #expect(code(a, Tensor.zeros([1, 3])) == .usage)
        #expect(code(a, Tensor.zeros([0, 2])) == .usage)
        #expect(code(a, Tensor.full([2, 2], .nan)) == .badData)
        #expect(code(Tensor.zeros([4, 2]), Tensor.zeros([4, 2])) == .badData)
        #expect(code(a, a) == .badData)
        // Equal rows whose means round differently.
        #expect(code(Tensor.full([7, 300], 0.3), Tensor.full([11, 300], 0.3)) == .badData)
    }

    @Test func `Settings without sense are refused`() {
        for method in [
            LinearConceptVector(penalty: 0), LinearConceptVector(epochs: 0), LinearConceptVector(heldOut: 1),
            FastConceptVector(heldOut: -0.1),
        ] as [any ConceptVectorMethod] {
            let error = #expect(throws: RationaleError.self) {
                try method.vector(concept: Tensor.ones([3, 2]), others: Tensor.zeros([3, 2]), seed: 0)
            }
            #expect(error?.code == .usage)
        }
    }
}
