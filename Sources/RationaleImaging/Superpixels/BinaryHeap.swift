/// An item of a ``BinaryHeap``.
protocol HeapItem {
    /// Whether this item comes out before another; items of which neither precedes the other are equal.
    func precedes(_ other: Self) -> Bool
}

/// A binary heap: the first item comes out first.
///
/// Which of equal items comes first follows from all that went in and out before: each new item rises from the end while
/// it precedes its parent, and the last item takes the place of the one that leaves, and sinks below the child that
/// precedes it, the left one of equal children.
struct BinaryHeap<Item: HeapItem> {
    private var items: [Item] = []

    var first: Item? { items.first }

    @inline(__always) mutating func append(_ item: Item) {
        items.append(item)
        items.withUnsafeMutableBufferPointer { items in
            var hole = items.count &- 1
            while hole > 0 {
                let parent = (hole &- 1) >> 1
                guard item.precedes(items[parent]) else { break }
                items[hole] = items[parent]
                hole = parent
            }
            items[hole] = item
        }
    }

    @inline(__always) mutating func removeFirst() -> Item? {
        guard let first = items.first, let last = items.popLast() else { return nil }
        items.withUnsafeMutableBufferPointer { items in
            guard !items.isEmpty else { return }
            var hole = 0
            while true {
                var child = 2 &* hole &+ 1
                guard child < items.count else { break }
                if child &+ 1 < items.count, items[child &+ 1].precedes(items[child]) { child &+= 1 }
                guard items[child].precedes(last) else { break }
                items[hole] = items[child]
                hole = child
            }
            items[hole] = last
        }
        return first
    }
}
