import RationaleTorch

/// Linear regression whose weights are kept small, of weighted samples, with an intercept that is not.
///
/// `argmin_{w, w₀} Σᵢ πᵢ (yᵢ − w·xᵢ − w₀)² + α‖w‖²`, solved as `(X̃ᵀX̃ + αI) w = X̃ᵀỹ`, where X̃ and ỹ are centred by their
/// weighted means and scaled by √π.
///
/// *Source*: Hoerl and Kennard (1970), Ridge Regression: Biased Estimation for Nonorthogonal Problems, Technometrics 12.
package enum RidgeRegression {
    /// The weights, without the intercept.
    ///
    /// - Parameters:
    ///   - rows: `[sample][feature]`, 0 or 1.
    ///   - values: one for each sample.
    ///   - closeness: how much each sample counts; not all zero.
    ///   - penalty: α, positive.
    /// - Complexity: O(samples · features² + features³), in float64.
    package static func weights(
        _ rows: [[Bool]], _ values: [Double], _ closeness: [Double], penalty: Double
    ) -> [Double] {
        let features = rows[0].count
        let x = Tensor(rows.flatMap { $0.map { $0 ? 1.0 : 0.0 } }, shape: [rows.count, features])
        let y = Tensor(values, shape: [rows.count, 1])
        let share = Tensor(closeness, shape: [rows.count, 1]) / closeness.reduce(0, +)
        let root = Tensor(closeness, shape: [rows.count, 1]).squareRoot
        let centredX = (x - (share * x).sum([0], keepingDimensions: true)) * root
        let centredY = (y - (share * y).sum()) * root
        let transposed = centredX.permuted([1, 0])
        let system = transposed.matmul(centredX) + Operators.identity(.int(features), .dtype(.float64)) * penalty
        return Operators.solve(.tensor(system), .tensor(transposed.matmul(centredY))).elements(as: Double.self)
    }
}

private enum Operators {
    static let identity: Operator = "aten::eye"
    static let solve: Operator = "aten::linalg_solve"
}
