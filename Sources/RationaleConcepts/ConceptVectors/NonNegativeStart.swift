import RationaleCore
import RationaleTorch

/// First factors for ``NonNegativeFactorization``.
struct NonNegativeStart {
    let rows: Tensor
    let components: Int
    let seed: UInt64

    init(_ rows: Tensor, components: Int, seed: UInt64) {
        self.rows = rows
        self.components = components
        self.seed = seed
    }

    /// Sizes of normal random numbers times `√(mean / components)`, so that products have the rows' size.
    func random() throws(RationaleError) -> (Tensor, Tensor) {
        let size = (rows.mean().item / Double(components)).squareRoot()
        let generator = Generator(seed: seed, device: rows.device)
        func draw(_ shape: [Int]) -> Tensor {
            Tensor.normal(shape, using: generator, dtype: rows.dtype).absolute * size
        }
        let amounts = draw([rows.shape[0], components])
        return (amounts, draw([components, rows.shape[1]]))
    }

    /// Non-negative double singular value decomposition (NNDSVD): of each pair of singular vectors, the halves of one sign that hold more.
    ///
    /// *Source:* Boutsidis and Gallopoulos (2008), "SVD based initialization: a head start for nonnegative matrix factorization",
    /// Pattern Recognition 41.
    /// - Parameter fillsZeros: puts the mean of all rows where a factor is 0 (NNDSVDa), for updates that cannot leave it.
    func singularVectors(fillsZeros: Bool) throws(RationaleError) -> (Tensor, Tensor) {
        let (left, values, right) = try leading()
        let sizes = values.elements(as: Double.self)
        var amounts: [Tensor] = []
        var concepts: [Tensor] = []
        for index in 0..<components {
            let (x, y) = (left.selected(1, index), right.selected(0, index))
            var (u, v) = (x.absolute, y.absolute)
            var size = sizes[index].squareRoot()
            if index > 0 {
                func product(_ sign: Double) -> (Tensor, Tensor, Double, Double) {
                    let (u, v) = ((x * sign).relu, (y * sign).relu)
                    return (u, v, u.power(2).sum().item.squareRoot(), v.power(2).sum().item.squareRoot())
                }
                let (positive, negative) = (product(1), product(-1))
                let chosen = positive.2 * positive.3 > negative.2 * negative.3 ? positive : negative
                (u, v) = (chosen.0 / max(chosen.2, 1e-300), chosen.1 / max(chosen.3, 1e-300))
                size = (sizes[index] * chosen.2 * chosen.3).squareRoot()
            }
            amounts.append(u * size)
            concepts.append(v * size)
        }
        let fill = fillsZeros ? rows.mean().item : 0
        func cleaned(_ factor: Tensor) -> Tensor {
            let limit = Tensor.full([], 1e-6, dtype: factor.dtype).moved(to: factor.device)
            return Tensor.full([], fill, dtype: factor.dtype).moved(to: factor.device)
                .chosen(where: factor.isLess(than: limit), else: factor)
        }
        return (cleaned(Tensor.stacked(amounts, dimension: 1)), cleaned(Tensor.stacked(concepts)))
    }

    /// The leading singular vectors by random projection and a few subspace iterations.
    ///
    /// *Source:* Halko, Martinsson and Tropp (2011), "Finding structure with randomness", arXiv 0909.4061.
    private func leading() throws(RationaleError) -> (left: Tensor, values: Tensor, right: Tensor) {
        let projected = min(components + 10, min(rows.shape[0], rows.shape[1]))
        let transposed = rows.permuted([1, 0])
        func orthonormal(_ columns: Tensor) throws(RationaleError) -> Tensor {
            guard let q = try Operators.qr.call([.tensor(columns)]).first?.tensor else {
                throw RationaleError(.unavailable, "LibTorch's QR decomposition is no tensor")
            }
            return q
        }
        let random = Tensor.normal(
            [rows.shape[1], projected], using: Generator(seed: seed, device: rows.device), dtype: rows.dtype)
        var basis = try orthonormal(rows.matmul(random))
        for _ in 0..<5 { basis = try orthonormal(rows.matmul(orthonormal(transposed.matmul(basis)))) }
        let parts = try Operators.svd.call([.tensor(basis.permuted([1, 0]).matmul(rows)), .bool(false)])
        guard let left = parts[0].tensor, let values = parts[1].tensor, let right = parts[2].tensor else {
            throw RationaleError(.unavailable, "LibTorch's singular vectors are no tensors")
        }
        return (basis.matmul(left), values, right)
    }
}

private enum Operators {
    static let qr: Operator = "aten::linalg_qr"
    static let svd: Operator = "aten::linalg_svd"
}
