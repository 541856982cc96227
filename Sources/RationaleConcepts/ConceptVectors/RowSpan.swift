import RationaleCore
import RationaleTorch

/// Rows in coordinates of the space that they span: as many as there are rows where those are wider than many.
///
/// All products between rows, and hence all that a linear classifier with a quadratic penalty finds, stay the same. From the eigenvectors of
/// `X Xᵀ = V Λ Vᵀ` the coordinates are `V √Λ`, and a vector w in coordinates is `Xᵀ V w / √Λ`.
struct RowSpan {
    /// `[count, width]`, row by row.
    let coordinates: [Double]
    let width: Int
    /// Turns coordinates into the rows' own features, `[count, width]`; `nil` where they are the same.
    private let back: (rows: Tensor, factors: Tensor)?
    private let dtype: DType

    init(_ rows: Tensor) throws(RationaleError) {
        dtype = rows.dtype
        let count = rows.shape[0]
        guard rows.shape[1] > 2 * count else {
            coordinates = rows.elements()
            width = rows.shape[1]
            back = nil
            return
        }
        // About their mean, products of single-precision rows keep the digits that tell rows apart.
        let mean = rows.mean([0], keepingDimensions: true)
        let centred = rows - mean
        func double(_ x: Tensor) -> Tensor { x.converted(to: .float64) }
        let withMean = double(centred.matmul(mean.permuted([1, 0])))
        let gram =
            double(centred.matmul(centred.permuted([1, 0]))) + withMean + withMean.permuted([1, 0])
            + double(mean.matmul(mean.permuted([1, 0])))
        let parts = try Operators.eigenvectors.call([.tensor(gram)])
        guard let values = parts[0].tensor, let vectors = parts[1].tensor else {
            throw RationaleError(.unavailable, "LibTorch's eigenvectors are no tensors")
        }
        let sizes = values.elements(as: Double.self)
        // Ascending; below this they are rounding.
        let least = (sizes.last ?? 0) * Double(count) * 0x1p-52
        let kept = sizes.indices.filter { sizes[$0] > least }
        let roots = values.indices(0, kept).squareRoot.unsqueezed(0)
        let chosen = vectors.indices(1, kept)
        coordinates = (chosen * roots).elements()
        width = kept.count
        back = (rows, chosen / roots)
    }

    /// The vector of these coordinates in the rows' own features, `[width]`, in double precision.
    func vector(_ coordinates: [Double]) -> Tensor {
        let vector = Tensor(coordinates, shape: [coordinates.count])
        guard let back else { return vector }
        let amounts = back.factors.matmul(vector.moved(to: back.factors.device))
        return back.rows.permuted([1, 0]).matmul(amounts.converted(to: dtype)).converted(to: .float64)
    }
}

private enum Operators {
    static let eigenvectors: Operator = "aten::linalg_eigh"
}
