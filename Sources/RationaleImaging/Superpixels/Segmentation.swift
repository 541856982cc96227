public import RationaleCore

/// A picture cut into regions: each pixel belongs to exactly one.
///
/// Labels are 0 ..< ``count`` without gaps, so that a table with one entry a region is an array.
public struct Segmentation: Sendable, Equatable {
    public let height: Int
    public let width: Int
    /// The region of each pixel, row by row from the top left: `[height, width]`, each in 0 ..< ``count``.
    public let labels: [Int32]
    /// The number of regions, at least 1.
    public let count: Int

    /// A segmentation from labels that need not be consecutive: they are renumbered from 0 in ascending order.
    ///
    /// - Parameter height: in pixels, at least 1.
    /// - Parameter width: in pixels, at least 1.
    /// - Parameter labels: `[height, width]`, row by row; equal numbers for pixels of the same region.
    /// - Precondition: `labels.count == height * width`, and it is not empty.
    /// - Complexity: O(height · width), plus O(n log n) for n different labels.
    public init(height: Int, width: Int, labels: [Int32]) {
        precondition(height > 0 && width > 0, "a segmentation of \(width)×\(height) has no pixels")
        precondition(labels.count == height * width, "\(labels.count) labels for a \(height)×\(width) segmentation")
        self.height = height
        self.width = width
        let (low, high) = labels.reduce(into: (Int(labels[0]), Int(labels[0]))) {
            $0 = (Swift.min($0.0, Int($1)), Swift.max($0.1, Int($1)))
        }
        // Labels of methods are dense, and a table renumbers them; a dictionary serves any others.
        if high - low < 4 * labels.count {
            var numbers = [Int32](repeating: -1, count: high - low + 1)
            for label in labels { numbers[Int(label) - low] = 0 }
            var count: Int32 = 0
            for index in numbers.indices where numbers[index] == 0 {
                numbers[index] = count
                count += 1
            }
            self.count = Int(count)
            self.labels = numbers.count == Int(count) && low == 0 ? labels : labels.map { numbers[Int($0) - low] }
        } else {
            let sorted = Set(labels).sorted()
            let numbers = Dictionary(uniqueKeysWithValues: zip(sorted, sorted.indices.lazy.map { Int32($0) }))
            count = sorted.count
            self.labels = labels.map { numbers[$0] ?? 0 }
        }
    }

    /// The region at a pixel; row 0 and column 0 are the top left.
    ///
    /// - Precondition: the pixel lies inside the picture.
    public subscript(row: Int, column: Int) -> Int {
        precondition(row >= 0 && row < height && column >= 0 && column < width, "(\(row), \(column)) is outside")
        return Int(labels[row * width + column])
    }

    /// The pixels of one region.
    ///
    /// - Precondition: `label` is in 0 ..< ``count``.
    /// - Complexity: O(height · width).
    public func mask(of label: Int) -> Mask {
        precondition(label >= 0 && label < count, "no region \(label) of \(count)")
        let wanted = Int32(label)
        return Mask(height: height, width: width, bits: labels.map { $0 == wanted })
    }
}
