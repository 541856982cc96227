import RationaleCore

/// Cuts a text as GPT-2 does, and writes a scalar for each byte.
struct ByteLevel: PreTokenizer {
    let addsPrefixSpace: Bool
    /// Whether words are cut by GPT-2's pattern.
    let isCutting: Bool
    /// Whether bytes stay bytes, for a model that reads them.
    var leavesBytes = false

    func split(_ pieces: inout Pieces) throws(RationaleError) {
        if addsPrefixSpace, pieces.ranges.contains(where: { pieces.text.bytes[$0.lowerBound] != 0x20 }) {
            pieces.rewrite { bytes, piece, rewriting in
                let first = UTF8Bytes.scalar(bytes, piece.lowerBound).scalar
                if first != 0x20 {
                    rewriting.replace(with: 0x20)
                    rewriting.insert(first)
                }
                rewriting.keep(to: piece.upperBound)
            }
        }
        if isCutting { try pieces.cut(.isolated, GPT2Pattern.matches) }
        guard !leavesBytes else { return }
        let scalars = ByteAlphabet.scalars
        pieces.rewrite { bytes, piece, rewriting in Self.spell(bytes, piece, &rewriting, scalars) }
    }

    /// Writes a scalar for each byte; all have the place of the scalar that the bytes are of.
    static func spell(
        _ bytes: UnsafeBufferPointer<UInt8>, _ range: Range<Int>, _ rewriting: inout Rewriting, _ scalars: [UInt32]
    ) {
        var index = range.lowerBound
        while index < range.upperBound {
            let width = UTF8Bytes.width(bytes[index])
            rewriting.replace(with: scalars[Int(bytes[index])])
            for next in index + 1..<index + width { rewriting.insert(scalars[Int(bytes[next])]) }
            index += width
        }
    }
}

extension PreTokenizer {
    /// The same pre-tokenizer, but that words stay bytes at the end; `nil` where it does not end in ``ByteLevel``.
    func leavingBytes() -> (any PreTokenizer)? {
        if var last = self as? ByteLevel {
            last.leavesBytes = true
            return last
        }
        guard let sequence = self as? PreTokenizerSequence, let last = sequence.parts.last?.leavingBytes() else {
            return nil
        }
        return PreTokenizerSequence(parts: sequence.parts.dropLast() + [last])
    }
}
