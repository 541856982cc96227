/// The k-means of ``SLIC``: centres, and the centre of each pixel.
///
/// The result is that of comparing every pixel with every centre in whose window it lies, in the order of centres. Most
/// comparisons are spared, tile by tile: a centre is passed over where even its smallest possible distance to a pixel of
/// the tile is above the largest distance that a pixel of the tile can have from its nearest centre. Bounds come from the
/// tile's rectangle and from the box of its colours, and from how far each pixel is from the centre it had before.
struct SLICClustering {
    /// Row, column and three colours.
    struct Center {
        var row: Double
        var column: Double
        var color: (Double, Double, Double)
    }

    let planes: ColorPlanes
    let grid: SeedGrid
    private(set) var centers: [Center?]
    private(set) var labels: [Int32]
    private let tiles: [Tile]
    /// 1 / S².
    private let weight: Double
    private var isFirst = true

    init(planes: ColorPlanes, grid: SeedGrid) {
        self.planes = planes
        // The reach of the windows follows from the number of centres that there are, not from the number wanted.
        self.grid = SeedGrid(height: planes.height, width: planes.width, count: grid.count)
        centers = grid.rows.flatMap { row in
            grid.columns.map { Center(row: Double(row), column: Double($0), color: (0, 0, 0)) }
        }
        labels = [Int32](repeating: 0, count: planes.area)
        tiles = Tile.tiles(of: planes)
        let step = Double(max(grid.rowStep, grid.columnStep))
        weight = 1 / (step * step)
    }

    /// Gives each pixel to its nearest centre; false where none changed.
    mutating func assign() -> Bool {
        let windows = centers.map { $0.map(window) }
        var isChanged = isFirst
        var candidates: [Int] = []
        var bounds = [Double](repeating: 0, count: centers.count)
        let work = UnsafeMutablePointer<Double>.allocate(capacity: 2 * Tile.area)
        defer { work.deallocate() }
        var current: [Int32] = []
        swap(&current, &labels)
        current.withUnsafeMutableBufferPointer { labels in
            for tile in tiles {
                var limit = isFirst ? .infinity : largestDistance(in: tile, labels: labels, windows: windows)
                candidates.removeAll(keepingCapacity: true)
                for index in centers.indices {
                    guard let center = centers[index], let window = windows[index], window.meets(tile) else { continue }
                    let (least, most) = tile.bounds(of: center, weight: weight)
                    if window.contains(tile) { limit = min(limit, most) }
                    if least <= limit {
                        bounds[index] = least
                        candidates.append(index)
                    }
                }
                let distances = work
                let nearest = work + Tile.area
                distances.update(repeating: .infinity, count: Tile.area)
                nearest.update(repeating: -1, count: Tile.area)
                for index in candidates where bounds[index] <= limit {
                    guard let center = centers[index], let window = windows[index] else { continue }
                    compare(tile, with: center, index: index, window: window, distances: distances, nearest: nearest)
                }
                for row in tile.rows {
                    let line = nearest + (row - tile.rows.lowerBound) * Tile.width - tile.columns.lowerBound
                    for column in tile.columns where line[column] >= 0 {
                        let label = Int32(line[column])
                        if labels[row * planes.width + column] != label {
                            labels[row * planes.width + column] = label
                            isChanged = true
                        }
                    }
                }
            }
        }
        swap(&current, &labels)
        isFirst = false
        return isChanged
    }

    /// Moves each centre to the mean of its pixels; one without pixels takes no further part.
    mutating func moveCenters() {
        let area = planes.area
        var sums = [Double](repeating: 0, count: 6 * centers.count)
        sums.withUnsafeMutableBufferPointer { sums in
            labels.withUnsafeBufferPointer { labels in
                planes.values.withUnsafeBufferPointer { values in
                    var index = 0
                    for row in 0..<planes.height {
                        for column in 0..<planes.width {
                            let sum = sums.baseAddress! + 6 &* Int(labels[index])
                            sum[0] += 1
                            sum[1] += Double(row)
                            sum[2] += Double(column)
                            sum[3] += values[index]
                            sum[4] += values[area &+ index]
                            sum[5] += values[2 &* area &+ index]
                            index &+= 1
                        }
                    }
                }
            }
        }
        centers = centers.indices.map { index in
            let sum = sums[(6 * index)..<(6 * index + 6)].map { $0 }
            guard sum[0] > 0 else { return nil }
            return Center(
                row: sum[1] / sum[0], column: sum[2] / sum[0],
                color: (sum[3] / sum[0], sum[4] / sum[0], sum[5] / sum[0]))
        }
    }

    private func window(of center: Center) -> Window {
        let (rowReach, columnReach) = (Double(2 * grid.rowStep), Double(2 * grid.columnStep))
        return Window(
            rows: Int(max(center.row - rowReach, 0))..<Int(min(center.row + rowReach + 1, Double(planes.height))),
            columns: Int(
                max(center.column - columnReach, 0))..<Int(
                    min(center.column + columnReach + 1, Double(planes.width))))
    }

