import RationaleCore

/// SentencePiece's normalization rules, as they are stored in its models: a trie of what is replaced, and what by.
///
/// The package `tokenizers` looks for the rule of a whole grapheme first where it has fewer than six bytes, then for rules
/// of single scalars; of several rules it takes the shortest. SentencePiece itself takes the longest (``longest(of:at:)``).
///
/// *Source:* Yata, Darts-clone (the format of the trie); Kudo and Richardson (2018), arXiv 1808.06226.
struct Precompiled: Normalizer {
    private let units: [UInt32]
    /// The replacements, each with a NUL behind it.
    private let texts: [UInt8]

    private static let longestMap = 64 << 20

    /// - Parameter map: the size of the trie, the trie, and the replacements.
    /// - Throws: `badData` where the parts do not fit together.
    init(_ map: [UInt8]) throws(RationaleError) {
        func refusal(_ reason: String) -> RationaleError {
            RationaleError(
                .badData, "the normalization rules (precompiled_charsmap) are damaged: \(reason)",
                hint: "Fetch the tokenizer's file again.")
        }
        guard map.count <= Self.longestMap else { throw refusal("they have \(map.count) bytes") }
        guard map.count >= 4 else { throw refusal("they end before the size of their trie") }
        func number(_ index: Int) -> UInt32 {
            UInt32(map[index]) | UInt32(map[index + 1]) << 8 | UInt32(map[index + 2]) << 16
                | UInt32(map[index + 3]) << 24
        }
        let size = Int(number(0))
        guard size % 4 == 0, size >= 4, size <= map.count - 4 else {
            throw refusal("their trie has \(size) of \(map.count - 4) bytes")
        }
        units = stride(from: 4, to: 4 + size, by: 4).map(number)
        texts = Array(map[(4 + size)...])
        guard String(validating: texts, as: UTF8.self) != nil else { throw refusal("a replacement is not UTF-8") }
    }

    /// The replacements of the rules for prefixes of some bytes, the shortest first: length, and place in ``texts``.
    ///
    /// Whatever the trie says, nothing outside of it is read.
    @inline(__always) private func rules(
        _ bytes: UnsafeBufferPointer<UInt8>, _ range: Range<Int>, _ body: (Int, Int) -> Bool
    ) {
        func offset(_ unit: UInt32) -> Int { Int((unit >> 10) << ((unit & 1 << 9) >> 6)) }
        var place = offset(units[0])
        for index in range {
            let byte = bytes[index]
            guard byte != 0 else { return }
            place ^= Int(byte)
            guard place < units.count else { return }
            let unit = units[place]
            guard unit & (1 << 31 | 0xFF) == UInt32(byte) else { return }
            place ^= offset(unit)
            guard place < units.count else { return }
            if unit >> 8 & 1 == 1, !body(index + 1 - range.lowerBound, Int(units[place] & 0x7FFF_FFFF)) { return }
        }
    }

    /// The scalars of a replacement.
    private func replacement(at start: Int) -> [UInt32]? {
        guard start <= texts.count else { return nil }
        let end = texts[start...].firstIndex(of: 0) ?? texts.count
        let part = texts[start..<end]
        // A place in the middle of a scalar can only come from a damaged trie.
        guard String(validating: part, as: UTF8.self) != nil else { return nil }
        return UTF8Bytes.scalars(part)
    }

    private func shortest(_ bytes: UnsafeBufferPointer<UInt8>, _ range: Range<Int>) -> [UInt32]? {
        var found: Int?
        rules(bytes, range) { _, place in
            found = place
            return false
        }
        return found.flatMap(replacement)
    }

    /// The longest rule at a place: how many bytes it replaces, and by what.
    func longest(_ bytes: UnsafeBufferPointer<UInt8>, _ range: Range<Int>) -> (length: Int, text: [UInt32])? {
        var found: (Int, Int)?
        rules(bytes, range) { length, place in
            found = (length, place)
            return true
        }
        guard let found, let text = replacement(at: found.1) else { return nil }
        return (found.0, text)
    }

    func normalize(_ text: inout AlignedText) {
        var changes: [(scalar: UInt32, change: Int)] = []
        var isChanged = false
        func replace(_ old: Int, _ new: [UInt32]) {
            isChanged = true
            for scalar in new { changes.append((scalar, 0)) }
            if new.count > old {
                for index in changes.indices.suffix(new.count - old) { changes[index].change = 1 }
            } else if new.count < old, !changes.isEmpty {
                changes[changes.count - 1].change += new.count - old
            }
        }
        text.bytes.withUnsafeBufferPointer { bytes in
            changes.reserveCapacity(bytes.count)
            Graphemes.forEach(in: bytes) { grapheme, count in
                if grapheme.count < 6, let new = shortest(bytes, grapheme) { return replace(count, new) }
                var index = grapheme.lowerBound
                while index < grapheme.upperBound {
                    let (scalar, width) = UTF8Bytes.scalar(bytes, index)
                    if let new = shortest(bytes, index..<index + width) {
                        replace(1, new)
                    } else {
                        changes.append((scalar, 0))
                    }
                    index += width
                }
            }
        }
        guard isChanged else { return }
        text.rewrite { _, rewriting in
            for (scalar, change) in changes { rewriting.put(scalar, change: change) }
        }
    }
}

/// What a reader sees as one character.
enum Graphemes {
    /// Calls a closure with the bytes of each grapheme and the number of its scalars.
    static func forEach(in bytes: UnsafeBufferPointer<UInt8>, _ body: (Range<Int>, Int) -> Void) {
        var index = 0
        while index < bytes.count {
            // ASCII before ASCII stands alone, but for a line's end of two characters.
            if bytes[index] < 0x80, index + 1 == bytes.count || bytes[index + 1] < 0x80,
                bytes[index] != 0x0D || index + 1 == bytes.count || bytes[index + 1] != 0x0A
            {
                body(index..<index + 1, 1)
                index += 1
                continue
            }
            if bytes[index] == 0x0D, index + 1 < bytes.count, bytes[index + 1] == 0x0A {
                body(index..<index + 2, 2)
                index += 2
                continue
            }
            // Otherwise up to the next two ASCII characters, by Swift's rules.
            var end = index + 1
            while end < bytes.count, bytes[end] >= 0x80 || bytes[end - 1] >= 0x80 || bytes[end - 1] == 0x0D { end += 1 }
            let part = String(decoding: UnsafeBufferPointer(rebasing: bytes[index..<end]), as: UTF8.self)
            for character in part {
                let count = character.utf8.count
                body(index..<index + count, character.unicodeScalars.count)
                index += count
            }
        }
    }
}
