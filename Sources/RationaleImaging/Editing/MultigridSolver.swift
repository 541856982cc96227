/// Solves a ``LaplaceGrid`` by conjugate gradients with one multigrid cycle as the preconditioner.
///
/// A cycle smooths by one Gauss–Seidel sweep in checkerboard order, hands the remainder to cells of 2×2 cells, down to
/// a single cell, adds what comes back, and smooths in the opposite order, which keeps it symmetric. Conjugate
/// gradients make up for regions that coarse cells describe badly: narrow, ragged or in many parts.
///
/// *Source*: Tatebe (1993), "The multigrid preconditioned conjugate gradient method", Sixth Copper Mountain Conference
/// on Multigrid Methods, NASA CP-3224; cell-centred coarsening by Wesseling (1988), "Cell-centered multigrid for
/// interface problems", Journal of Computational Physics 79(1).
struct MultigridSolver {
    private var levels: [MultigridLevel] = []

    init(_ grid: LaplaceGrid, _ numbering: CheckerboardNumbering) {
        var (grid, numbering) = (grid, numbering)
        while numbering.height > 1 || numbering.width > 1 {
            let coarse = numbering.halved
            var parents = [Int32](repeating: 0, count: grid.count)
            for row in 0..<numbering.height {
                for column in 0..<numbering.width where numbering[row, column] >= 0 {
                    parents[numbering[row, column]] = Int32(coarse[row / 2, column / 2])
                }
            }
            levels.append(MultigridLevel(grid, parents: parents))
            grid = grid.halved(coarse, parents: parents)
            numbering = coarse
        }
        levels.append(MultigridLevel(grid, parents: []))
    }

    /// The solution for a right-hand side, each of the four lanes by itself.
    ///
    /// - Parameter tolerance: the search ends when a cycle would change no value by more than this. As a cycle undoes
    ///   most of an error, this bounds the error that was left before the last step.
    func solution(of sums: [SIMD4<Float>], tolerance: Float, maxSteps: Int = 200) -> [SIMD4<Float>] {
        let count = sums.count
        let finest = levels[0]
        var solution = [SIMD4<Float>](repeating: .zero, count: count)
        var remainder = sums
        var direction = solution
        var product = solution
        var lastDecrease = SIMD4<Float>.zero
        for _ in 0..<maxSteps {
            finest.replaceSums(with: remainder)
            cycle(0)
            var largest = SIMD4<Float>.zero
            var decrease = SIMD4<Float>.zero
            finest.values.withUnsafeBufferPointer { correction in
                for index in 0..<count {
                    largest = pointwiseMax(largest, pointwiseMax(correction[index], -correction[index]))
                    decrease += correction[index] * remainder[index]
                }
                let turn = (decrease / lastDecrease).replacing(with: 0, where: lastDecrease .<= 0)
                for index in 0..<count { direction[index] = correction[index] + turn * direction[index] }
            }
            lastDecrease = decrease
            finest.multiply(direction, into: &product)
            var curvature = SIMD4<Float>.zero
            for index in 0..<count { curvature += direction[index] * product[index] }
            // A lane that is solved exactly has no direction left.
            let step = (decrease / curvature).replacing(with: 0, where: curvature .<= 0)
            for index in 0..<count {
                solution[index] += step * direction[index]
                remainder[index] -= step * product[index]
            }
            if largest.max() <= tolerance { break }
        }
        return solution
    }

    /// Computes a level's `values` from its `sums`.
    private func cycle(_ index: Int) {
        levels[index].smoothFromZero()
        guard index + 1 < levels.count else { return }
        levels[index].handDown(to: levels[index + 1])
        cycle(index + 1)
        levels[index].add(from: levels[index + 1])
        levels[index].smooth()
    }
}
