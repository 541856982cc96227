import RationaleCore

/// A region that is not empty, with the rows and columns of its box.
struct RegionCut {
    let rows: Range<Int>
    let columns: Range<Int>
    /// `[rows, columns]`, row by row; true inside the region.
    let bits: [Bool]

    /// `nil` for an empty region.
    init?(_ mask: Mask) {
        guard let box = mask.box else { return nil }
        rows = Int(box.y)..<Int(box.y + box.height)
        columns = Int(box.x)..<Int(box.x + box.width)
        bits = mask.bits(rows: rows, columns: columns)
    }

    /// - Precondition: `bits.count == rows.count * columns.count`.
    init(rows: Range<Int>, columns: Range<Int>, bits: [Bool]) {
        precondition(bits.count == rows.count * columns.count, "\(bits.count) bits for \(rows.count)×\(columns.count)")
        self.rows = rows
        self.columns = columns
        self.bits = bits
    }

    var area: Int { bits.count { $0 } }

    /// The region as a mask of its box.
    var mask: Mask { Mask(height: rows.count, width: columns.count, bits: bits) }

    /// Calls the body with row and column, in the picture, of each pixel of the region.
    func forEachPixel(_ body: (_ row: Int, _ column: Int) -> Void) {
        var index = 0
        for row in rows {
            for column in columns {
                if bits[index] { body(row, column) }
                index += 1
            }
        }
    }
}

extension Mask {
    /// The given rows and columns, row by row.
    func bits(rows: Range<Int>, columns: Range<Int>) -> [Bool] {
        rows.flatMap { bits[($0 * width + columns.lowerBound)..<($0 * width + columns.upperBound)] }
    }
}
