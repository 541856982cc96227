public import RationaleStatistics
public import RationaleTorch
import RationaleCore

/// Whether a class depends on a concept: the fraction of inputs whose score rises towards it (TCAV).
///
/// For an input with the gradient g of the class's logit by a layer's activations, `g · v` says how fast the logit rises along the concept
/// vector v. The score is the fraction of inputs where it is above 0, from 0 (the concept always speaks against the class) to 1 (always for it).
/// One vector is one draw of other rows; hence vectors against several random sets, and the same for rows that are no concept
/// (controls). A paired t test tells whether the two differ.
///
/// *Sign:* a gradient here is `∂ logit / ∂ activation`. TCAV's published code hands out the gradient of a loss, that is with the other
/// sign, and counts where the product is below 0: the same inputs.
///
/// *Source:* Kim et al. (2018), "Interpretability beyond feature attribution: quantitative testing with concept activation vectors (TCAV)",
/// arXiv 1711.11279; Ghorbani et al. (2019), "Towards automatic concept-based explanations", arXiv 1902.03129.
public struct ConceptSensitivity: Sendable {
    public var method: any ConceptVectorMethod
    public var confidence: Double
    public var seed: UInt64

    /// - Parameters:
    ///   - method: how vectors are found.
    ///   - confidence: of the intervals, between 0 and 1.
    ///   - seed: of the vectors; the one against the i-th random set has the seed `seed + i`.
    public init(method: any ConceptVectorMethod = FastConceptVector(), confidence: Double = 0.95, seed: UInt64 = 0) {
        self.method = method
        self.confidence = confidence
        self.seed = seed
    }

    /// What was measured for a concept.
    public struct Measurement: Sendable, Hashable, Codable {
        /// One for each random set, 0 to 1.
        public var scores: [Double]
        /// Those of rows that are no concept, against the same random sets.
        public var controls: [Double]
        public var mean: Double
        /// Ends of the mean's confidence interval by Student's distribution, within 0 to 1; equal to the mean for a single set.
        public var low: Double
        public var high: Double
        /// Scores against controls; `nil` for fewer than two random sets.
        public var test: TTest?
        /// The vectors' mean accuracy on held-out rows.
        public var accuracy: Double?
    }

    /// How fast the class's logit rises towards the concept, for each input.
    ///
    /// - Parameters:
    ///   - gradients: `∂ logit / ∂ activation`, `[inputs, width]`, flattened as the rows of the vector were.
    ///   - vector: the concept's.
    public static func derivatives(_ gradients: Tensor, along vector: ConceptVector) throws -> [Double] {
        var unbiased = vector
        unbiased.bias = 0
        return try unbiased.scores(of: gradients)
    }

    /// The fraction of inputs whose logit rises towards the concept, 0 to 1; an input with a derivative of 0 is not one of them.
    public static func score(_ gradients: Tensor, along vector: ConceptVector) throws -> Double {
        let derivatives = try derivatives(gradients, along: vector)
        return Double(derivatives.count { $0 > 0 }) / Double(derivatives.count)
    }

    /// The scores of rows that are no concept, for all concepts of one class.
    ///
    /// - Parameters:
    ///   - rows: random rows, `[any, width]`, compared with each random set. By default, each random set is compared with the next.
    ///   - randomSets: each `[any, width]`; at least two without `rows`.
    ///   - gradients: as for ``derivatives(_:along:)``.
    public func controls(
        _ rows: Tensor? = nil, against randomSets: [Tensor], gradients: Tensor
    ) throws -> [Double] {
        guard randomSets.count >= (rows == nil ? 2 : 1) else {
            throw RationaleError(
                .usage, "\(randomSets.count) random sets cannot be compared with each other",
                hint: "Give at least two random sets, or random rows to compare with them.")
        }
        return try vectors(randomSets) { rows ?? randomSets[($0 + 1) % randomSets.count] }
            .map { try Self.score(gradients, along: $0) }
    }

    /// Measures one concept.
    ///
    /// - Parameters:
    ///   - concept: the concept's rows, `[count, width]`.
    ///   - randomSets: each `[any, width]`. TCAV takes 10 and more, VRX 20.
    ///   - controls: from ``controls(_:against:gradients:)`` with the same random sets.
    ///   - gradients: as for ``derivatives(_:along:)``.
    /// - Complexity: a vector for each random set, and a product with the gradients.
    public func measure(
        _ concept: Tensor, against randomSets: [Tensor], controls: [Double], gradients: Tensor
    ) throws -> Measurement {
        guard !randomSets.isEmpty, controls.count == randomSets.count else {
            throw RationaleError(
                .usage, "\(randomSets.count) random sets need as many controls, not \(controls.count)")
        }
        let vectors = try vectors(randomSets) { _ in concept }
        let scores = try vectors.map { try Self.score(gradients, along: $0) }
        let mean = scores.reduce(0, +) / Double(scores.count)
        let interval = TTest.oneSample(scores, confidence: confidence)
        let accuracies = vectors.compactMap(\.accuracy)
        return Measurement(
            scores: scores, controls: controls, mean: mean, low: max(0, interval?.low ?? mean),
            high: min(1, interval?.high ?? mean), test: .paired(scores, controls, confidence: confidence),
            accuracy: accuracies.isEmpty ? nil : accuracies.reduce(0, +) / Double(accuracies.count))
    }

    /// The p of each measurement, adjusted for their number; 1 where there is no test.
    ///
    /// - Parameters:
    ///   - measurements: of all concepts that are looked at together.
    ///   - correction: by default Benjamini and Hochberg's, which bounds the fraction of false concepts among those found.
    public static func probabilities(
        of measurements: [Measurement], correction: MultipleTesting = .benjaminiHochberg
    ) -> [Double] { correction.adjusted(measurements.map { $0.test?.probability ?? 1 }) }

    private func vectors(_ randomSets: [Tensor], _ concept: (Int) -> Tensor) throws -> [ConceptVector] {
        try randomSets.enumerated().map { index, others in
            try Cancellation.check()
            return try method.vector(concept: concept(index), others: others, seed: seed &+ UInt64(index))
        }
    }
}
