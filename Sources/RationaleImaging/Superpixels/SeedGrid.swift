import Foundation

/// Seeds on a grid that is as regular as whole pixels allow.
///
/// For n seeds on h × w pixels the grid's step is s = √(h · w / n), rounded to whole pixels with halves to even; the
/// first seed lies ⌊s / 2⌋ from the edge. Where one side is shorter than s, there is one row (or column) of seeds in its
/// middle, and the other side's step is its length divided by n. The number of seeds is near n but seldom n itself.
///
/// This is the grid of scikit-image's `regular_grid`, whose seeds decide the labels of SLIC and of the watershed.
struct SeedGrid: Equatable {
    /// The rows and columns of the seeds.
    let rows: [Int]
    let columns: [Int]
    /// The distance between rows and between columns of seeds; at least 1.
    let rowStep: Int
    let columnStep: Int

    var count: Int { rows.count * columns.count }

    /// - Parameter count: the number of seeds wanted, at least 1; with as many pixels or fewer, each is a seed.
    init(height: Int, width: Int, count: Int) {
        guard height * width > count else {
            rows = Array(0..<height)
            columns = Array(0..<width)
            (rowStep, columnStep) = (1, 1)
            return
        }
        let (short, long) = (Double(min(height, width)), Double(max(height, width)))
        let common = (short * long / Double(count)).squareRoot()
        // (along the short side, along the long side)
        let steps = short < common ? (short, min(long, long / Double(count))) : (common, common)
        let (rowSize, columnSize) = height <= width ? steps : (steps.1, steps.0)
        rowStep = max(1, Int(rowSize.rounded(.toNearestOrEven)))
        columnStep = max(1, Int(columnSize.rounded(.toNearestOrEven)))
        rows = Array(stride(from: Int(rowSize / 2), to: height, by: rowStep))
        columns = Array(stride(from: Int(columnSize / 2), to: width, by: columnStep))
    }
}
