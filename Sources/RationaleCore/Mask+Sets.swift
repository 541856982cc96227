extension Mask {
    /// What lies outside.
    ///
    /// - Complexity: O(height · width).
    public var inverted: Mask { Mask(height: height, width: width, bits: bits.map { !$0 }) }

    /// What lies in either mask.
    ///
    /// - Precondition: both masks have the same size.
    /// - Complexity: O(height · width).
    public func union(_ other: Mask) -> Mask { combined(with: other) { $0 || $1 } }

    /// What lies in both masks.
    ///
    /// - Precondition: both masks have the same size.
    /// - Complexity: O(height · width).
    public func intersection(_ other: Mask) -> Mask { combined(with: other) { $0 && $1 } }

    /// What lies in this mask and not in the other.
    ///
    /// - Precondition: both masks have the same size.
    /// - Complexity: O(height · width).
    public func subtracting(_ other: Mask) -> Mask { combined(with: other) { $0 && !$1 } }

    /// The Jaccard index of two masks, also called intersection over union: `|A ∩ B| / |A ∪ B|`.
    ///
    /// - Returns: from 0, nothing in common, to 1, equal. Two empty masks are equal: 1.
    /// - Precondition: both masks have the same size.
    /// - Complexity: O(height · width).
    public func jaccard(with other: Mask) -> Double {
        requireSize(of: other)
        var (shared, united) = (0, 0)
        for (bit, otherBit) in zip(bits, other.bits) {
            shared += bit && otherBit ? 1 : 0
            united += bit || otherBit ? 1 : 0
        }
        return united == 0 ? 1 : Double(shared) / Double(united)
    }

    /// The region at another position of the picture; what leaves the picture is cut off.
    ///
    /// - Parameter offset: in pixels, positive to the right and downwards.
    /// - Complexity: O(height · width).
    public func moved(by offset: (x: Int, y: Int)) -> Mask {
        var result = [Bool](repeating: false, count: bits.count)
        // Further than the picture is long makes no difference, and cannot overflow.
        let (x, y) = (max(-width, min(width, offset.x)), max(-height, min(height, offset.y)))
        for row in max(0, -y)..<min(height, height - y) {
            for column in max(0, -x)..<min(width, width - x) {
                result[(row + y) * width + column + x] = bits[row * width + column]
            }
        }
        return Mask(height: height, width: width, bits: result)
    }

    private func combined(with other: Mask, _ rule: (Bool, Bool) -> Bool) -> Mask {
        requireSize(of: other)
        return Mask(height: height, width: width, bits: zip(bits, other.bits).map(rule))
    }

    private func requireSize(of other: Mask) {
        precondition(
            other.height == height && other.width == width,
            "a mask of \(width)×\(height) with one of \(other.width)×\(other.height)")
    }
}
