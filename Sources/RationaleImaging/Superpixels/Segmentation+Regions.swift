public import RationaleCore

extension Segmentation {
    /// What is known of one region without its pixels.
    public struct Region: Sendable, Equatable {
        /// Its number: 0 ..< ``Segmentation/count``.
        public let label: Int
        /// The number of its pixels, at least 1.
        public let area: Int
        /// The smallest box around it, in pixels.
        public let box: Box
        /// The mean column and row of its pixels, x before y, in pixels: a region of the one pixel at the top left has (0, 0).
        public let centroid: SIMD2<Double>
    }

    /// Area, box and centroid of every region, in the order of their labels.
    ///
    /// - Complexity: O(height · width + count): one pass over the pixels.
    public var regions: [Region] {
        var sums = [Sums](repeating: Sums(), count: count)
        sums.withUnsafeMutableBufferPointer { sums in
            labels.withUnsafeBufferPointer { labels in
                for row in 0..<height {
                    let line = row * width
                    var column = 0
                    while column < width {
                        // Neighbours in a row mostly belong together: one update a run.
                        let label = labels[line + column]
                        let start = column
                        repeat { column += 1 } while column < width && labels[line + column] == label
                        sums[Int(label)].add(row: row, columns: start..<column)
                    }
                }
            }
        }
        return sums.indices.map { label in
            let sum = sums[label]
            let box = Box(
                x: Double(sum.left), y: Double(sum.top), width: Double(sum.right - sum.left + 1),
                height: Double(sum.bottom - sum.top + 1))
            let centroid = SIMD2(Double(sum.columns), Double(sum.rows)) / Double(sum.area)
            return Region(label: label, area: sum.area, box: box, centroid: centroid)
        }
    }

    /// The number of each region's pixels that lie inside a mask, in the order of labels.
    ///
    /// A region lies entirely inside where this equals its area, and overlaps the mask where this is above 0.
    ///
    /// - Precondition: the mask has the picture's size.
    /// - Complexity: O(height · width).
    public func areas(inside mask: Mask) -> [Int] {
        precondition(mask.height == height && mask.width == width, "the mask has another size than the segmentation")
        var areas = [Int](repeating: 0, count: count)
        for (label, bit) in zip(labels, mask.bits) where bit { areas[Int(label)] += 1 }
        return areas
    }

    /// The number of pixels that each region shares with each region of another segmentation of the same picture:
    /// `[count, other.count]`, row by row.
    ///
    /// The Jaccard index of two regions is `shared / (area + other area − shared)`.
    ///
    /// - Precondition: both segmentations have the same size.
    /// - Complexity: O(height · width + count · other.count).
    public func sharedAreas(with other: Segmentation) -> [Int] {
        precondition(other.height == height && other.width == width, "the segmentations differ in size")
        var areas = [Int](repeating: 0, count: count * other.count)
        for (label, otherLabel) in zip(labels, other.labels) { areas[Int(label) * other.count + Int(otherLabel)] += 1 }
        return areas
    }
}

/// What is summed up of one region.
private struct Sums {
    var area = 0
    var rows = 0
    var columns = 0
    var top = Int.max
    var bottom = -1
    var left = Int.max
    var right = -1

    /// Adds the pixels of one row.
    mutating func add(row: Int, columns range: Range<Int>) {
        area += range.count
        rows += row * range.count
        columns += (range.lowerBound + range.upperBound - 1) * range.count / 2
        top = min(top, row)
        bottom = max(bottom, row)
        left = min(left, range.lowerBound)
        right = max(right, range.upperBound - 1)
    }
}
