import RationaleCore

/// Writes spaces as a visible mark (`▁`), puts one before the text, and cuts before each: SentencePiece's words.
struct Metaspace: PreTokenizer {
    /// Before which pieces a mark is put, where there is none.
    enum PrependScheme: String, CaseIterable, Sendable {
        /// The one at the beginning of the text.
        case first
        case always
        case never
    }

    let replacement: UInt32
    let prepend: PrependScheme
    let isSplitting: Bool

    func split(_ pieces: inout Pieces) {
        let origin = pieces.text.origin
        let old = pieces.text
        let isBeginning = pieces.ranges.map { prepend == .first && isAtStart($0, of: old, origin) }
        var number = 0
        pieces.rewrite { bytes, piece, rewriting in
            let isMarked = UTF8Bytes.scalar(bytes, piece.lowerBound).scalar
            let isPrepended = prepend == .always || isBeginning[number]
            number += 1
            var index = piece.lowerBound
            if isPrepended, isMarked != replacement, isMarked != 0x20 {
                // The mark takes the place of the first scalar, which is then put behind it.
                rewriting.replace(with: replacement)
                rewriting.insert(isMarked)
                index += UTF8Bytes.width(bytes[index])
            }
            while index < piece.upperBound {
                var end = index
                while end < piece.upperBound, bytes[end] != 0x20 { end += 1 }
                rewriting.keep(to: end)
                index = end
                if end < piece.upperBound {
                    rewriting.replace(with: replacement)
                    index += 1
                }
            }
        }
        if isSplitting { pieces.cut(.mergedWithNext) { $0 == replacement } }
    }

    private func isAtStart(_ piece: Range<Int>, of text: AlignedText, _ origin: Int) -> Bool {
        text.span(at: piece.lowerBound).start == 0
    }
}
