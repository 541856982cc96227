import RationaleCore
import RationaleImaging

/// Regions that are easy, narrow, ragged, in many parts, and at the border.
enum RegionShape: String, CaseIterable, Sendable {
    case pixel, disc, ring, comb, specks, spiral, corner, band, allButOne

    var touchesBorder: Bool { [.corner, .band, .allButOne].contains(self) }

    func mask(height: Int, width: Int) -> Mask {
        Mask(
            height: height, width: width,
            bits: (0..<(height * width)).map { isInside($0 / width, $0 % width, height: height, width: width) })
    }

    private func isInside(_ row: Int, _ column: Int, height: Int, width: Int) -> Bool {
        let (y, x) = (row - height / 2, column - width / 2)
        let squared = y * y + x * x
        let isInterior = row > 0 && column > 0 && row < height - 1 && column < width - 1
        return switch self {
        case .pixel: squared == 0
        case .disc: squared <= 12 * 12
        case .ring: squared <= 13 * 13 && squared >= 9 * 9
        case .comb: isInterior && (column % 3 == 1 || row == height / 2)
        case .specks: isInterior && (row * 7 + column * 13 + row * column * 5) % 11 < 6
        case .spiral: isInterior && (max(abs(x), abs(y)) % 4 != 0 || x == abs(y) + 1)
        case .corner: row + column < 18
        case .band: column > 8 && column < 30
        case .allButOne: row != 3 || column != 4
        }
    }
}

/// Laplace's equation by Jacobi's iteration in double precision: each pixel becomes the mean of its four neighbours,
/// all at once, until nothing changes. Beyond the border of the picture, a pixel is its own neighbour.
enum JacobiFill {
    static func fill(_ image: Image, _ mask: Mask) -> [Double] {
        var values = image.pixels.map(Double.init)
        let inside = mask.bits.indices.filter { mask.bits[$0] }
        let neighbors = inside.flatMap { index in
            [(0, 1), (1, 0), (0, -1), (-1, 0)].map { down, right in
                let row = min(max(index / image.width + down, 0), image.height - 1)
                let column = min(max(index % image.width + right, 0), image.width - 1)
                return row * image.width + column
            }
        }
        var next = values
        var change = 1.0
        while change > 1e-7 {
            change = 0
            for (number, index) in inside.enumerated() {
                for channel in 0..<3 {
                    var sum = 0.0
                    for side in 0..<4 { sum += values[3 * neighbors[4 * number + side] + channel] }
                    change = max(change, abs(sum / 4 - values[3 * index + channel]))
                    next[3 * index + channel] = sum / 4
                }
            }
            swap(&values, &next)
        }
        return values
    }
}

extension Image {
    /// A picture by the formula of its colours.
    static func colored(width: Int, height: Int, _ color: (_ row: Int, _ column: Int) -> [Int]) -> Image {
        let colors = (0..<height).flatMap { row in (0..<width).flatMap { color(row, $0) } }
        return Image(width: width, height: height, pixels: colors.map { UInt8($0) })
    }
}
