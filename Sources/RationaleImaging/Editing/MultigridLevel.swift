/// One grid of a ``MultigridSolver``, and the memory that a cycle uses on it.
final class MultigridLevel {
    private let grid: LaplaceGrid
    /// The coarser level's cell of each cell; empty at the coarsest level.
    private let parents: [Int32]
    /// `b + Σ w`, and its inverse; the inverse is 0 for a cell without any edge, whose value stays 0.
    private let diagonal: [Float]
    private let inverse: [Float]
    /// The right-hand side, and what solves it about.
    private var sums: [SIMD4<Float>]
    private(set) var values: [SIMD4<Float>]

    init(_ grid: LaplaceGrid, parents: [Int32]) {
        self.grid = grid
        self.parents = parents
        diagonal = (0..<grid.count).map { grid.boundary[$0] + grid.weights[$0].sum() }
        inverse = diagonal.map { $0 > 0 ? 1 / $0 : 0 }
        sums = Array(repeating: .zero, count: grid.count)
        values = sums
    }

    /// Copies a right-hand side into the level's own memory: shared memory would be copied to a new place at each change.
    func replaceSums(with other: [SIMD4<Float>]) {
        sums.withUnsafeMutableBufferPointer { sums in
            for index in sums.indices { sums[index] = other[index] }
        }
    }

    /// A Gauss–Seidel sweep from values of 0, the even cells first.
    func smoothFromZero() {
        let even = grid.evenCount
        values.withUnsafeMutableBufferPointer { values in
            for index in 0..<even { values[index] = sums[index] * inverse[index] }
        }
        relax(even..<grid.count)
    }

    /// A Gauss–Seidel sweep in the opposite order.
    func smooth() {
        relax(grid.evenCount..<grid.count)
        relax(0..<grid.evenCount)
    }

    private func relax(_ cells: Range<Int>) {
        values.withUnsafeMutableBufferPointer { values in
            sums.withUnsafeBufferPointer { sums in
                grid.forEachCell(cells) { index, neighbors, weights in
                    let around = Self.weightedSum(UnsafeBufferPointer(values), neighbors, weights)
                    values[index] = (sums[index] + around) * inverse[index]
                }
            }
        }
    }

    /// Makes what is still missing, after ``smoothFromZero()``, the coarser level's right-hand side.
    func handDown(to coarser: MultigridLevel) {
        coarser.sums.withUnsafeMutableBufferPointer { coarse in
            coarse.update(repeating: .zero)
            values.withUnsafeBufferPointer { values in
                sums.withUnsafeBufferPointer { sums in
                    // The odd cells were updated last: nothing is missing there.
                    grid.forEachCell(0..<grid.evenCount) { index, neighbors, weights in
                        let around = Self.weightedSum(values, neighbors, weights)
                        coarse[Int(parents[index])] += sums[index] + around - diagonal[index] * values[index]
                    }
                }
            }
        }
    }

    /// Adds the coarser level's values to those of its cells.
    func add(from coarser: MultigridLevel) {
        values.withUnsafeMutableBufferPointer { values in
            coarser.values.withUnsafeBufferPointer { coarse in
                for index in values.indices { values[index] += coarse[Int(parents[index])] }
            }
        }
    }

    /// The product of the matrix and a vector.
    func multiply(_ vector: [SIMD4<Float>], into product: inout [SIMD4<Float>]) {
        product.withUnsafeMutableBufferPointer { product in
            vector.withUnsafeBufferPointer { vector in
                grid.forEachCell(0..<grid.count) { index, neighbors, weights in
                    product[index] = diagonal[index] * vector[index] - Self.weightedSum(vector, neighbors, weights)
                }
            }
        }
    }

    @inline(__always) private static func weightedSum(
        _ values: UnsafeBufferPointer<SIMD4<Float>>, _ neighbors: SIMD4<Int32>, _ weights: SIMD4<Float>
    ) -> SIMD4<Float> {
        var sum = values[Int(neighbors[0])] * weights[0]
        for side in 1..<4 { sum += values[Int(neighbors[side])] * weights[side] }
        return sum
    }
}

extension LaplaceGrid {
    /// Calls the body with each cell's number, neighbours and weights.
    @inline(__always) func forEachCell(
        _ cells: Range<Int>, _ body: (_ index: Int, _ neighbors: SIMD4<Int32>, _ weights: SIMD4<Float>) -> Void
    ) {
        neighbors.withUnsafeBufferPointer { neighbors in
            weights.withUnsafeBufferPointer { weights in
                for index in cells { body(index, neighbors[index], weights[index]) }
            }
        }
    }
}
