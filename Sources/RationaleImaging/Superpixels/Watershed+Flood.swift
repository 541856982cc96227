extension Watershed {
    /// The labels of the classical watershed: 0 for the first seed, and so on.
    ///
    /// Heights are replaced by their ranks, and each rank has a queue of pixels, first in, first out. The water only rises:
    /// a pixel below it waits in the queue of the water's rank.
    static func flood(_ heights: [Double], width: Int, from seeds: [Int]) -> [Int32] {
        let count = heights.count
        var (ranks, rankCount) = ranks(of: heights)
        var labels = [Int32](repeating: -1, count: count)
        // The first and last pixel of each rank's queue, and the pixel that comes after each; −1 for none.
        var first = [Int32](repeating: -1, count: rankCount)
        var last = first
        var after = [Int32](repeating: -1, count: count)
        labels.withUnsafeMutableBufferPointer { labels in
            first.withUnsafeMutableBufferPointer { first in
                last.withUnsafeMutableBufferPointer { last in
                    after.withUnsafeMutableBufferPointer { after in
                        ranks.withUnsafeMutableBufferPointer { ranks in
                            @inline(__always) func append(_ pixel: Int, rank: Int) {
                                let number = Int32(truncatingIfNeeded: pixel)
                                if first[rank] < 0 { first[rank] = number } else { after[Int(last[rank])] = number }
                                last[rank] = number
                            }
                            for (number, seed) in seeds.enumerated() {
                                labels[seed] = Int32(truncatingIfNeeded: number)
                                append(seed, rank: Int(ranks[seed]))
                            }
                            for water in 0..<rankCount {
                                while first[water] >= 0 {
                                    let pixel = Int(first[water])
                                    first[water] = after[pixel]
                                    let label = labels[pixel]
                                    let column = pixel % width
                                    @inline(__always) func touch(_ neighbor: Int) {
                                        guard labels[neighbor] < 0 else { return }
                                        labels[neighbor] = label
                                        append(neighbor, rank: max(water, Int(ranks[neighbor])))
                                    }
                                    if pixel >= width { touch(pixel &- width) }
                                    if column > 0 { touch(pixel &- 1) }
                                    if column &+ 1 < width { touch(pixel &+ 1) }
                                    if pixel &+ width < count { touch(pixel &+ width) }
                                }
                            }
                        }
                    }
                }
            }
        }
        return labels
    }

    /// The rank of each height, 0 for the lowest, equal ones sharing theirs, and the number of ranks.
    private static func ranks(of heights: [Double]) -> (ranks: [Int32], count: Int) {
        var ranks = [Int32](repeating: 0, count: heights.count)
        var rank: Int32 = -1
        var last = -1.0
        for index in ascendingOrder(heights) {
            let height = heights[Int(index)]
            if height != last { rank += 1 }
            last = height
            ranks[Int(index)] = rank
        }
        return (ranks, Int(rank) + 1)
    }
}
