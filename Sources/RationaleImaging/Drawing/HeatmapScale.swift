public import RationaleCore

/// Which values of a map get the first and the last colour: the ends of the colour bar.
///
/// - A map **with** a sign is scaled to ± the 98th percentile of its absolute values, so zero is always the middle.
/// - A map **without** a sign ends at its 98th percentile. It begins at zero, the value that says nothing, unless that
///   would waste the colours: where the smallest value is negative, or above a quarter of the upper end (the
///   probabilities of a sampling method, say, which never come near zero), it begins at the smallest value.
///
/// Clipping the top 2 % keeps a few extreme places (gradients have them) from turning everything else dark. Percentiles
/// are taken over the *area* of the picture: a coarse map is first enlarged as it will be shown, since two percent of
/// a 7×7 map would be its peak. Where 98 % of the area has one value, the largest value takes the percentile's part.
public struct HeatmapScale: Sendable, Equatable {
    /// The values that get the first and the last colour, in the map's unit; always of different ends.
    public let range: ClosedRange<Double>
    /// Whether the middle of the scale is zero and neutral.
    public let isSigned: Bool
    /// Whether some values lie above the range, and are shown in its last colour.
    public let clipsAbove: Bool
    /// Whether some values lie below the range, and are shown in its first colour.
    public let clipsBelow: Bool

    /// The part of the area whose extreme values are clipped.
    public static let clippedFraction = 0.02

    /// The longer side to which a coarser map is enlarged before its percentiles are taken.
    static let displayedSide = 224

    /// A scale with ends of one's own, for instance to show several maps on the same one.
    ///
    /// - Precondition: the ends are finite and differ.
    public init(range: ClosedRange<Double>, isSigned: Bool, clipsBelow: Bool = false, clipsAbove: Bool = false) {
        precondition(range.lowerBound < range.upperBound && (range.upperBound - range.lowerBound).isFinite)
        self.range = range
        self.isSigned = isSigned
        self.clipsBelow = clipsBelow
        self.clipsAbove = clipsAbove
    }

    /// The scale that suits a map.
    ///
    /// - Complexity: O(n) for n places, at least 224².
    /// - Throws: `RationaleError` of code `badData` for a degenerate map, which must not be painted.
    public init(_ map: Heatmap, isSigned: Bool) throws(RationaleError) {
        try self.init(displayed: map.enlargedForDisplay(), of: map, isSigned: isSigned)
    }

    /// The scale of a map that is already enlarged as it is shown.
    init(displayed: Heatmap, of map: Heatmap, isSigned: Bool) throws(RationaleError) {
        if let degeneracy = map.degeneracy {
            throw RationaleError(
                .badData, "a degenerate heat map cannot be painted: \(degeneracy.rawValue)",
                hint: "Try another layer, target or method; the raw map keeps the values.")
        }
        // The ends of the map itself: enlarging rounds, and may lose or overflow the smallest and largest numbers.
        let low = Double(map.range?.lowerBound ?? 0)
        let high = Double(map.range?.upperBound ?? 0)
        let sizes = isSigned ? displayed.values.map(abs) : displayed.values
        let percentile = Self.percentile(100 * (1 - Self.clippedFraction), of: sizes)
        if isSigned {
            let end = percentile > 0 && percentile.isFinite ? percentile : max(abs(low), abs(high))
            self.init(range: -end...end, isSigned: true, clipsBelow: low < -end, clipsAbove: high > end)
        } else {
            let end = percentile > low && percentile.isFinite ? percentile : high
            let begin = low >= 0 && low <= end / 4 ? 0 : low
            self.init(range: begin...end, isSigned: false, clipsAbove: high > end)
        }
    }

    /// Where a value lies on the scale: 0 at its first and 1 at its last colour, and never beyond.
    public func fraction(of value: Float) -> Double {
        min(1, max(0, (Double(value) - range.lowerBound) / (range.upperBound - range.lowerBound)))
    }

    /// How much a place of the scale says, 0 to 1: its distance from the middle with a sign, from the low end without.
    public func strength(ofFraction fraction: Double) -> Double { isSigned ? abs(2 * fraction - 1) : fraction }

    /// The value below which `percent` of the values lie, linearly between neighbours as numpy's `percentile` does.
    ///
    /// - Complexity: O(n) on average.
    package static func percentile(_ percent: Double, of values: [Float]) -> Double {
        let position = percent / 100 * Double(values.count - 1)
        let index = min(Int(position), values.count - 1)
        var values = values
        let below = Double(values.select(index))
        let next = values[(index + 1)...].min().map(Double.init) ?? below
        return below + (next - below) * (position - Double(index))
    }
}

extension [Float] {
    /// The value at an index of the sorted values; those before it are moved before it, those after it behind.
    ///
    /// *Source:* Hoare (1961), "Algorithm 65: Find", Communications of the ACM 4.
    fileprivate mutating func select(_ index: Int) -> Float {
        withUnsafeMutableBufferPointer { values in
            var (low, high) = (0, values.count - 1)
            while low < high {
                let pivot = values[(low + high) / 2]
                var (left, right) = (low, high)
                while left <= right {
                    while values[left] < pivot { left += 1 }
                    while values[right] > pivot { right -= 1 }
                    guard left <= right else { break }
                    values.swapAt(left, right)
                    (left, right) = (left + 1, right - 1)
                }
                if index <= right { high = right } else if index >= left { low = left } else { break }
            }
            return values[index]
        }
    }
}

extension Heatmap {
    /// The map with a longer side of at least ``HeatmapScale/displayedSide``, between its places bilinear.
    func enlargedForDisplay() -> Heatmap {
        let side = max(height, width)
        guard side > 0, side < HeatmapScale.displayedSide, height > 0, width > 0 else { return self }
        let factor = Double(HeatmapScale.displayedSide) / Double(side)
        func scaled(_ length: Int) -> Int { max(1, Int((Double(length) * factor).rounded())) }
        return resized(height: scaled(height), width: scaled(width))
    }
}
