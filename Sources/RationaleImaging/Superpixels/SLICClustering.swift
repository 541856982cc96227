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
    private let tiles: [SLICTile]
    /// The colours tile by tile.
    private let tileValues: [Double]
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
        tiles = SLICTile.tiles(of: planes)
        tileValues = SLICTile.values(of: planes, tiles: tiles)
        let step = Double(max(grid.rowStep, grid.columnStep))
        weight = 1 / (step * step)
    }

    /// Gives each pixel to its nearest centre; false where none changed.
    mutating func assign() -> Bool {
        let windows = centers.map { $0.map(window) }
        var isChanged = isFirst
        var candidates: [Candidate] = []
        let distances = UnsafeMutablePointer<Double>.allocate(capacity: 2 * SLICTile.area)
        defer { distances.deallocate() }
        let nearest = distances + SLICTile.area
        var current: [Int32] = []
        swap(&current, &labels)
        current.withUnsafeMutableBufferPointer { labels in
            for tile in tiles {
                var limit = find(&candidates, for: tile, windows: windows)
                if candidates.count == 1, limit.isFinite {
                    nearest.update(repeating: Double(candidates[0].index), count: SLICTile.area)
                } else {
                    if !isFirst { limit = min(limit, largestDistance(in: tile, labels: labels, windows: windows)) }
                    distances.update(repeating: .infinity, count: SLICTile.area)
                    nearest.update(repeating: -1, count: SLICTile.area)
                    for candidate in candidates where candidate.least <= limit {
                        compare(tile, with: candidate, distances: distances, nearest: nearest)
                    }
                }
                for row in tile.rows {
                    let found = nearest + (row &- tile.rows.lowerBound) &* SLICTile.width
                    let line = labels.baseAddress! + (row &* planes.width &+ tile.columns.lowerBound)
                    for column in 0..<tile.columns.count where found[column] >= 0 {
                        let label = Int32(truncatingIfNeeded: Int(found[column]))
                        isChanged = isChanged || line[column] != label
                        line[column] = label
                    }
                }
            }
        }
        swap(&current, &labels)
        isFirst = false
        return isChanged
    }

    /// A centre that may be the nearest of a tile's pixels.
    private struct Candidate {
        let index: Int
        let center: Center
        let window: SLICWindow
        /// Below this no pixel's distance can be.
        let least: Double
    }

    /// Finds the centres that may be the nearest of a tile's pixels, in their order, and returns the largest distance that
    /// a pixel can have from its nearest one.
    @inline(__always) private func find(
        _ candidates: inout [Candidate], for tile: SLICTile, windows: [SLICWindow?]
    ) -> Double {
        var limit = Double.infinity
        candidates.removeAll(keepingCapacity: true)
        for index in centers.indices {
            guard let center = centers[index], let window = windows[index], window.meets(tile) else { continue }
            let (least, most) = tile.bounds(of: center, weight: weight)
            if window.contains(tile) { limit = min(limit, most) }
            guard least <= limit else { continue }
            candidates.append(Candidate(index: index, center: center, window: window, least: least))
        }
        candidates.removeAll { $0.least > limit }
        return limit
    }

    /// Moves each centre to the mean of its pixels; one without pixels takes no further part.
    mutating func moveCenters() {
        let area = planes.area
        var sums = [Double](repeating: 0, count: 6 * centers.count)
        sums.withUnsafeMutableBufferPointer { sums in
            labels.withUnsafeBufferPointer { labels in
                planes.values.withUnsafeBufferPointer { values in
                    for row in 0..<planes.height {
                        let line = row &* planes.width
                        var column = 0
                        while column < planes.width {
                            // One update for neighbours in a row; colours are added one by one, in reading order.
                            let label = labels[line &+ column]
                            let sum = sums.baseAddress! + 6 &* Int(label)
                            let first = column
                            var (l, a, b) = (sum[3], sum[4], sum[5])
                            repeat {
                                l += values[line &+ column]
                                a += values[area &+ line &+ column]
                                b += values[2 &* area &+ line &+ column]
                                column &+= 1
                            } while column < planes.width && labels[line &+ column] == label
                            let count = column &- first
                            sum[0] += Double(count)
                            sum[1] += Double(row &* count)
                            sum[2] += Double((first &+ column &- 1) &* count / 2)
                            (sum[3], sum[4], sum[5]) = (l, a, b)
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

    private func window(of center: Center) -> SLICWindow {
        let (rowReach, columnReach) = (Double(2 * grid.rowStep), Double(2 * grid.columnStep))
        return SLICWindow(
            rows: Int(max(center.row - rowReach, 0))..<Int(min(center.row + rowReach + 1, Double(planes.height))),
            columns: Int(
                max(center.column - columnReach, 0))..<Int(
                    min(center.column + columnReach + 1, Double(planes.width))))
    }

    /// The largest distance of a pixel of the tile from the centre it had before; infinite where a pixel has left that
    /// centre's window.
    private func largestDistance(
        in tile: SLICTile, labels: UnsafeMutableBufferPointer<Int32>, windows: [SLICWindow?]
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
        _ tile: SLICTile, with candidate: Candidate, distances: UnsafeMutablePointer<Double>,
        nearest: UnsafeMutablePointer<Double>
    ) {
        let (center, window) = (candidate.center, candidate.window)
        typealias Lanes = SIMD4<Double>
        let lanes = Lanes.scalarCount
        let steps = Lanes(0, 1, 2, 3)
        let label = Lanes(repeating: Double(candidate.index))
        // Beyond the window, and beyond the picture's edge, no distance is small enough.
        let isInside = window.contains(tile)
        let (left, right) = (Double(window.columns.lowerBound), Double(window.columns.upperBound))
        tileValues.withUnsafeBufferPointer { values in
            let lightness = values.baseAddress! + tile.offset
            let (greenRed, blueYellow) = (lightness + SLICTile.area, lightness + 2 * SLICTile.area)
            for group in stride(from: 0, to: tile.columns.count, by: lanes) {
                let columns = steps + Double(tile.columns.lowerBound + group)
                let across = center.column - columns
                let acrossSquares = across * across
                for row in tile.rows.clamped(to: window.rows) {
                    let along = center.row - Double(row)
                    let offset = (row &- tile.rows.lowerBound) &* SLICTile.width &+ group
                    let l = Self.load(lightness, offset) - center.color.0
                    let a = Self.load(greenRed, offset) - center.color.1
                    let b = Self.load(blueYellow, offset) - center.color.2
                    let sum = (along * along + acrossSquares) * weight + (l * l + a * a + b * b)
                    var distance = Self.load(distances, offset)
                    var isNearer = sum .< distance
                    if !isInside { isNearer = isNearer .& (columns .>= left) .& (columns .< right) }
                    var owner = Self.load(nearest, offset)
                    owner.replace(with: label, where: isNearer)
                    distance.replace(with: sum, where: isNearer)
                    UnsafeMutableRawPointer(distances + offset).storeBytes(of: distance, as: Lanes.self)
                    UnsafeMutableRawPointer(nearest + offset).storeBytes(of: owner, as: Lanes.self)
                }
            }
        }
    }

    @inline(__always) private static func load(_ pointer: UnsafePointer<Double>, _ offset: Int) -> SIMD4<Double> {
        UnsafeRawPointer(pointer + offset).loadUnaligned(as: SIMD4<Double>.self)
    }
}
