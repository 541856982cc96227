/// Cells as a person reads them in a terminal.
enum TextTable {
    /// One line for the header and each row: the first column to the left, the others to the right.
    static func lines(header: [String], rows: [[String]]) -> [String] {
        let all = [header] + rows
        let widths = header.indices.map { column in all.map { $0[column].count }.max() ?? 0 }
        return all.map { row in
            let cells = row.indices.map {
                $0 == 0 ? row[$0].padded(to: widths[$0]) : row[$0].leftPadded(to: widths[$0])
            }
            return "  " + cells.joined(separator: "  ")
        }
    }
}