    /// The largest distance of a pixel of the tile from the centre it had before; infinite where a pixel has left that
    /// centre's window.
    private func largestDistance(
        in tile: Tile, labels: UnsafeMutableBufferPointer<Int32>, windows: [Window?]
    ) -> Double {
        var largest = 0.0
        let area = planes.area
        planes.values.withUnsafeBufferPointer { values in
            for row in tile.rows {
                var column = tile.columns.lowerBound
                while column < tile.columns.upperBound {
                    let label = labels[row &* planes.width &+ column]
                    let first = column
                    repeat {
                        column += 1
                    } while column < tile.columns.upperBound
                        && labels[row &* planes.width &+ column] == label
                    guard let center = centers[Int(label)], let window = windows[Int(label)],
                        window.rows.contains(row), window.columns.contains(first), window.columns.contains(column - 1)
                    else {
                        largest = .infinity
                        return
                    }
                    let rowDistance = (center.row - Double(row)) * (center.row - Double(row))
                    for position in first..<column {
                        let pixel = row &* planes.width &+ position
                        let across = center.column - Double(position)
                        let (l, a, b) = (
                            values[pixel] - center.color.0, values[area &+ pixel] - center.color.1,
                            values[2 &* area &+ pixel] - center.color.2
                        )
                        let distance = (rowDistance + across * across) * weight + (l * l + a * a + b * b)
                        largest = largest < distance ? distance : largest
                    }
                }
            }
        }
        return largest
    }

    /// Compares the pixels of a tile that lie in a centre's window with that centre.
    @inline(__always) private func compare(
        _ tile: Tile, with center: Center, index: Int, window: Window, distances: UnsafeMutablePointer<Double>,
        nearest: UnsafeMutablePointer<Double>
    ) {
        let area = planes.area
        let columns = tile.columns.clamped(to: window.columns)
        let label = Double(index)
        let start = Double(columns.lowerBound)
        planes.values.withUnsafeBufferPointer { values in
            for row in tile.rows.clamped(to: window.rows) {
                let along = center.row - Double(row)
                let rowDistance = along * along
                let offset = (row - tile.rows.lowerBound) * Tile.width + columns.lowerBound - tile.columns.lowerBound
                let pixel = values.baseAddress! + row * planes.width + columns.lowerBound
                let (lightness, greenRed, blueYellow) = (pixel, pixel + area, pixel + 2 * area)
                let (distance, owner) = (distances + offset, nearest + offset)
                for position in 0..<columns.count {
                    let across = center.column - (start + Double(Int32(truncatingIfNeeded: position)))
                    let l = lightness[position] - center.color.0
                    let a = greenRed[position] - center.color.1
                    let b = blueYellow[position] - center.color.2
                    let sum = (rowDistance + across * across) * weight + (l * l + a * a + b * b)
                    let isNearer = sum < distance[position]
                    owner[position] = isNearer ? label : owner[position]
                    distance[position] = isNearer ? sum : distance[position]
                }
            }
        }
    }
}

/// The rows and columns for which a centre competes.
private struct Window {
    let rows: Range<Int>
    let columns: Range<Int>

    @inline(__always) func meets(_ tile: Tile) -> Bool {
        rows.lowerBound < tile.rows.upperBound && tile.rows.lowerBound < rows.upperBound
            && columns.lowerBound < tile.columns.upperBound && tile.columns.lowerBound < columns.upperBound
    }

    @inline(__always) func contains(_ tile: Tile) -> Bool {
        rows.lowerBound <= tile.rows.lowerBound && tile.rows.upperBound <= rows.upperBound
            && columns.lowerBound <= tile.columns.lowerBound && tile.columns.upperBound <= columns.upperBound
    }
}

/// A small rectangle of the picture with the box of its colours.
private struct Tile {
    static let height = 8
    static let width = 16
    static let area = height * width

    let rows: Range<Int>
    let columns: Range<Int>
    let low: (Double, Double, Double)
    let high: (Double, Double, Double)

    static func tiles(of planes: ColorPlanes) -> [Tile] {
        stride(from: 0, to: planes.height, by: height).flatMap { top in
            stride(from: 0, to: planes.width, by: width).map { left in
                Tile(
                    planes: planes, rows: top..<min(top + height, planes.height),
                    columns: left..<min(left + width, planes.width))
            }
        }
    }

    init(planes: ColorPlanes, rows: Range<Int>, columns: Range<Int>) {
        (self.rows, self.columns) = (rows, columns)
        let ranges = (0..<3).map { channel in
            var (low, high) = (Double.infinity, -Double.infinity)
            for row in rows {
                let line = channel * planes.area + row * planes.width
                for column in columns {
                    let value = planes.values[line + column]
                    low = value < low ? value : low
                    high = value > high ? value : high
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
