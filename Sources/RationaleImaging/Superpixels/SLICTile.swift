/// The rows and columns for which a centre of ``SLICClustering`` competes.
struct SLICWindow {
    let rows: Range<Int>
    let columns: Range<Int>

    @inline(__always) func meets(_ tile: SLICTile) -> Bool {
        rows.lowerBound < tile.rows.upperBound && tile.rows.lowerBound < rows.upperBound
            && columns.lowerBound < tile.columns.upperBound && tile.columns.lowerBound < columns.upperBound
    }

    @inline(__always) func contains(_ tile: SLICTile) -> Bool {
        rows.lowerBound <= tile.rows.lowerBound && tile.rows.upperBound <= rows.upperBound
            && columns.lowerBound <= tile.columns.lowerBound && tile.columns.upperBound <= columns.upperBound
    }
}

/// A small rectangle of the picture with the box of its colours.
struct SLICTile {
    static let height = 8
    static let width = 16
    static let area = height * width

    let rows: Range<Int>
    let columns: Range<Int>
    /// Where its colours begin in ``values(of:tiles:)``.
    let offset: Int
    let low: (Double, Double, Double)
    let high: (Double, Double, Double)

    static func tiles(of planes: ColorPlanes) -> [SLICTile] {
        var tiles: [SLICTile] = []
        for top in stride(from: 0, to: planes.height, by: height) {
            for left in stride(from: 0, to: planes.width, by: width) {
                tiles.append(
                    SLICTile(
                        planes: planes, rows: top..<min(top + height, planes.height),
                        columns: left..<min(left + width, planes.width), offset: tiles.count * 3 * area))
            }
        }
        return tiles
    }

    /// The colours tile by tile, each `[3, height, width]`, with zeros beyond the picture's edges.
    static func values(of planes: ColorPlanes, tiles: [SLICTile]) -> [Double] {
        var values = [Double](repeating: 0, count: tiles.count * 3 * area)
        values.withUnsafeMutableBufferPointer { values in
            planes.values.withUnsafeBufferPointer { source in
                for tile in tiles {
                    for channel in 0..<3 {
                        for (line, row) in tile.rows.enumerated() {
                            let from = source.baseAddress! + channel * planes.area + row * planes.width
                            let to = values.baseAddress! + tile.offset + channel * area + line * width
                            to.update(from: from + tile.columns.lowerBound, count: tile.columns.count)
                        }
                    }
                }
            }
        }
        return values
    }

    private init(planes: ColorPlanes, rows: Range<Int>, columns: Range<Int>, offset: Int) {
        (self.rows, self.columns, self.offset) = (rows, columns, offset)
        let ranges = (0..<3).map { channel in
            var (low, high) = (Double.infinity, -Double.infinity)
            planes.values.withUnsafeBufferPointer { values in
                for row in rows {
                    let line = channel &* planes.area &+ row &* planes.width
                    for column in columns {
                        let value = values[line &+ column]
                        low = value < low ? value : low
                        high = value > high ? value : high
                    }
                }
            }
            return (low, high)
        }
        low = (ranges[0].0, ranges[1].0, ranges[2].0)
        high = (ranges[0].1, ranges[1].1, ranges[2].1)
    }

    /// Bounds of the distance of any pixel here from a centre, widened by far more than rounding can amount to.
    @inline(__always) func bounds(of center: SLICClustering.Center, weight: Double) -> (least: Double, most: Double) {
        let row = Self.squares(center.row, Double(rows.lowerBound), Double(rows.upperBound - 1))
        let column = Self.squares(center.column, Double(columns.lowerBound), Double(columns.upperBound - 1))
        let l = Self.squares(center.color.0, low.0, high.0)
        let a = Self.squares(center.color.1, low.1, high.1)
        let b = Self.squares(center.color.2, low.2, high.2)
        let least = (row.least + column.least) * weight + l.least + a.least + b.least
        let most = (row.most + column.most) * weight + l.most + a.most + b.most
        return (least * (1 - 1e-9), most * (1 + 1e-9))
    }

    /// The squared distance of a number from the nearer and from the farther end of a range; 0 from inside it.
    @inline(__always) private static func squares(
        _ value: Double, _ low: Double, _ high: Double
    ) -> (least: Double, most: Double) {
        let (below, above) = (low - value, value - high)
        let outside = max(0, max(below, above))
        let farthest = max(-below, -above)
        return (outside * outside, farthest * farthest)
    }
}
