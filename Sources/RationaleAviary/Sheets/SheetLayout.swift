internal import RationaleCore
internal import RationaleImaging

/// A picture on a sheet and what is written beneath it.
struct SheetCell {
    let label: String?
    let picture: Image
}

/// Pictures in rows on white paper.
struct SheetLayout {
    let columns: Int
    let side: Int

    private static let gap = 6.0

    /// - Throws: `RationaleError.Code.usage` for a sheet larger than can be drawn.
    func image(
        of cells: [SheetCell], legend: [(name: String, color: Color)] = []
    ) throws(RationaleError) -> Image {
        let (side, gap) = (Double(side), Self.gap)
        // As large as the longest label allows.
        let widest = cells.compactMap(\.label).map { (try? Drawing.width(of: $0, size: 1)) ?? 0 }.max() ?? 0
        let text = max(7, min(13, side / 10, side / max(widest, 1e-9)))
        let columns = min(columns, cells.count)
        let rows = stride(from: 0, to: cells.count, by: columns).map { cells[$0..<min($0 + columns, cells.count)] }
        let width = gap + Double(columns) * (side + gap)
        var drawing = Drawing(width: width, height: gap)
        for row in rows {
            for (column, cell) in row.enumerated() {
                let x = gap + Double(column) * (side + gap)
                drawing.shapes.append(
                    .picture(
                        cell.picture, in: .init(x: x, y: drawing.height, width: side, height: side), isPixelated: true))
                guard let label = cell.label else { continue }
                drawing.shapes.append(
                    .text(
                        .init(label, at: .init(x + side / 2, drawing.height + side + text), size: text, anchor: .middle)
                    ))
            }
            drawing.height += side + gap + (row.contains { $0.label != nil } ? text * 1.3 : 0)
        }
        if !legend.isEmpty { append(legend, size: text, to: &drawing) }
        return try drawing.image()
    }

    private func append(_ legend: [(name: String, color: Color)], size: Double, to drawing: inout Drawing) {
        let widths = legend.map { size * 1.35 + ((try? Drawing.width(of: $0.name, size: size)) ?? 0) }
        let gap = (drawing.width - 2 * Self.gap - widths.reduce(0, +)) / Double(max(1, legend.count - 1))
        var x = Self.gap
        for (entry, width) in zip(legend, widths) {
            drawing.shapes.append(
                .rectangle(.init(x: x, y: drawing.height, width: size, height: size), fill: entry.color))
            drawing.shapes.append(
                .text(.init(entry.name, at: .init(x + size * 1.35, drawing.height + size * 0.85), size: size)))
            x += width + gap
        }
        drawing.height += size + Self.gap
    }
}
