import Foundation
import RationaleCore
public import RationaleTorch

/// The concept vector as published: the normal of a linear classifier of the concept's rows against others.
///
/// Minimises `mean loss(y (w · x + b)) + α/2 ‖w‖²` with y = ±1, either by stochastic gradient descent on the hinge loss
/// `max(0, 1 − z)`, as published, or exactly with the logistic loss `ln(1 + e⁻ᶻ)`.
///
/// *Stochastic*, as scikit-learn's `SGDClassifier`: one row a step in random order, with the rate `1 / (α (t₀ + t))`, where t counts steps and
/// `t₀ = α^(−¾)`; ends when five epochs in a row did not lower the objective, averaged over the epoch's steps, by ``tolerance``: the rule of
/// scikit-learn 1.9, where earlier ones looked at the loss alone. *Exact* takes Newton's steps and needs no seed but for the
/// rows that are held out: same rows, same vector.
///
/// *Source:* Kim, Wattenberg, Gilmer, Cai, Wexler, Viegas and Sayres (2018), "Interpretability beyond feature attribution: quantitative testing
/// with concept activation vectors (TCAV)", arXiv 1711.11279; Bottou (2012), "Stochastic gradient descent tricks".
/// *Cost:* O(epochs · n · m) for n rows of which `m = min(n, width)`: wide rows are turned into their own span first, which changes no product
/// of rows and costs O(n² · width) once; exact O(m³) a step, of about ten.
public struct LinearConceptVector: ConceptVectorMethod {
    public static let identifier = "linear"
    public var solver: Solver
    public var penalty: Double
    public var epochs: Int
    public var tolerance: Double
    public var heldOut: Double

    public enum Solver: String, Sendable, Hashable, CaseIterable { case stochastic, exact }

    /// - Parameters:
    ///   - solver: published: stochastic.
    ///   - penalty: α, above 0. Default: 0.01, published.
    ///   - epochs: passes over the rows at most.
    ///   - tolerance: of the stochastic solver.
    ///   - heldOut: the fraction of the rows of each kind for the accuracy, from 0 and below 1. Default: 0.33, published.
    public init(
        solver: Solver = .stochastic, penalty: Double = 0.01, epochs: Int = 1000, tolerance: Double = 1e-3,
        heldOut: Double = 0.33
    ) {
        self.solver = solver
        self.penalty = penalty
        self.epochs = epochs
        self.tolerance = tolerance
        self.heldOut = heldOut
    }

    public func vector(concept: Tensor, others: Tensor, seed: UInt64 = 0) throws -> ConceptVector {
        let rows = try ConceptRows(concept: concept, others: others, heldOut: heldOut, seed: seed)
        return try withoutGradient {
            let signs =
                [Double](repeating: 1, count: rows.concept.shape[0])
                + [Double](repeating: -1, count: rows.others.shape[0])
            let found = try plane(of: Tensor.concatenated([rows.concept, rows.others]), signs, seed: seed)
            return try rows.vector(found.normal, bias: found.bias, Self.identifier)
        }
    }

    /// What a classifier finds.
    package struct Plane: Sendable {
        /// w, `[width]`.
        package let normal: Tensor
        /// b.
        package let bias: Double
        /// Passes over the rows, or Newton's steps.
        package let epochs: Int
    }

    /// The classifier of rows.
    ///
    /// - Parameters:
    ///   - rows: `[count, width]`.
    ///   - signs: y, ±1.
    ///   - seed: of the order of the stochastic solver's steps; `nil` keeps the rows' own.
    package func plane(of rows: Tensor, _ signs: [Double], seed: UInt64?) throws -> Plane {
        guard penalty > 0, penalty.isFinite, epochs >= 1 else {
            throw RationaleError(
                .usage, "a linear concept vector needs a penalty above 0 and an epoch, not \(penalty) and \(epochs)")
        }
        let span = try RowSpan(rows)
        let found =
            switch solver {
            case .stochastic: try descend(span.coordinates, span.width, signs, seed: seed)
            case .exact: try LogisticFit(penalty: penalty).solve(span.coordinates, span.width, signs)
            }
        return Plane(normal: span.vector(found.weights), bias: found.bias, epochs: found.epochs)
    }

    private func descend(
        _ rows: [Double], _ width: Int, _ signs: [Double], seed: UInt64?
    ) throws -> (weights: [Double], bias: Double, epochs: Int) {
        var random = SplitMix64(seed: seed ?? 0, for: "order of rows")
        var order = Array(signs.indices)
        var weights = [Double](repeating: 0, count: width)
        let norms = order.map { row in (0..<width).reduce(0) { $0 + rows[row * width + $1] * rows[row * width + $1] } }
        // w = scale · weights: shrinking all of w is one multiplication. ‖w‖² follows each change.
        var (scale, bias, square) = (1.0, 0.0, 0.0)
        var step = pow(penalty, -0.75)
        var (best, patience) = (Double.infinity, 0)
        for epoch in 1...epochs {
            try Cancellation.check()
            if seed != nil { order = random.shuffled(order) }
            var objective = 0.0
            square = scale * scale * weights.reduce(0) { $0 + $1 * $1 }
            for row in order {
                let rate = 1 / (penalty * step)
                step += 1
                let begin = row * width
                var product = 0.0
                for column in 0..<width { product += rows[begin + column] * weights[column] }
                let margin = signs[row] * (scale * product + bias)
                objective += max(0, 1 - margin) + penalty / 2 * square
                let shrinkage = max(0, 1 - rate * penalty)
                scale *= shrinkage
                square *= shrinkage * shrinkage
                if scale < 1e-9 {
                    for column in 0..<width { weights[column] *= scale }
                    product *= scale
                    scale = 1
                }
                guard margin <= 1 else { continue }
                let change = rate * signs[row]
                for column in 0..<width { weights[column] += change / scale * rows[begin + column] }
                bias += change
                square += change * (2 * scale * product + change * norms[row])
            }
            patience = objective > best - tolerance * Double(signs.count) ? patience + 1 : 0
            best = min(best, objective)
            if patience >= Self.patience { return (weights.map { $0 * scale }, bias, epoch) }
        }
        return (weights.map { $0 * scale }, bias, epochs)
    }

    /// Epochs without progress that end the search.
    private static let patience = 5
}
