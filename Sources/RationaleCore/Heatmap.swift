/// A map over the plane of a picture: one number per place, row by row from the top left.
///
/// A map keeps the resolution at which its method computed it: the size of the input for gradients, the size of
/// the layer for a class activation map. ``resized(height:width:)`` brings it to the size of a picture.
public struct Heatmap: Equatable, Sendable, Codable {
    public let height: Int
    public let width: Int
    /// `height × width` values, row-major.
    public let values: [Float]

    /// - Precondition: `values.count == height * width`.
    public init(height: Int, width: Int, values: [Float]) {
        precondition(values.count == height * width, "\(values.count) values for a \(height)×\(width) map")
        self.height = height
        self.width = width
        self.values = values
    }

    public subscript(row: Int, column: Int) -> Float { values[row * width + column] }

    /// The smallest and largest finite value; `nil` where there is none.
    public var range: ClosedRange<Float>? {
        var range: (low: Float, high: Float)?
        for value in values where value.isFinite {
            range = (min(range?.low ?? value, value), max(range?.high ?? value, value))
        }
        return range.map { $0.low...$0.high }
    }

    /// Why this map says nothing, or `nil` where it says something.
    public var degeneracy: Degeneracy? {
        if values.isEmpty { return .empty }
        if values.contains(where: { !$0.isFinite }) { return .notFinite }
        guard let range else { return .empty }
        if range.lowerBound == 0, range.upperBound == 0 { return .allZero }
        // One place is a map too: a 1×1 layer is constant without being degenerate in value, yet points nowhere.
        if range.lowerBound == range.upperBound { return .constant }
        return nil
    }

    /// A way in which a map says nothing. Such a map is reported, never painted.
    public enum Degeneracy: String, Sendable, Codable {
        case empty = "the map has no values"
        case notFinite = "the map contains values that are not finite numbers"
        case allZero = "the map is zero everywhere"
        case constant = "the map has the same value everywhere"
    }

    /// The map at another size, bilinearly between the centres of its places (PyTorch's `align_corners=False`).
    ///
    /// - Complexity: O(height · width) of the result.
    public func resized(height newHeight: Int, width newWidth: Int) -> Heatmap {
        if newHeight == height, newWidth == width { return self }
        precondition(
            newHeight > 0 && newWidth > 0 && !values.isEmpty,
            "cannot resize \(height)×\(width) to \(newHeight)×\(newWidth)")
        let columns = Interpolation.linear(from: width, to: newWidth)
        let rows = Interpolation.linear(from: height, to: newHeight)
        var result = [Float]()
        result.reserveCapacity(newHeight * newWidth)
        for row in rows {
            let top = row.low * width
            let bottom = row.high * width
            for column in columns {
                let above = values[top + column.low] * (1 - column.weight) + values[top + column.high] * column.weight
                let below =
                    values[bottom + column.low] * (1 - column.weight) + values[bottom + column.high] * column.weight
                result.append(above * (1 - row.weight) + below * row.weight)
            }
        }
        return Heatmap(height: newHeight, width: newWidth, values: result)
    }
}

/// Between which two source places a target place lies, and how close to the second.
private struct Interpolation {
    let low: Int
    let high: Int
    let weight: Float

    static func linear(from source: Int, to target: Int) -> [Interpolation] {
        let scale = Float(source) / Float(target)
        return (0..<target).map { index in
            let position = max(0, (Float(index) + 0.5) * scale - 0.5)
            let low = min(Int(position), source - 1)
            return Interpolation(low: low, high: min(low + 1, source - 1), weight: position - Float(low))
        }
    }
}
