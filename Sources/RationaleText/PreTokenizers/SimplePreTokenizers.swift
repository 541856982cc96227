import RationaleCore

/// Several pre-tokenizers, one after the other.
struct PreTokenizerSequence: PreTokenizer {
    let parts: [any PreTokenizer]

    func split(_ pieces: inout Pieces) throws(RationaleError) {
        for part in parts { try part.split(&pieces) }
    }
}

/// Cuts as BERT does: at white space, which is left out, and around each punctuation mark.
struct BertPreTokenizer: PreTokenizer {
    func split(_ pieces: inout Pieces) {
        let flags = Scalars.flags
        var ranges: [Range<Int>] = []
        ranges.reserveCapacity(pieces.text.bytes.count / 4 + 4)
        flags.withUnsafeBufferPointer { flags in
            pieces.text.bytes.withUnsafeBufferPointer { bytes in
                for piece in pieces.ranges {
                    var start = piece.lowerBound
                    var index = start
                    while index < piece.upperBound {
                        let (scalar, width) = UTF8Bytes.scalar(bytes, index)
                        let kind = flags[Int(scalar)].intersection([.space, .punctuation])
                        if !kind.isEmpty {
                            if start < index { ranges.append(start..<index) }
                            start = index + width
                            if !kind.contains(.space) { ranges.append(index..<start) }
                        }
                        index += width
                    }
                    if start < piece.upperBound { ranges.append(start..<piece.upperBound) }
                }
            }
        }
        pieces.ranges = ranges
    }
}

/// Cuts at scalars of a kind.
struct ScalarPreTokenizer: PreTokenizer {
    let flags: ScalarFlags
    let behavior: Pieces.Behavior

    /// At white space, which is left out.
    static let whitespaceSplit = ScalarPreTokenizer(flags: .space, behavior: .removed)

    func split(_ pieces: inout Pieces) {
        let all = Scalars.flags
        pieces.cut(behavior) { !all[Int($0)].isDisjoint(with: flags) }
    }
}

/// Cuts at one scalar, which is left out.
struct DelimiterPreTokenizer: PreTokenizer {
    let delimiter: UInt32

    func split(_ pieces: inout Pieces) { pieces.cut(.removed) { $0 == delimiter } }
}

/// Runs of word characters, and runs of what is neither such nor white space: `\w+|[^\w\s]+`.
struct WhitespacePreTokenizer: PreTokenizer {
    func split(_ pieces: inout Pieces) {
        let flags = Scalars.flags
        var ranges: [Range<Int>] = []
        pieces.text.bytes.withUnsafeBufferPointer { bytes in
            for piece in pieces.ranges {
                var start = piece.lowerBound
                var kind: ScalarFlags?
                var index = start
                while index < piece.upperBound {
                    let (scalar, width) = UTF8Bytes.scalar(bytes, index)
                    let found = flags[Int(scalar)].intersection([.word, .space])
                    let next = found.contains(.word) ? ScalarFlags.word : found
                    if next != kind {
                        if let kind, kind != .space, start < index { ranges.append(start..<index) }
                        start = index
                        kind = next
                    }
                    index += width
                }
                if let kind, kind != .space, start < piece.upperBound { ranges.append(start..<piece.upperBound) }
            }
        }
        pieces.ranges = ranges
    }
}

/// Cuts where the script changes, as SentencePiece does: kana go with Chinese characters, spaces with everything.
struct ScriptPreTokenizer: PreTokenizer {
    func split(_ pieces: inout Pieces) {
        var ranges: [Range<Int>] = []
        pieces.text.bytes.withUnsafeBufferPointer { bytes in
            for piece in pieces.ranges {
                var start: Int?
                var last: UInt8 = 0
                var index = piece.lowerBound
                while index < piece.upperBound {
                    let (scalar, width) = UTF8Bytes.scalar(bytes, index)
                    let script = Scalars.script(scalar)
                    if script != 0 {
                        if script != last {
                            if let start { ranges.append(start..<index) }
                            start = index
                        }
                        last = script
                    }
                    index += width
                }
                // What lies before the first script is left out.
                if let start { ranges.append(start..<piece.upperBound) }
            }
        }
        pieces.ranges = ranges
    }
}

/// Pieces of so many scalars.
struct FixedLengthPreTokenizer: PreTokenizer {
    let length: Int

    func split(_ pieces: inout Pieces) {
        var ranges: [Range<Int>] = []
        pieces.text.bytes.withUnsafeBufferPointer { bytes in
            for piece in pieces.ranges {
                var start = piece.lowerBound
                var index = start
                var count = 0
                while index < piece.upperBound {
                    index += UTF8Bytes.width(bytes[index])
                    count += 1
                    guard count == length else { continue }
                    ranges.append(start..<index)
                    start = index
                    count = 0
                }
                if start < index { ranges.append(start..<index) }
            }
        }
        pieces.ranges = ranges
    }
}
