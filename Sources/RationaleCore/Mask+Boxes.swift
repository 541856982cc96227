extension Mask {
    /// What boxes cover together.
    ///
    /// A box covers the pixels from its left and upper edge to before its right and lower one, all cut off to whole
    /// numbers, and at least one pixel where it touches the picture; what lies outside is cut off.
    ///
    /// - Complexity: O(height · width + area of the boxes).
    public init(height: Int, width: Int, covering boxes: [Box]) {
        var bits = [Bool](repeating: false, count: height * width)
        for box in boxes {
            guard let rows = Self.places(from: box.y, length: box.height, of: height),
                let columns = Self.places(from: box.x, length: box.width, of: width)
            else { continue }
            for row in rows { for column in columns { bits[row * width + column] = true } }
        }
        self.init(height: height, width: width, bits: bits)
    }

    private static func places(from start: Double, length: Double, of side: Int) -> Range<Int>? {
        let end = start + length
        guard start.isFinite, end.isFinite, end >= start, start < Double(side), end > 0 || start >= 0 else {
            return nil
        }
        let low = Int(max(0, start))
        let high = Int(min(Double(side), end))
        return low..<min(side, max(high, low + 1))
    }
}
