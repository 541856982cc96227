/// A region of a picture, pixel by pixel.
public struct Mask: Equatable, Sendable {
    public let height: Int
    public let width: Int
    /// `height × width` values, row by row from the top left; true inside the region.
    public let bits: [Bool]

    /// - Precondition: `bits.count == height * width`.
    public init(height: Int, width: Int, bits: [Bool]) {
        precondition(bits.count == height * width, "\(bits.count) bits for a \(height)×\(width) mask")
        self.height = height
        self.width = width
        self.bits = bits
    }

    public subscript(row: Int, column: Int) -> Bool { bits[row * width + column] }

    /// How many pixels lie inside.
    ///
    /// - Complexity: O(height · width).
    public var area: Int { bits.count { $0 } }

    /// The smallest box around the region; `nil` for an empty one.
    public var box: Box? {
        var (top, bottom, left, right) = (height, -1, width, -1)
        for row in 0..<height {
            for column in 0..<width where self[row, column] {
                (top, bottom) = (min(top, row), max(bottom, row))
                (left, right) = (min(left, column), max(right, column))
            }
        }
        guard bottom >= 0 else { return nil }
        return Box(x: Double(left), y: Double(top), width: Double(right - left + 1), height: Double(bottom - top + 1))
    }
}
