/// What Java does with strings and METEOR relies on, for text in UTF-8.
enum JavaText {
    /// The hash of a Java string: Σ 31ⁿ⁻¹⁻ⁱ cᵢ over its UTF-16 units, modulo 2³². METEOR takes words of equal hash for the
    /// same word.
    static func hash(_ word: some Sequence<UInt16>) -> Int32 { word.reduce(0) { $0 &* 31 &+ Int32($1) } }

    /// The hash of a word in UTF-8.
    static func hash(ofUTF8 word: ArraySlice<UInt8>) -> Int32 {
        word.allSatisfy { $0 < 0x80 }
            ? word.reduce(0) { $0 &* 31 &+ Int32($1) } : hash(String(decoding: word, as: UTF8.self).utf16)
    }

    /// The number of UTF-16 units.
    static func length(_ word: ArraySlice<UInt8>) -> Int {
        word.reduce(0) { $0 + ($1 & 0xC0 == 0x80 ? 0 : $1 >= 0xF0 ? 2 : 1) }
    }

    /// A text in lower case, by Unicode's full mappings; a capital sigma that ends a word becomes a final one.
    static func lowercased(_ text: ArraySlice<UInt8>) -> [UInt8] {
        let scalars = Array(String(decoding: text, as: UTF8.self).unicodeScalars)
        var result = ""
        for (index, scalar) in scalars.enumerated() {
            if scalar == "\u{3A3}" {
                let before = scalars[..<index].last { !$0.properties.isCaseIgnorable }
                let after = scalars[(index + 1)...].first { !$0.properties.isCaseIgnorable }
                let isFinal = before?.properties.isCased ?? false && !(after?.properties.isCased ?? false)
                result.unicodeScalars.append(isFinal ? "\u{3C2}" : "\u{3C3}")
            } else {
                result += scalar.properties.lowercaseMapping
            }
        }
        return Array(result.utf8)
    }
}

/// Scalars in bytes that are known to be valid UTF-8.
enum UTF8Scan {
    /// The number of bytes of the scalar that begins with a byte.
    @inline(__always)
    static func length(startingWith byte: UInt8) -> Int { byte < 0x80 ? 1 : byte < 0xE0 ? 2 : byte < 0xF0 ? 3 : 4 }

    /// A scalar of two to four bytes.
    static func scalar(_ bytes: UnsafeBufferPointer<UInt8>, at index: Int, length: Int) -> UInt32 {
        var value = UInt32(bytes[index]) & (0x7F >> UInt32(length))
        for offset in 1..<length { value = value << 6 | UInt32(bytes[index + offset] & 0x3F) }
        return value
    }
}
