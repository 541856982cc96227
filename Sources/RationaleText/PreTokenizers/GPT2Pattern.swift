import RationaleCore

/// GPT-2's pattern, written by hand:
/// `'s|'t|'re|'ve|'m|'ll|'d| ?\p{L}+| ?\p{N}+| ?[^\s\p{L}\p{N}]+|\s+(?!\S)|\s+`.
enum GPT2Pattern {
    /// Reports all matches in a piece; together they cover it.
    static func matches(
        _ bytes: UnsafeBufferPointer<UInt8>, _ piece: Range<Int>, _ report: (Range<Int>) -> Void
    ) {
        Scalars.flags.withUnsafeBufferPointer { flags in
            var start = piece.lowerBound
            while start < piece.upperBound {
                let end = end(from: start, piece.upperBound, bytes, flags)
                report(start..<end)
                start = end
            }
        }
    }

    @inline(__always) private static func end(
        from start: Int, _ limit: Int, _ bytes: UnsafeBufferPointer<UInt8>, _ flags: UnsafeBufferPointer<ScalarFlags>
    ) -> Int {
        if bytes[start] == UInt8(ascii: "'"), let length = contraction(bytes, start, limit) { return start + length }
        var index = start
        var (scalar, width) = UTF8Bytes.scalar(bytes, index)
        if scalar == 0x20, index + 1 < limit {
            let next = UTF8Bytes.scalar(bytes, index + 1)
            if !flags[Int(next.scalar)].contains(.patternSpace) {
                index += 1
                (scalar, width) = next
            }
        }
        let kinds: ScalarFlags = [.letter, .number, .patternSpace]
        let kind = flags[Int(scalar)].intersection(kinds)
        index += width
        var last = width
        while index < limit {
            let next = UTF8Bytes.scalar(bytes, index)
            guard flags[Int(next.scalar)].intersection(kinds) == kind else { break }
            index += next.width
            last = next.width
        }
        // White space before a word leaves its last scalar to the word.
        if kind == .patternSpace, index < limit, index - last > start { index -= last }
        return index
    }

    /// The length of `'s`, `'t`, `'re`, `'ve`, `'m`, `'ll` or `'d`.
    @inline(__always) private static func contraction(
        _ bytes: UnsafeBufferPointer<UInt8>, _ start: Int, _ limit: Int
    ) -> Int? {
        guard start + 1 < limit else { return nil }
        switch bytes[start + 1] {
        case UInt8(ascii: "s"), UInt8(ascii: "t"), UInt8(ascii: "m"), UInt8(ascii: "d"): return 2
        case UInt8(ascii: "r"), UInt8(ascii: "v"): return start + 2 < limit && bytes[start + 2] == UInt8(ascii: "e") ? 3 : nil
        case UInt8(ascii: "l"): return start + 2 < limit && bytes[start + 2] == UInt8(ascii: "l") ? 3 : nil
        default: return nil
        }
    }
}
