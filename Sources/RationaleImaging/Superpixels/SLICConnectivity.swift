/// Makes each superpixel one connected region: the last step of ``SLIC``.
///
/// The picture is read row by row. At each pixel that has no new label yet, the region of pixels that share its old label
/// and touch by their edges is collected, breadth first, until it has the largest size allowed. A region of at least the
/// smallest size gets the next new label. A smaller one gets the new label of the neighbour that was met last while it was
/// collected. Only regions at the top left can meet none; they get the first label, which the first large region shares.
/// So each new label is one connected region.
///
/// - Parameter labels: `[height, width]`.
/// - Parameter sizes: the smallest and largest region, in pixels.
/// - Returns: new labels from 0.
/// - Complexity: O(height · width).
func connectedSuperpixels(of labels: [Int32], height: Int, width: Int, sizes: ClosedRange<Int>) -> [Int32] {
    var connected = [Int32](repeating: 0, count: labels.count)
    // New labels begin at 1 here; 0 marks pixels that have none yet.
    var next: Int32 = 1
    var queue = [Int32](repeating: 0, count: labels.count)
    let largest = sizes.upperBound
    labels.withUnsafeBufferPointer { labels in
        connected.withUnsafeMutableBufferPointer { connected in
            queue.withUnsafeMutableBufferPointer { queue in
                for start in 0..<labels.count where connected[start] == 0 {
                    let label = labels[start]
                    var adjacent: Int32 = 1
                    var (visited, size) = (0, 1)
                    connected[start] = next
                    queue[0] = Int32(truncatingIfNeeded: start)
                    /// Takes a neighbour into the region, or notes whose it is; false where the region is full.
                    func visit(_ neighbor: Int) -> Bool {
                        let owner = connected[neighbor]
                        if owner == 0 {
                            guard labels[neighbor] == label else { return true }
                            connected[neighbor] = next
                            queue[size] = Int32(truncatingIfNeeded: neighbor)
                            size &+= 1
                            return size < largest
                        }
                        if owner != next { adjacent = owner }
                        return true
                    }
                    while visited < size && size < largest {
                        let pixel = Int(queue[visited])
                        let (row, column) = (pixel / width, pixel % width)
                        visited += 1
                        if column + 1 < width, !visit(pixel + 1) { break }
                        if column > 0, !visit(pixel - 1) { break }
                        if row + 1 < height, !visit(pixel + width) { break }
                        if row > 0, !visit(pixel - width) { break }
                    }
                    if size < sizes.lowerBound {
                        for index in 0..<size { connected[Int(queue[index])] = adjacent }
                    } else {
                        next += 1
                    }
                }
            }
        }
    }
    return connected
}
