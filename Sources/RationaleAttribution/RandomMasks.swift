package import RationaleTorch

/// RISE's masks: coarse random grids, enlarged bilinearly to one cell more than the picture, and shifted.
///
/// Enlarging and shifting are linear along each side, so a mask is `V · grid · Hᵀ`, where V and H depend on the shift
/// alone and are made once for all shifts: two small matrix products a mask, and no larger picture to cut from.
package struct RandomMasks: Sendable {
    package let height: Int
    package let width: Int
    /// `[mask, cells, cells]`: 1 where visible.
    private let grids: Tensor
    /// How many pixels each mask is moved up and to the left.
    private let shifts: [(down: Int, right: Int)]
    /// `[shift, height, cells]` and `[shift, cells, width]`.
    private let vertical: Tensor
    private let horizontal: Tensor

    /// Draws masks. Each takes `cells² + 2` numbers from the generator, so the first ones do not depend on how many
    /// follow.
    package init(
        count: Int, cells: Int, visible: Double, height: Int, width: Int, seed: UInt64, device: Device
    ) {
        let draws = Tensor.uniform([count, cells * cells + 2], using: Generator(seed: seed))
        let threshold = Tensor(Float(visible))
        let grids = draws.slice(1, 0..<cells * cells).isLess(than: threshold).converted(to: .float32)
        let positions = draws.slice(1, cells * cells..<cells * cells + 2).elements(as: Double.self)
        let cell = (down: Self.cell(height, cells), right: Self.cell(width, cells))
        let shifts = (0..<count).map { mask in
            (
                down: Int(positions[2 * mask] * Double(cell.down)),
                right: Int(positions[2 * mask + 1] * Double(cell.right))
            )
        }
        self.init(
            grids: grids.reshaped([count, cells, cells]).moved(to: device), shifts: shifts, height: height, width: width
        )
    }

    /// Masks of given grids, `[mask, cells, cells]`, and shifts.
    package init(grids: Tensor, shifts: [(down: Int, right: Int)], height: Int, width: Int) {
        let cells = grids.shape[1]
        self.grids = grids
        self.shifts = shifts
        self.height = height
        self.width = width
        vertical = Self.enlargements(to: height, cells).moved(to: grids.device)
        horizontal = Self.enlargements(to: width, cells).permuted([0, 2, 1]).moved(to: grids.device)
    }

    package var count: Int { shifts.count }

    /// Some of the masks: `[mask, 1, height, width]`, 0 to 1.
    package subscript(_ range: Range<Int>) -> Tensor {
        let down = vertical.indices(0, shifts[range].map(\.down))
        let right = horizontal.indices(0, shifts[range].map(\.right))
        return down.matmul(grids.slice(0, range)).matmul(right).unsqueezed(1)
    }

    /// The pixels of one cell along a side.
    private static func cell(_ length: Int, _ cells: Int) -> Int { (length + cells - 1) / cells }

    /// For each shift, how much each pixel takes from each cell: `[shift, length, cells]`.
    private static func enlargements(to length: Int, _ cells: Int) -> Tensor {
        let cell = cell(length, cells)
        let scale = Double(cells) / Double((cells + 1) * cell)
        var values = [Float](repeating: 0, count: cell * length * cells)
        for shift in 0..<cell {
            for pixel in 0..<length {
                // Between the centres of cells; beyond the outermost, the outermost.
                let position = max(0, (Double(pixel + shift) + 0.5) * scale - 0.5)
                let low = min(Int(position), cells - 1)
                let high = min(low + 1, cells - 1)
                let row = (shift * length + pixel) * cells
                values[row + high] += Float(position - Double(low))
                values[row + low] += 1 - Float(position - Double(low))
            }
        }
        return Tensor(values, shape: [cell, length, cells])
    }
}
