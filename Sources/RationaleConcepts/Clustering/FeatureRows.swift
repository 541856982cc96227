import RationaleCore
import RationaleTorch

/// Rows of features, checked once.
struct FeatureRows {
    /// `[count, width]`, without a gradient graph.
    let tensor: Tensor
    let count: Int
    let width: Int

    /// - Parameters:
    ///   - rows: `[count, width]`.
    ///   - user: what needs the rows, for messages.
    ///   - dtype: what to convert to.
    ///   - limit: how many rows the method can take.
    /// - Throws: `RationaleError`: `usage` for a wrong shape or too many rows, `badData` for numbers that are not finite.
    init(_ rows: Tensor, for user: String, as dtype: DType = .float32, limit: Int? = nil) throws(RationaleError) {
        guard rows.rank == 2, rows.count > 0 else {
            throw RationaleError(
                .usage, "\(user) needs rows of features, [count, width], not a tensor of shape \(rows.shape)")
        }
        count = rows.shape[0]
        width = rows.shape[1]
        if let limit, count > limit {
            throw RationaleError(
                .usage, "\(user) compares all pairs of rows and takes at most \(limit), not \(count)",
                hint: "Take a sample of the rows, or kmeans, whose memory grows with the number of rows only.")
        }
        tensor = rows.detached.converted(to: dtype).ordered(.contiguous)
        guard tensor.isFinite else {
            let floats = tensor.elements(as: Double.self)
            let row = (floats.firstIndex { !$0.isFinite } ?? 0) / width
            throw RationaleError(.badData, "\(user): row \(row) of \(count) has a number that is not finite")
        }
    }

    /// Checks a number of groups against the number of rows.
    func check(_ groups: Int, _ name: String, for user: String) throws(RationaleError) {
        guard (1...count).contains(groups) else {
            throw RationaleError(
                .usage, "\(user) cannot make \(groups) \(name) of \(count) row\(count == 1 ? "" : "s")",
                hint: "Take from 1 to \(count) \(name), or more rows.")
        }
    }
}

extension Tensor {
    /// `‖xᵢ‖²` of each row, `[count, 1]`.
    var squaredNorms: Tensor { (self * self).sum([1], keepingDimensions: true) }

    /// `‖xᵢ − yⱼ‖²` by one matrix product, never negative; `[count, other count]`.
    ///
    /// - Complexity: O(count · other count · width).
    func squaredDistances(to other: Tensor) -> Tensor {
        let products = matmul(other.permuted([1, 0]))
        return (squaredNorms + other.squaredNorms.permuted([1, 0])).adding(products, times: -2).clamped(min: 0)
    }

    /// Where the smallest element along a dimension is; `int64`.
    func argmin(_ dimension: Int) -> Tensor { MatrixOperators.argmin(.tensor(self), .int(dimension)) }

    /// The sums of rows by label, `[labels, width]`: `result[l] = Σ_{i: label(i) = l} selfᵢ`.
    ///
    /// - Complexity: O(count · width) on a CPU; a product with the labels' indicators elsewhere, where parallel sums would come
    ///   out differently each time.
    func sums(by labels: Tensor, _ count: Int) -> Tensor {
        if device == .cpu {
            return MatrixOperators.indexAdd(
                .tensor(.zeros([count, shape[1]], dtype: dtype)), .int(0), .tensor(labels), .tensor(self))
        }
        return labels.oneHot(count, as: dtype).permuted([1, 0]).matmul(self)
    }

    /// 1 where a row has this label and 0 elsewhere, `[count, labels]`, of a type.
    func oneHot(_ labels: Int, as dtype: DType) -> Tensor {
        MatrixOperators.equal(
            .tensor(unsqueezed(1)), .tensor(MatrixOperators.range(.int(labels), .dtype(.int64), .none, .device(device)))
        ).converted(to: dtype)
    }

    /// Whether all elements are the same; both have one shape.
    func isEqual(to other: Tensor) -> Bool {
        MatrixOperators.all(.tensor(MatrixOperators.equal(.tensor(self), .tensor(other)))).item != 0
    }
}

/// Operators of linear algebra that tensors have no method for.
enum MatrixOperators {
    static let argmin: Operator = "aten::argmin"
    static let indexAdd: Operator = "aten::index_add"
    static let equal: Operator = "aten::eq.Tensor"
    static let range: Operator = "aten::arange"
    static let all: Operator = "aten::all"
    /// `β · bias + α · x y`.
    static let addedProduct: Operator = "aten::addmm"
}
