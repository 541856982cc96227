extension Mask {
    /// The pixel of the region that is nearest to each pixel, by the Euclidean distance between their centres.
    ///
    /// Exact, in whole numbers: in each column by two passes, then in each row as the lower envelope of the parabolas
    /// `(x − c)² + d(c)²` that the distances d of the columns c give.
    ///
    /// *Source*: Meijster, Roerdink and Hesselink (2000), "A general algorithm for computing distance transforms in
    /// linear time", Mathematical Morphology and its Applications to Image and Signal Processing,
    /// doi:10.1007/0-306-47025-X_36.
    ///
    /// - Returns: for each pixel, row by row, the index `row · width + column` of the nearest one; a pixel of the
    ///   region is nearest to itself. `nil` for an empty region.
    /// - Complexity: O(height · width).
    public var nearestPixels: [Int]? {
        guard bits.contains(true) else { return nil }
        let rows = nearestRows
        var result = [Int](repeating: 0, count: bits.count)
        // The parabolas of the envelope by their columns, and the first place at which each is the lowest.
        var columns: [Int] = []
        var starts: [Int] = []
        for row in 0..<height {
            let line = row * width
            columns.removeAll(keepingCapacity: true)
            starts.removeAll(keepingCapacity: true)
            for column in 0..<width where rows[line + column] >= 0 {
                let distance = rows[line + column] - row
                let height = distance * distance + column * column
                var start = 0
                while let last = columns.last {
                    let lastDistance = rows[line + last] - row
                    // At equal distances the pixel at the left is taken.
                    let rise = height - lastDistance * lastDistance - last * last
                    start = max(0, Self.flooredQuotient(rise, 2 * (column - last)) + 1)
                    if start > (starts.last ?? 0) { break }
                    columns.removeLast()
                    starts.removeLast()
                    start = 0
                }
                if start < width {
                    columns.append(column)
                    starts.append(start)
                }
            }
            var current = 0
            for column in 0..<width {
                while current + 1 < columns.count, starts[current + 1] <= column { current += 1 }
                result[line + column] = rows[line + columns[current]] * width + columns[current]
            }
        }
        return result
    }

    /// The row of the region's nearest pixel in each pixel's column, the upper one of two; −1 where the column has
    /// none.
    private var nearestRows: [Int] {
        var rows = [Int](repeating: -1, count: bits.count)
        for index in bits.indices {
            rows[index] = bits[index] ? index / width : index >= width ? rows[index - width] : -1
        }
        for index in (0..<(bits.count - width)).reversed() {
            let (row, below) = (index / width, rows[index + width])
            if below > row, rows[index] < 0 || below - row < row - rows[index] { rows[index] = below }
        }
        return rows
    }

    private static func flooredQuotient(_ dividend: Int, _ divisor: Int) -> Int {
        let quotient = dividend / divisor
        return dividend % divisor < 0 ? quotient - 1 : quotient
    }
}
