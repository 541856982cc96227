public import RationaleAttribution
import RationaleCore
public import RationaleTorch

/// Concepts as non-negative parts: `A ≈ U W`, where rows of W are concepts and U says how much of each is in a row of A.
///
/// Minimises `½ ‖A − U W‖²` over `U, W ≥ 0`. Unlike clusters, several concepts may be in one row; unlike principal components, none can be
/// negative, so that parts only add up. A are activations after a rectifier: of patches, of pictures, or of positions in a layer.
///
/// *Source:* Fel et al. (2023), "CRAFT: concept recursive activation factorization for explainability", arXiv 2211.10154; Lee and Seung
/// (2001), "Algorithms for non-negative matrix factorization", NIPS; Cichocki and Phan (2009), "Fast local algorithms for large
/// scale nonnegative matrix and tensor factorizations", IEICE Transactions E92-A. Starts and stops as scikit-learn 1.9.
/// *Cost:* two products of `count · width · components` an iteration; memory for the rows, and for a product of their size whenever
/// multiplicative updates look at their error, every tenth iteration.
public struct NonNegativeFactorization: Sendable, Hashable {
    public var components: Int
    public var solver: Solver
    public var start: Start
    public var iterations: Int
    public var tolerance: Double
    public var seed: UInt64

    /// How the two factors are improved in turn.
    public enum Solver: String, Sendable, Hashable, CaseIterable, SettingValue {
        /// One column of a factor after the other is set to its best value (HALS). Stops when the gradients that are left are less than
        /// ``tolerance`` times those of the first iteration.
        case coordinateDescent = "coordinate-descent"
        /// `U ← U ∘ A Wᵀ / (U W Wᵀ)` and likewise W (Lee and Seung); slower. A zero stays a zero. Stops when ten iterations lower the error by
        /// less than ``tolerance`` times the first error.
        case multiplicativeUpdates = "multiplicative-updates"
    }

    /// Where the search begins.
    public enum Start: String, Sendable, Hashable, CaseIterable, SettingValue {
        /// From the leading singular vectors: finds better factors in fewer iterations.
        case singularVectors = "nndsvd"
        /// Sizes of normal random numbers; any number of components.
        case random
    }

    /// What ``factorize(_:)`` finds.
    public struct Factors: Sendable {
        /// U, how much of each concept is in each row: `[count, components]`.
        public var amounts: Tensor
        /// W, the concepts: `[components, width]`.
        public var concepts: Tensor
        /// `‖A − U W‖`, Frobenius.
        public var error: Double
        public var iterations: Int
        /// Whether it stopped before its last iteration.
        public var hasConverged: Bool
    }

    /// - Parameters:
    ///   - components: concepts, from 1. CRAFT has 10 to 25.
    ///   - solver: HALS by default: fewer iterations for the same error.
    ///   - start: by default from singular vectors, of which there are no more than rows or columns.
    ///   - iterations: at most.
    ///   - tolerance: see ``Solver``. 0 uses all iterations.
    ///   - seed: of the random start, and of the random vectors that the leading singular vectors are found with.
    public init(
        components: Int = 10, solver: Solver = .coordinateDescent, start: Start = .singularVectors,
        iterations: Int = 200, tolerance: Double = 1e-4, seed: UInt64 = 0
    ) {
        self.components = components
        self.solver = solver
        self.start = start
        self.iterations = iterations
        self.tolerance = tolerance
        self.seed = seed
    }

    public static let settings: [Setting<Self>] = [
        .init("components", \.components, in: 1...Double.infinity, "Concepts to find."),
        .init("solver", \.solver, "How the factors are improved."),
        .init("start", \.start, "Where the search begins."),
        .init("iterations", \.iterations, in: 1...Double.infinity, "Iterations at most."),
        .init("tolerance", \.tolerance, in: 0...Double.infinity, "What little improvement ends it."),
        .init("seed", \.seed, "The seed of the start."),
    ]

    /// Both factors of rows.
    ///
    /// - Parameter rows: A, `[count, width]`, not negative.
    /// - Throws: `RationaleError`: `badData` for negative numbers, `usage` for more components than the start allows.
    public func factorize(_ rows: Tensor) throws -> Factors {
        let rows = try checked(rows)
        return try withoutGradient {
            let start = NonNegativeStart(rows.tensor, components: components, seed: seed)
            switch self.start {
            case .random: return try search(rows.tensor, try start.random())
            case .singularVectors:
                guard components <= min(rows.count, rows.width) else {
                    throw RationaleError(
                        .usage, "\(rows.count) rows of width \(rows.width) have no \(components) singular vectors",
                        hint: "Take at most \(min(rows.count, rows.width)) components, or the random start.")
                }
                return try search(
                    rows.tensor, try start.singularVectors(fillsZeros: solver == .multiplicativeUpdates))
            }
        }
    }

    /// The same from given factors.
    ///
    /// - Parameters:
    ///   - rows: A, `[count, width]`.
    ///   - amounts: U, `[count, any]`.
    ///   - concepts: W, `[any, width]`.
    public func factorize(_ rows: Tensor, fromAmounts amounts: Tensor, concepts: Tensor) throws -> Factors {
        let rows = try checked(rows)
        let amounts = try Self.nonNegative(amounts, "start's amounts", as: rows.tensor.dtype)
        let concepts = try Self.nonNegative(concepts, "start's concepts", as: rows.tensor.dtype)
        guard amounts.count == rows.count, concepts.width == rows.width, amounts.width == concepts.count else {
            throw RationaleError(
                .usage,
                "factors of \(amounts.tensor.shape) and \(concepts.tensor.shape) do not make rows of "
                    + "\(rows.tensor.shape)")
        }
        return try withoutGradient { try search(rows.tensor, (amounts.tensor, concepts.tensor)) }
    }

