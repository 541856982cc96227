/// Numbers the used cells of a grid, first those whose row and column add up to an even number, then the others.
///
/// A cell's neighbours are all of the other kind. Within one kind, cells can be updated in any order.
struct CheckerboardNumbering {
    let height: Int
    let width: Int
    /// The number of each cell, row by row; −1 where it is not used.
    let unknowns: [Int32]
    /// How many cells are numbered, and how many of them first.
    let count: Int
    let evenCount: Int

    init(height: Int, width: Int, isUsed: [Bool]) {
        self.height = height
        self.width = width
        var unknowns = [Int32](repeating: -1, count: height * width)
        var count: Int32 = 0
        var evenCount = 0
        for parity in 0...1 {
            for row in 0..<height {
                for column in stride(from: (row + parity) % 2, to: width, by: 2) where isUsed[row * width + column] {
                    unknowns[row * width + column] = count
                    count += 1
                }
            }
            if parity == 0 { evenCount = Int(count) }
        }
        self.unknowns = unknowns
        self.count = Int(count)
        self.evenCount = evenCount
    }

    /// The number of a cell; −1 also outside the grid.
    subscript(row: Int, column: Int) -> Int {
        guard row >= 0, row < height, column >= 0, column < width else { return -1 }
        return Int(unknowns[row * width + column])
    }

    /// The grid whose cells are 2×2 cells of this one, used where any of the four is.
    var halved: CheckerboardNumbering {
        let (halfHeight, halfWidth) = ((height + 1) / 2, (width + 1) / 2)
        var isUsed = [Bool](repeating: false, count: halfHeight * halfWidth)
        for row in 0..<height {
            for column in 0..<width where unknowns[row * width + column] >= 0 {
                isUsed[row / 2 * halfWidth + column / 2] = true
            }
        }
        return CheckerboardNumbering(height: halfHeight, width: halfWidth, isUsed: isUsed)
    }
}

/// A system of linear equations, one for each used cell: `(b(p) + Σ w(p, q)) · u(p) − Σ w(p, q) · u(q) = f(p)`.
///
/// The sums are over the neighbours q of p that are used, w are the weights of their edges, and b is the weight of the
/// boundary values next to p. The matrix is symmetric, and positive definite where each connected part has a boundary.
struct LaplaceGrid {
    /// A cell's neighbours at the left, at the right, above and below; itself where there is none.
    var neighbors: [SIMD4<Int32>]
    /// The weights of the edges to them; 0 where there is none.
    var weights: [SIMD4<Float>]
    /// b
    var boundary: [Float]
    let evenCount: Int

    var count: Int { boundary.count }

    /// Each edge between used neighbours with weight 1, and no boundary.
    init(_ numbering: CheckerboardNumbering) {
        evenCount = numbering.evenCount
        neighbors = Array(repeating: .zero, count: numbering.count)
        weights = Array(repeating: .zero, count: numbering.count)
        boundary = Array(repeating: 0, count: numbering.count)
        for row in 0..<numbering.height {
            for column in 0..<numbering.width {
                let unknown = numbering[row, column]
                guard unknown >= 0 else { continue }
                let around = SIMD4(
                    Int32(numbering[row, column - 1]), Int32(numbering[row, column + 1]),
                    Int32(numbering[row - 1, column]), Int32(numbering[row + 1, column]))
                neighbors[unknown] = around.replacing(with: Int32(unknown), where: around .< 0)
                weights[unknown] = SIMD4<Float>.one.replacing(with: 0, where: SIMD4<Float>(around) .< 0)
            }
        }
    }

    /// The same equation on cells of 2×2 cells.
    ///
    /// Two fine edges cross from one coarse cell to the next, and the way is twice as long: the weight is half the sum
    /// of theirs, as in a finite volume method.
    ///
    /// - Parameter parents: the coarse cell of each cell.
    func halved(_ coarse: CheckerboardNumbering, parents: [Int32]) -> LaplaceGrid {
        var result = LaplaceGrid(coarse)
        result.weights = Array(repeating: .zero, count: coarse.count)
        for index in 0..<count {
            let parent = Int(parents[index])
            result.boundary[parent] += boundary[index] / 2
            for side in 0..<4 where parents[Int(neighbors[index][side])] != parents[index] {
                result.weights[parent][side] += weights[index][side] / 2
            }
        }
        return result
    }
}
