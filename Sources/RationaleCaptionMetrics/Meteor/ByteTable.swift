/// Numbers byte strings in the order of their appearance.
///
/// *Cost*: a look-up hashes the bytes and compares them with about one other string.
struct ByteTable {
    private(set) var bytes: [UInt8] = []
    /// String k is `bytes[starts[k]..<starts[k + 1]]`.
    private(set) var starts: [Int] = [0]
    /// Number of a string plus one; 0 where a slot is free.
    private(set) var slots = [UInt32](repeating: 0, count: 1024)

    /// How many strings there are.
    var count: Int { starts.count - 1 }

    /// A string by its number.
    subscript(number: Int) -> ArraySlice<UInt8> { bytes[starts[number]..<starts[number + 1]] }

    /// The number of a string, which is added where it is new.
    mutating func number(of string: some Collection<UInt8>) -> Int {
        let length = string.count
        var slot = Self.hash(string) & (slots.count - 1)
        while slots[slot] > 0 {
            let number = Int(slots[slot]) - 1
            if starts[number + 1] - starts[number] == length, self[number].elementsEqual(string) { return number }
            slot = (slot + 1) & (slots.count - 1)
        }
        slots[slot] = UInt32(starts.count)
        bytes.append(contentsOf: string)
        starts.append(bytes.count)
        if starts.count * 2 > slots.count { grow() }
        return count - 1
    }

    private mutating func grow() {
        slots = [UInt32](repeating: 0, count: slots.count * 2)
        for number in 0..<count {
            var slot = Self.hash(self[number]) & (slots.count - 1)
            while slots[slot] > 0 { slot = (slot + 1) & (slots.count - 1) }
            slots[slot] = UInt32(number + 1)
        }
    }

    /// FNV-1a of 64 bits, folded. Blocks of paraphrases in the user's cache depend on it.
    @inline(__always)
    static func hash(_ string: some Sequence<UInt8>) -> Int {
        var hash: UInt64 = 0xCBF2_9CE4_8422_2325
        for byte in string { hash = (hash ^ UInt64(byte)) &* 0x100_0000_01B3 }
        return Int(truncatingIfNeeded: (hash ^ hash >> 32) & 0x7FFF_FFFF)
    }
}
