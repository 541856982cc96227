/// The solution of Laplace's equation in a region of a picture, for its three colours at once.
///
/// The unknowns are the region's pixels. The neighbours of a pixel that lie in the region are joined to it with weight
/// 1, those outside are boundary values, and those beyond the picture's border do not count. See
/// ``Image/removing(_:growingBy:fill:)``.
struct HarmonicFill {
    private let region: RegionCut
    private let image: Image

    /// - Parameter region: not the whole picture, for which no value would be prescribed anywhere.
    init(of region: RegionCut, in image: Image) {
        self.region = region
        self.image = image
    }

    /// The picture with the solution in the region, rounded to grey levels.
    func painted() -> Image {
        let numbering = CheckerboardNumbering(
            height: region.rows.count, width: region.columns.count, isUsed: region.bits)
        var grid = LaplaceGrid(numbering)
        var sums = [SIMD4<Float>](repeating: .zero, count: numbering.count)
        addBoundary(to: &grid, sums: &sums, numbering)

        // The mean boundary value is a good start: what remains to be found is how colours differ.
        var (total, weight) = (SIMD4<Float>.zero, Float(0))
        for index in sums.indices {
            total += sums[index]
            weight += grid.boundary[index]
        }
        let start = total / max(weight, 1)
        for index in sums.indices { sums[index] -= start * grid.boundary[index] }
        let solver = MultigridSolver(grid, numbering)
        let solution = solver.solution(of: sums, tolerance: 1.0 / 16)

        var result = image.pixels
        for (cell, unknown) in numbering.unknowns.enumerated() where unknown >= 0 {
            let row = region.rows.lowerBound + cell / region.columns.count
            let column = region.columns.lowerBound + cell % region.columns.count
            let color = (solution[Int(unknown)] + start).rounded(.toNearestOrAwayFromZero)
            for channel in 0..<3 {
                result[(row * image.width + column) * 3 + channel] = UInt8(max(0, min(255, color[channel])))
            }
        }
        return Image(width: image.width, height: image.height, pixels: result)
    }

    /// Adds the pixels just outside: their number to `boundary`, their colours to the right-hand side.
    private func addBoundary(
        to grid: inout LaplaceGrid, sums: inout [SIMD4<Float>], _ numbering: CheckerboardNumbering
    ) {
        let (height, width) = (region.rows.count, region.columns.count)
        for row in 0..<height {
            for column in 0..<width {
                let unknown = numbering[row, column]
                // Most pixels have four neighbours in the region.
                guard unknown >= 0, grid.weights[unknown].min() == 0 else { continue }
                for (down, right) in [(0, -1), (0, 1), (-1, 0), (1, 0)] where numbering[row + down, column + right] < 0
                {
                    let imageRow = region.rows.lowerBound + row + down
                    let imageColumn = region.columns.lowerBound + column + right
                    guard imageRow >= 0, imageRow < image.height, imageColumn >= 0, imageColumn < image.width else {
                        continue
                    }
                    let color = image[imageRow, imageColumn]
                    sums[unknown] += SIMD4(Float(color.red), Float(color.green), Float(color.blue), 0)
                    grid.boundary[unknown] += 1
                }
            }
        }
    }
}
