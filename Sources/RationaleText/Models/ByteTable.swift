/// A hash table from byte strings to numbers.
///
/// The bytes of all keys lie in one array, so that a look-up touches no other memory than the key's own slot and bytes.
/// - Complexity: O(length of the key) for each operation.
struct ByteTable: Sendable {
    /// The upper half of the hash, and the entry's number plus 1; 0 is empty.
    private var slots: [UInt64]
    private var keys: [UInt8] = []
    private var ends: [UInt32] = []
    private var values: [Int32] = []
    private let seed: UInt64

    init(capacity: Int = 16) {
        var size = 32
        while size < capacity * 2 { size *= 2 }
        slots = Array(repeating: 0, count: size)
        seed = UInt64.random(in: .min ... .max)
        ends.reserveCapacity(capacity)
        values.reserveCapacity(capacity)
    }

    var count: Int { values.count }
    var keyBytes: Int { keys.count }

    /// The value of a key.
    @inline(__always) func find(_ key: UnsafeBufferPointer<UInt8>) -> Int32? {
        find(key, hash: hash(key))
    }

    /// The value of a key whose hash is known.
    @inline(__always) func find(_ key: UnsafeBufferPointer<UInt8>, hash: UInt64) -> Int32? {
        slots.withUnsafeBufferPointer { slots in
            let mask = slots.count - 1
            let tag = hash >> 32
            var slot = Int(truncatingIfNeeded: hash) & mask
            while true {
                let found = slots[slot]
                if found == 0 { return nil }
                if found >> 32 == tag {
                    let entry = Int(found & 0xFFFF_FFFF) - 1
                    if isEqual(entry, key) { return values[entry] }
                }
                slot = (slot + 1) & mask
            }
        }
    }

    @inline(__always) private func isEqual(_ entry: Int, _ key: UnsafeBufferPointer<UInt8>) -> Bool {
        let start = entry == 0 ? 0 : Int(ends[entry - 1])
        let count = Int(ends[entry]) - start
        guard count == key.count else { return false }
        return keys.withUnsafeBufferPointer { keys in
            var index = 0
            while index < count {
                if keys[start + index] != key[index] { return false }
                index += 1
            }
            return true
        }
    }

    /// Adds a key.
    ///
    /// - Returns: whether it was new; an old one keeps its value.
    @discardableResult mutating func insert(_ key: UnsafeBufferPointer<UInt8>, _ value: Int32) -> Bool {
        let hash = hash(key)
        guard find(key, hash: hash) == nil else { return false }
        if values.count * 2 >= slots.count { grow() }
        keys.append(contentsOf: key)
        ends.append(UInt32(keys.count))
        values.append(value)
        put(hash, values.count)
        return true
    }

    @discardableResult mutating func insert(_ key: some Collection<UInt8>, _ value: Int32) -> Bool {
        Array(key).withUnsafeBufferPointer { insert($0, value) }
    }

    func find(_ key: String) -> Int32? {
        var key = key
        return key.withUTF8 { find($0) }
    }

    private mutating func put(_ hash: UInt64, _ entry: Int) {
        let mask = slots.count - 1
        var slot = Int(truncatingIfNeeded: hash) & mask
        while slots[slot] != 0 { slot = (slot + 1) & mask }
        slots[slot] = (hash >> 32) << 32 | UInt64(entry)
    }

    private mutating func grow() {
        slots = Array(repeating: 0, count: slots.count * 2)
        keys.withUnsafeBufferPointer { keys in
            var start = 0
            for entry in ends.indices {
                let end = Int(ends[entry])
                put(hash(UnsafeBufferPointer(rebasing: keys[start..<end])), entry + 1)
                start = end
            }
        }
    }

    /// Eight bytes at a time, multiplied and folded.
    @inline(__always) func hash(_ key: UnsafeBufferPointer<UInt8>) -> UInt64 {
        var state = seed ^ UInt64(truncatingIfNeeded: key.count) &* 0x9E37_79B9_7F4A_7C15
        let raw = UnsafeRawBufferPointer(key)
        var index = 0
        while index + 8 <= raw.count {
            state = Self.fold(state ^ raw.loadUnaligned(fromByteOffset: index, as: UInt64.self))
            index += 8
        }
        var rest: UInt64 = 0
        while index < raw.count {
            rest = rest << 8 | UInt64(raw[index])
            index += 1
        }
        return Self.fold(state ^ rest)
    }

    @inline(__always) private static func fold(_ value: UInt64) -> UInt64 {
        let product = value.multipliedFullWidth(by: 0xA076_1D64_78BD_642F)
        return product.high ^ product.low
    }
}

/// A hash table from pairs of tokens to what they merge to.
struct PairTable: Sendable {
    private var keys: [UInt64]
    private var values: [UInt64]
    private static let empty = UInt64.max

    init(capacity: Int) {
        var size = 32
        while size < capacity * 2 { size *= 2 }
        keys = Array(repeating: Self.empty, count: size)
        values = Array(repeating: 0, count: size)
    }

    @inline(__always) private static func key(_ left: Int32, _ right: Int32) -> UInt64 {
        UInt64(UInt32(bitPattern: left)) << 32 | UInt64(UInt32(bitPattern: right))
    }

    @inline(__always) private func slot(_ key: UInt64) -> Int {
        let mask = keys.count - 1
        let product = key.multipliedFullWidth(by: 0x9E37_79B9_7F4A_7C15)
        var slot = Int(truncatingIfNeeded: product.high ^ product.low) & mask
        while keys[slot] != key, keys[slot] != Self.empty { slot = (slot + 1) & mask }
        return slot
    }

    /// Sets the rank of a merge and its token; the last one counts.
    mutating func set(_ left: Int32, _ right: Int32, rank: Int32, token: Int32) {
        let key = Self.key(left, right)
        let slot = slot(key)
        keys[slot] = key
        values[slot] = UInt64(UInt32(bitPattern: rank)) << 32 | UInt64(UInt32(bitPattern: token))
    }

    /// Rank (upper half) and token (lower half) of a merge; `max` where the two do not merge.
    @inline(__always) func find(_ left: Int32, _ right: Int32) -> UInt64 {
        let key = Self.key(left, right)
        let slot = slot(key)
        return keys[slot] == key ? values[slot] : .max
    }
}
