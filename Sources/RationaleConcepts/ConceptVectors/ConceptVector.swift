import RationaleCore
public import RationaleTorch

/// A direction in a layer's activations that stands for a concept.
public struct ConceptVector: Sendable {
    /// Of unit length, towards the concept: `[width]`, single precision.
    public var direction: Tensor
    /// Rows x with `direction · x + bias > 0` are taken for the concept.
    public var bias: Double
    /// The fraction of held-out rows, of the concept and of the others, that it tells apart; `nil` where none were held out.
    public var accuracy: Double?
    /// How it was found: ``ConceptVectorMethod/identifier``.
    public var method: String

    public init(direction: Tensor, bias: Double, accuracy: Double? = nil, method: String) {
        self.direction = direction
        self.bias = bias
        self.accuracy = accuracy
        self.method = method
    }

    /// How far rows are on the concept's side, `[count]`; negative on the other.
    ///
    /// - Parameter rows: `[count, width]`.
    public func scores(of rows: Tensor) throws -> [Double] {
        let rows = try FeatureRows(rows, for: "a concept vector")
        guard rows.width == direction.count else {
            throw RationaleError(
                .usage, "a concept vector of width \(direction.count) was given rows of width \(rows.width)")
        }
        let products = rows.tensor.matmul(direction.moved(to: rows.tensor.device)).elements(as: Double.self)
        return products.map { $0 + bias }
    }
}

/// A way to find the vector of a concept.
public protocol ConceptVectorMethod: Sendable {
    /// The name on the command line: `fast`.
    static var identifier: String { get }
    /// The fraction of the rows of each kind that is kept out of the search, to tell how accurate the vector is.
    var heldOut: Double { get }

    /// Finds the direction that leads from other rows to those of a concept.
    ///
    /// - Parameters:
    ///   - concept: activations of the concept, `[count, width]`; a layer with positions is flattened or averaged first.
    ///   - others: activations of anything else, `[any, width]`.
    ///   - seed: decides which rows are held out, and the order of a search in steps.
    /// - Throws: `RationaleError` where the two have different widths, or nothing tells them apart.
    func vector(concept: Tensor, others: Tensor, seed: UInt64) throws -> ConceptVector
}

/// Rows of a concept and others, some of each held out.
struct ConceptRows {
    let width: Int
    /// Rows to learn from.
    let concept: Tensor
    let others: Tensor
    /// Their means, `[width]`, in double precision.
    let conceptMean: Tensor
    let othersMean: Tensor
    /// Rows to test on, `[count, width]`; `nil` where there is none of one kind.
    private let tested: (concept: Tensor, others: Tensor)?

    init(concept: Tensor, others: Tensor, heldOut: Double, seed: UInt64) throws {
        let concept = try Self.checked(concept, "the concept")
        let others = try Self.checked(others, "the other rows")
        guard concept.width == others.width else {
            throw RationaleError(
                .usage, "a concept of width \(concept.width) cannot be told from rows of width \(others.width)")
        }
        guard (0..<1).contains(heldOut) else {
            throw RationaleError(.usage, "a fraction of \(heldOut) cannot be held out: expected from 0, below 1")
        }
        width = concept.width
        func split(_ rows: FeatureRows, _ purpose: String) -> (Tensor, Tensor?) {
            let kept = min(rows.count - 1, Int((heldOut * Double(rows.count)).rounded()))
            guard kept > 0 else { return (rows.tensor, nil) }
            var random = SplitMix64(seed: seed, for: "held-out rows of \(purpose)")
            let order = random.shuffled(Array(0..<rows.count))
            return (
                rows.tensor.indices(0, order[kept...].sorted()), rows.tensor.indices(0, order[..<kept].sorted())
            )
        }
        let (ownRows, ownTest) = split(concept, "the concept")
        let (otherRows, otherTest) = split(others, "the others")
        self.concept = ownRows
        self.others = otherRows
        conceptMean = ownRows.mean([0]).converted(to: .float64)
        othersMean = otherRows.mean([0]).converted(to: .float64)
        tested = ownTest.flatMap { own in otherTest.map { (own, $0) } }
    }

    private static func checked(_ rows: Tensor, _ name: String) throws -> FeatureRows {
        try FeatureRows(rows, for: "a concept vector, in \(name),", as: rows.dtype == .float64 ? .float64 : .float32)
    }

    /// The vector of a direction of any length, tested.
    ///
    /// - Throws: `badData` where the two means are at the same place along the direction, but for rounding.
    func vector(_ direction: Tensor, bias: Double, _ method: String) throws -> ConceptVector {
        let direction = direction.converted(to: .float64)
        func length(_ vector: Tensor) -> Double { vector.power(2).sum().item.squareRoot() }
        let size = length(direction)
        let gap = abs((conceptMean - othersMean).matmul(direction).item)
        guard size.isFinite, gap > 1e-6 * size * (length(conceptMean) + length(othersMean)) else {
            throw RationaleError(
                .badData, "a concept vector has no direction: the rows of the concept and the others do not differ",
                hint: "Take other rows to compare with, or another layer.")
        }
        var vector = ConceptVector(
            direction: (direction / size).converted(to: .float32), bias: bias / size, method: method)
        if let tested {
            let own = try vector.scores(of: tested.concept)
            let others = try vector.scores(of: tested.others)
            vector.accuracy =
                Double(own.count { $0 > 0 } + others.count { $0 <= 0 }) / Double(own.count + others.count)
        }
        return vector
    }
}
