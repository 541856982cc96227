/// A part of a text while it is normalized: its bytes (UTF-8), and where each comes from in the original text.
///
/// A normalizer reads the text from front to back and writes another one (``Rewriting``); what it writes inherits the
/// place of what it was read from.
struct AlignedText {
    /// Bytes of the original text.
    struct Span: Equatable {
        var start: Int32
        var end: Int32
    }

    /// UTF-8, always valid.
    var bytes: [UInt8]
    /// The place of the scalar that each byte comes from; `nil` as long as the text is as it was.
    var spans: [Span]?
    /// Where in the original text it begins.
    let origin: Int

    init(_ bytes: [UInt8], origin: Int) {
        self.bytes = bytes
        self.origin = origin
    }

    /// Where the scalar at a byte comes from.
    func span(at index: Int) -> Span {
        if let spans { return spans[index] }
        var start = index
        while start > 0, bytes[start] & 0xC0 == 0x80 { start -= 1 }
        return Span(start: Int32(origin + start), end: Int32(origin + start + UTF8Bytes.width(bytes[start])))
    }

    /// Where some bytes come from: from the beginning of the first one's place to the end of the last one's.
    func span(of range: Range<Int>) -> Range<Int> {
        guard !range.isEmpty else { return range }
        let start = Int(span(at: range.lowerBound).start)
        return start..<max(start, Int(span(at: range.upperBound - 1).end))
    }

    /// A part of the text as a text of its own.
    func slice(_ range: Range<Int>) -> AlignedText {
        var part = AlignedText(Array(bytes[range]), origin: origin + range.lowerBound)
        if let spans { part.spans = Array(spans[range]) }
        return part
    }
}

/// UTF-8 that is known to be valid.
enum UTF8Bytes {
    /// How many bytes a scalar has that begins with this one.
    @inline(__always) static func width(_ first: UInt8) -> Int {
        first < 0x80 ? 1 : first < 0xE0 ? 2 : first < 0xF0 ? 3 : 4
    }

    /// The scalar at an index, and its number of bytes.
    @inline(__always) static func scalar(
        _ bytes: UnsafeBufferPointer<UInt8>, _ index: Int
    ) -> (scalar: UInt32, width: Int) {
        let first = UInt32(bytes[index])
        if first < 0x80 { return (first, 1) }
        let second = UInt32(bytes[index + 1] & 0x3F)
        if first < 0xE0 { return ((first & 0x1F) << 6 | second, 2) }
        let third = UInt32(bytes[index + 2] & 0x3F)
        if first < 0xF0 { return ((first & 0x0F) << 12 | second << 6 | third, 3) }
        return ((first & 0x07) << 18 | second << 12 | third << 6 | UInt32(bytes[index + 3] & 0x3F), 4)
    }

    /// The beginning of the scalar before an index.
    @inline(__always) static func before(_ bytes: UnsafeBufferPointer<UInt8>, _ index: Int) -> Int {
        var start = index - 1
        while bytes[start] & 0xC0 == 0x80 { start -= 1 }
        return start
    }

    @inline(__always) static func append(_ scalar: UInt32, to bytes: inout [UInt8]) {
        if scalar < 0x80 {
            bytes.append(UInt8(truncatingIfNeeded: scalar))
        } else if scalar < 0x800 {
            bytes.append(0xC0 | UInt8(truncatingIfNeeded: scalar >> 6))
            bytes.append(0x80 | UInt8(truncatingIfNeeded: scalar & 0x3F))
        } else if scalar < 0x10000 {
            bytes.append(0xE0 | UInt8(truncatingIfNeeded: scalar >> 12))
            bytes.append(0x80 | UInt8(truncatingIfNeeded: scalar >> 6 & 0x3F))
            bytes.append(0x80 | UInt8(truncatingIfNeeded: scalar & 0x3F))
        } else {
            bytes.append(0xF0 | UInt8(truncatingIfNeeded: scalar >> 18))
            bytes.append(0x80 | UInt8(truncatingIfNeeded: scalar >> 12 & 0x3F))
            bytes.append(0x80 | UInt8(truncatingIfNeeded: scalar >> 6 & 0x3F))
            bytes.append(0x80 | UInt8(truncatingIfNeeded: scalar & 0x3F))
        }
    }

    /// The scalars of some bytes.
    static func scalars(_ bytes: some Sequence<UInt8>) -> [UInt32] {
        Array(bytes).withUnsafeBufferPointer { bytes in
            var scalars: [UInt32] = []
            scalars.reserveCapacity(bytes.count)
            var index = 0
            while index < bytes.count {
                let (scalar, width) = scalar(bytes, index)
                scalars.append(scalar)
                index += width
            }
            return scalars
        }
    }
}
