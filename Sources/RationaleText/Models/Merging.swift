import HeapModule

/// The symbols of a word while they are merged.
struct Merging {
    private var tokens: [Int32] = []
    private var lengths: [Int32] = []
    /// An unknown symbol that may still grow.
    private var unknown: (token: Int32, length: Int32)?
    /// Whether symbols were left out.
    var hasDropped = false
    /// Whether a token for unknown symbols was needed and is not there.
    var missingUnknown: Bool?

    /// Up to so many symbols the least pair is searched for; above, pairs are kept in a heap.
    private static let fewSymbols = 40

    init(capacity: Int) {
        tokens.reserveCapacity(capacity)
        lengths.reserveCapacity(capacity)
    }

    @inline(__always) mutating func add(_ token: Int32, _ length: Int32) {
        tokens.append(token)
        lengths.append(length)
    }

    mutating func addUnknown(_ token: Int32, _ length: Int32) {
        unknown = (token, (unknown?.length ?? 0) + length)
    }

    @inline(__always) mutating func flushUnknown() {
        guard let waiting = unknown else { return }
        add(waiting.token, waiting.length)
        unknown = nil
    }

    /// Merges the pair of the lowest rank, the leftmost of equals, until no two neighbours merge.
    ///
    /// - Complexity: O(n²) for a few symbols, O(n log n) for many.
    mutating func merge(by merges: PairTable) {
        if tokens.count <= Self.fewSymbols { mergeFew(merges) } else { mergeMany(merges) }
    }

    private mutating func mergeFew(_ merges: PairTable) {
        var count = tokens.count
        guard count > 1 else { return }
        withUnsafeTemporaryAllocation(of: UInt64.self, capacity: count) { pairs in
            tokens.withUnsafeMutableBufferPointer { tokens in
                lengths.withUnsafeMutableBufferPointer { lengths in
                    for index in 0..<count - 1 { pairs[index] = merges.find(tokens[index], tokens[index + 1]) }
                    while count > 1 {
                        var least = UInt64.max
                        var place = 0
                        for index in 0..<count - 1 where pairs[index] < least {
                            least = pairs[index]
                            place = index
                        }
                        guard least != .max else { break }
                        tokens[place] = Int32(truncatingIfNeeded: least)
                        lengths[place] += lengths[place + 1]
                        count -= 1
                        var index = place + 1
                        while index < count {
                            tokens[index] = tokens[index + 1]
                            lengths[index] = lengths[index + 1]
                            if index + 1 < count { pairs[index] = pairs[index + 1] }
                            index += 1
                        }
                        if place > 0 { pairs[place - 1] = merges.find(tokens[place - 1], tokens[place]) }
                        if place + 1 < count { pairs[place] = merges.find(tokens[place], tokens[place + 1]) }
                    }
                }
            }
        }
        tokens.removeLast(tokens.count - count)
        lengths.removeLast(lengths.count - count)
    }

    private mutating func mergeMany(_ merges: PairTable) {
        let count = tokens.count
        var next = Array(1...count)
        var previous = Array(-1..<count - 1)
        var heap = Heap<RankedPair>(minimumCapacity: 2 * count)
        func offer(_ left: Int, _ right: Int, _ heap: inout Heap<RankedPair>, _ tokens: [Int32]) {
            let pair = merges.find(tokens[left], tokens[right])
            if pair != .max { heap.insert(RankedPair(pair: pair, place: left)) }
        }
        for index in 0..<count - 1 { offer(index, index + 1, &heap, tokens) }
        while let top = heap.popMin() {
            let (pair, left) = (top.pair, top.place)
            // The pair may be gone since it was offered: the symbol at its place, or its neighbour, is another one.
            guard lengths[left] > 0 || tokens[left] >= 0 else { continue }
            let right = next[left]
            guard right < count, merges.find(tokens[left], tokens[right]) == pair else { continue }
            tokens[left] = Int32(truncatingIfNeeded: pair)
            lengths[left] += lengths[right]
            tokens[right] = -1
            lengths[right] = 0
            next[left] = next[right]
            if next[right] < count { previous[next[right]] = left }
            if previous[left] >= 0 { offer(previous[left], left, &heap, tokens) }
            if next[left] < count { offer(left, next[left], &heap, tokens) }
        }
        let kept = tokens.indices.filter { tokens[$0] >= 0 }
        tokens = kept.map { tokens[$0] }
        lengths = kept.map { lengths[$0] }
    }

    /// Appends the symbols as tokens, one behind the other.
    func append(to result: inout [PieceToken]) {
        var start: Int32 = 0
        for index in tokens.indices {
            let end = start + lengths[index]
            result.append(PieceToken(id: tokens[index], start: start, end: end))
            start = end
        }
    }
}

/// A pair that may merge: the lowest rank first, then the leftmost.
private struct RankedPair: Comparable {
    var pair: UInt64
    var place: Int

    @inline(__always) static func < (a: RankedPair, b: RankedPair) -> Bool { (a.pair, a.place) < (b.pair, b.place) }
}