    /// How much of given concepts is in other rows, `[count, components]`.
    ///
    /// - Parameters:
    ///   - rows: `[count, width]`, not negative.
    ///   - concepts: W, `[components, width]`, which stays as it is.
    public func amounts(of concepts: Tensor, in rows: Tensor) throws -> Tensor {
        let rows = try checked(rows)
        let concepts = try Self.nonNegative(concepts, "concepts", as: rows.tensor.dtype)
        guard concepts.width == rows.width else {
            throw RationaleError(.usage, "concepts of width \(concepts.width) are not in rows of width \(rows.width)")
        }
        return try withoutGradient {
            let value =
                solver == .multiplicativeUpdates ? (rows.tensor.mean().item / Double(concepts.count)).squareRoot() : 0
            let amounts = Tensor.full([rows.count, concepts.count], value, dtype: rows.tensor.dtype)
                .moved(to: rows.tensor.device)
            return try search(rows.tensor, (amounts, concepts.tensor), movesConcepts: false).amounts
        }
    }

    private func checked(_ rows: Tensor) throws -> FeatureRows {
        guard components >= 1, iterations >= 1, tolerance >= 0 else {
            throw RationaleError(
                .usage,
                "a factorization needs a component, an iteration and a tolerance from 0, "
                    + "not \(components), \(iterations) and \(tolerance)")
        }
        return try Self.nonNegative(rows, "rows", as: rows.dtype == .float64 ? .float64 : .float32)
    }

    private static func nonNegative(_ rows: Tensor, _ name: String, as dtype: DType) throws -> FeatureRows {
        let rows = try FeatureRows(rows, for: "a factorization's \(name)", as: dtype)
        let least = rows.tensor.minimum().item
        guard least >= 0 else {
            throw RationaleError(
                .badData, "a factorization's \(name) must not be negative, but the least is \(least)",
                hint: "Take activations after a rectifier.")
        }
        return rows
    }

    private func search(_ rows: Tensor, _ start: (Tensor, Tensor), movesConcepts: Bool = true) throws -> Factors {
        var (amounts, concepts) = start
        func error() -> Double { (rows - amounts.matmul(concepts)).power(2).sum().item.squareRoot() }
        let firstError = solver == .multiplicativeUpdates && tolerance > 0 ? error() : 0
        var lastError = firstError
        var firstViolation = 0.0
        for iteration in 1...iterations {
            try Cancellation.check()
            var isDone = false
            switch solver {
            case .multiplicativeUpdates:
                amounts = multiplied(amounts, concepts.permuted([1, 0]), rows)
                if movesConcepts {
                    concepts = multiplied(concepts.permuted([1, 0]), amounts, rows.permuted([1, 0])).permuted([1, 0])
                }
                if tolerance > 0, iteration % 10 == 0 {
                    let now = error()
                    isDone = (lastError - now) / firstError < tolerance || firstError == 0
                    lastError = now
                }
            case .coordinateDescent:
                var violation = descend(&amounts, concepts.permuted([1, 0]), rows)
                if movesConcepts {
                    var transposed = concepts.permuted([1, 0])
                    violation += descend(&transposed, amounts, rows.permuted([1, 0]))
                    concepts = transposed.permuted([1, 0])
                }
                if iteration == 1 { firstViolation = violation }
                isDone = firstViolation == 0 || violation / firstViolation <= tolerance
            }
            if isDone || iteration == iterations {
                return Factors(
                    amounts: amounts.ordered(.contiguous), concepts: concepts.ordered(.contiguous), error: error(),
                    iterations: iteration, hasConverged: isDone)
            }
        }
        throw RationaleError(.usage, "a factorization needs an iteration")
    }

    /// Lee and Seung's step of a factor: `F ∘ A G / (F Gᵀ G)`.
    private func multiplied(_ factor: Tensor, _ other: Tensor, _ rows: Tensor) -> Tensor {
        let wanted = rows.matmul(other)
        let found = factor.matmul(other.permuted([1, 0]).matmul(other))
        // As in scikit-learn, only a zero is replaced.
        let smallest = Tensor.full([], 0x1p-23, dtype: found.dtype).moved(to: found.device)
        return factor * (wanted / found.chosen(where: found.isGreater(than: found.zerosLike), else: smallest))
    }

    /// HALS: each column of a factor in turn, `f_t ← max(0, f_t − (F Gᵀ G − A G)_t / (Gᵀ G)_tt)`.
    ///
    /// - Returns: the sum of the sizes of the projected gradients before each step.
    private func descend(_ factor: inout Tensor, _ other: Tensor, _ rows: Tensor) -> Double {
        let (count, components) = (factor.shape[0], factor.shape[1])
        let gram = other.permuted([1, 0]).matmul(other).elements(as: Double.self)
        let wanted = rows.matmul(other).elements(as: Double.self)
        var values = factor.elements(as: Double.self)
        var violation = 0.0
        values.withUnsafeMutableBufferPointer { values in
            for row in 0..<count {
                let begin = row * components
                for column in 0..<components {
                    var gradient = -wanted[begin + column]
                    for index in 0..<components {
                        gradient += gram[column * components + index] * values[begin + index]
                    }
                    violation += abs(values[begin + column] == 0 ? min(0, gradient) : gradient)
                    let curvature = gram[column * components + column]
                    if curvature != 0 { values[begin + column] = max(0, values[begin + column] - gradient / curvature) }
                }
            }
        }
        factor = Tensor(values, shape: [count, components]).converted(to: rows.dtype).moved(to: rows.device)
        return violation
    }
}
