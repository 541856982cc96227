/// Finds which of many byte strings begin at a place of a text: a double array.
///
/// *Source:* Aoe (1989), "An efficient digital search algorithm by using a double-array structure".
struct PrefixTree: Sendable {
    /// Where the children of a state begin; the child of a byte is at `base + byte`.
    private var base: [Int32] = [0]
    /// The parent of each state; −1 where a place is free.
    private var check: [Int32] = [0]
    /// The value of the string that ends at a state; −1 where none does.
    private var value: [Int32] = [-1]
    /// The length of the longest string.
    private(set) var longest = 0

    /// - Parameter keys: byte strings, none empty or twice, with numbers from 0 on.
    /// - Complexity: O(bytes of all keys), after sorting.
    init(_ keys: [(bytes: [UInt8], value: Int32)]) {
        let keys = keys.sorted { $0.bytes.lexicographicallyPrecedes($1.bytes) }
        longest = keys.map(\.bytes.count).max() ?? 0
        var free = 1
        var waiting: [(state: Int, keys: Range<Int>, depth: Int)] = [(0, 0..<keys.count, 0)]
        var children: [(byte: UInt8, keys: Range<Int>)] = []
        while let (state, range, depth) = waiting.popLast() {
            children.removeAll(keepingCapacity: true)
            var start = range.lowerBound
            if start < range.upperBound, keys[start].bytes.count == depth {
                value[state] = keys[start].value
                start += 1
            }
            while start < range.upperBound {
                let byte = keys[start].bytes[depth]
                var end = start + 1
                while end < range.upperBound, keys[end].bytes[depth] == byte { end += 1 }
                children.append((byte, start..<end))
                start = end
            }
            guard let first = children.first else { continue }
            // The first place where all children fit. Places that are nearly full are not tried again.
            var place = max(free - Int(first.byte), 0)
            var tries = 0
            while true {
                grow(to: place + 257)
                if children.allSatisfy({ check[place + Int($0.byte)] < 0 }) && place + Int(first.byte) > 0 { break }
                place += 1
                tries += 1
            }
            if tries > 64 { free = max(free, place + Int(first.byte) - 32) }
            while free < check.count, check[free] >= 0 { free += 1 }
            base[state] = Int32(place)
            for child in children {
                check[place + Int(child.byte)] = Int32(state)
                waiting.append((place + Int(child.byte), child.keys, depth + 1))
            }
        }
    }

    private mutating func grow(to count: Int) {
        guard check.count < count else { return }
        let more = max(count, check.count * 3 / 2) - check.count
        base.append(contentsOf: repeatElement(0, count: more))
        check.append(contentsOf: repeatElement(-1, count: more))
        value.append(contentsOf: repeatElement(-1, count: more))
    }

    /// Whether it holds no string.
    var isEmpty: Bool { longest == 0 }

    /// Calls a closure with the length and value of each string that begins at a place, the shortest first.
    @inline(__always) func forEachPrefix(
        of bytes: UnsafeBufferPointer<UInt8>, at start: Int, _ body: (Int, Int32) -> Void
    ) {
        base.withUnsafeBufferPointer { base in
            check.withUnsafeBufferPointer { check in
                var state = 0
                var index = start
                while index < bytes.count {
                    let next = Int(base[state]) + Int(bytes[index])
                    guard next < check.count, check[next] == Int32(state), next != 0 else { return }
                    state = next
                    index += 1
                    if value[state] >= 0 { body(index - start, value[state]) }
                }
            }
        }
    }

    /// The longest string that begins at a place.
    @inline(__always) func longestPrefix(
        of bytes: UnsafeBufferPointer<UInt8>, at start: Int
    ) -> (length: Int, value: Int32)? {
        var found: (Int, Int32)?
        forEachPrefix(of: bytes, at: start) { found = ($0, $1) }
        return found
    }
}
