extension Watershed {
    /// The labels of the classical watershed: 0 for the first seed, and so on.
    ///
    /// Heights are replaced by their ranks. The water only rises: a pixel below it waits as if it had the water's rank. Of
    /// pixels of the same rank, the one that was touched first is served first.
    static func flood(_ heights: [Double], width: Int, from seeds: [Int]) -> [Int32] {
        let (ranks, count) = ranks(of: heights)
        var labels = [Int32](repeating: -1, count: heights.count)
        for (number, seed) in seeds.enumerated() { labels[seed] = Int32(truncatingIfNeeded: number) }
        var queues = RankQueues(ranks: count, capacity: ranks.count)
        if let highestTie = highestTie(of: seeds.map { ranks[$0] }) {
            // The heap is slower, and goes on only until all seeds that are equally high have been served.
            var heap = RankHeap()
            for seed in seeds { heap.append(seed: Int32(truncatingIfNeeded: seed), rank: ranks[seed]) }
            flood(&labels, ranks: ranks, width: width, through: &heap, upTo: highestTie)
            while let (pixel, rank) = heap.removeFirst(upTo: .max) { queues.append(pixel, rank: rank) }
        } else {
            for seed in seeds { queues.append(Int32(truncatingIfNeeded: seed), rank: ranks[seed]) }
        }
        flood(&labels, ranks: ranks, width: width, through: &queues, upTo: .max)
        return labels
    }

    private static func flood(
        _ labels: inout [Int32], ranks: [Int32], width: Int, through waiting: inout some WaitingPixels,
        upTo highest: Int32
    ) {
        let count = ranks.count
        labels.withUnsafeMutableBufferPointer { labels in
            ranks.withUnsafeBufferPointer { ranks in
                while let (next, water) = waiting.removeFirst(upTo: highest) {
                    let pixel = Int(next)
                    let label = labels[pixel]
                    let column = pixel % width
                    @inline(__always) func touch(_ neighbor: Int) {
                        guard labels[neighbor] < 0 else { return }
                        labels[neighbor] = label
                        waiting.append(Int32(truncatingIfNeeded: neighbor), rank: max(water, ranks[neighbor]))
                    }
                    if pixel >= width { touch(pixel &- width) }
                    if column > 0 { touch(pixel &- 1) }
                    if column &+ 1 < width { touch(pixel &+ 1) }
                    if pixel &+ width < count { touch(pixel &+ width) }
                }
            }
        }
    }

    /// The highest rank that two seeds share.
    private static func highestTie(of ranks: [Int32]) -> Int32? {
        let sorted = ranks.sorted()
        return sorted.indices.dropFirst().last { sorted[$0] == sorted[$0 - 1] }.map { sorted[$0] }
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

/// Pixels that wait to be served, the lowest rank first. No pixel comes with a rank below that of the last one served.
private protocol WaitingPixels {
    mutating func append(_ pixel: Int32, rank: Int32)
    /// The next pixel, if its rank is not above the highest.
    mutating func removeFirst(upTo highest: Int32) -> (pixel: Int32, rank: Int32)?
}

/// A queue for each rank, first in, first out: each step costs the same, whatever the number of pixels.
private struct RankQueues: WaitingPixels {
    /// The first and last pixel of each queue, and the pixel that comes after each; −1 for none.
    private var first: [Int32]
    private var last: [Int32]
    private var after: [Int32]
    private var water = 0

    init(ranks: Int, capacity: Int) {
        first = [Int32](repeating: -1, count: ranks)
        last = first
        after = [Int32](repeating: -1, count: capacity)
    }

    @inline(__always) mutating func append(_ pixel: Int32, rank: Int32) {
        if first[Int(rank)] < 0 { first[Int(rank)] = pixel } else { after[Int(last[Int(rank)])] = pixel }
        last[Int(rank)] = pixel
    }

    @inline(__always) mutating func removeFirst(upTo highest: Int32) -> (pixel: Int32, rank: Int32)? {
        while water < first.count, first[water] < 0 { water &+= 1 }
        guard water < first.count, water <= Int(highest) else { return nil }
        let pixel = first[water]
        first[water] = after[Int(pixel)]
        return (pixel, Int32(truncatingIfNeeded: water))
    }
}

/// One heap for all, in which seeds of the same rank are equal, and the heap decides which of them is served first, as
/// scikit-image's does. Seeds are equally high in areas of one colour.
private struct RankHeap: WaitingPixels {
    private struct Item: HeapItem {
        /// The rank, then the number of the call; 0 for seeds.
        let key: UInt64
        let pixel: Int32

        @inline(__always) func precedes(_ other: Item) -> Bool { key < other.key }
    }

    private var items = BinaryHeap<Item>()
    private var calls: UInt64 = 0

    mutating func append(seed: Int32, rank: Int32) { items.append(Item(key: UInt64(rank) << 32, pixel: seed)) }

    @inline(__always) mutating func append(_ pixel: Int32, rank: Int32) {
        calls &+= 1
        items.append(Item(key: UInt64(UInt32(bitPattern: rank)) << 32 | calls, pixel: pixel))
    }

    @inline(__always) mutating func removeFirst(upTo highest: Int32) -> (pixel: Int32, rank: Int32)? {
        guard let rank = items.first.map({ Int32(truncatingIfNeeded: $0.key >> 32) }), rank <= highest else {
            return nil
        }
        return items.removeFirst().map { ($0.pixel, rank) }
    }
}
