import Foundation
import RationaleCore
import RationaleTorch

/// Logistic regression with a quadratic penalty on the weights but not on the bias, solved by Newton's method.
///
/// `mean ln(1 + exp(−y (w · x + b))) + α/2 ‖w‖²`. The function is convex, so that the result does not depend on the way; a step that does not
/// lower it is halved.
///
/// *Source:* Hastie, Tibshirani and Friedman (2009), "The elements of statistical learning", 4.4.1.
struct LogisticFit {
    /// α, above 0.
    let penalty: Double

    /// - Parameters:
    ///   - rows: `[count, width]`, row by row.
    ///   - signs: y, ±1.
    func solve(
        _ rows: [Double], _ width: Int, _ signs: [Double]
    ) throws -> (weights: [Double], bias: Double, epochs: Int) {
        let count = signs.count
        let x = Tensor.concatenated(
            [Tensor(rows, shape: [count, width]), Tensor.ones([count, 1], dtype: .float64)], dimension: 1)
        let y = Tensor(signs, shape: [count])
        let shrunk = Tensor([Double](repeating: penalty, count: width) + [0], shape: [width + 1])
        // A bias without any curvature is left where it is.
        let curvature = Operators.diagonal(.tensor(shrunk + 1e-14))
        func loss(_ weights: Tensor) -> Double {
            let losses = (-(x.matmul(weights) * y)).softplusExact
            return losses.mean().item + (shrunk * weights * weights).sum().item / 2
        }
        var weights = Tensor.zeros([width + 1], dtype: .float64)
        var current = loss(weights)
        for step in 1...Self.maximumSteps {
            try Cancellation.check()
            let wrong = (-(x.matmul(weights) * y)).sigmoid
            let gradient = shrunk * weights - x.permuted([1, 0]).matmul(y * wrong) / Double(count)
            let scaled = x * (wrong * (wrong * -1 + 1) / Double(count)).unsqueezed(1)
            let hessian = x.permuted([1, 0]).matmul(scaled) + curvature
            let direction = Operators.solve(.tensor(hessian), .tensor(gradient))
            var size = 1.0
            var next = weights - direction
            while loss(next) > current, size > 1e-10 {
                size /= 2
                next = weights - direction * size
            }
            let lowered = loss(next)
            guard lowered < current else { return result(weights, step) }
            (weights, current) = (next, lowered)
        }
        return result(weights, Self.maximumSteps)
    }

    private func result(_ weights: Tensor, _ steps: Int) -> (weights: [Double], bias: Double, epochs: Int) {
        var weights = weights.elements(as: Double.self)
        let bias = weights.removeLast()
        return (weights, bias, steps)
    }

    private static let maximumSteps = 100
}

extension Tensor {
    /// `ln(1 + eˣ) = max(0, x) + ln(1 + e^−|x|)`, also where LibTorch's own takes x itself.
    fileprivate var softplusExact: Tensor { relu + Operators.logarithmOfOnePlus(.tensor((-absolute).exponential)) }
}

private enum Operators {
    static let diagonal: Operator = "aten::diag"
    static let solve: Operator = "aten::linalg_solve"
    static let logarithmOfOnePlus: Operator = "aten::log1p"
}
