import HeapModule
import RationaleCore

/// SentencePiece's byte pair encoding: two neighbours merge where their concatenation is a piece, the piece of the
/// greatest score first.
struct SentencePieceBPE: TokenModel {
    let kind = "BPE"
    let vocabulary: TokenVocabulary
    let unknownID: Int?
    let fallsBackToBytes: Bool
    private let scores: [Float]
    private let kinds: [SentencePieceFile.Kind]
    private let symbols: PrefixTree
    private let fallback: [Int32]

    init(
        _ vocabulary: TokenVocabulary, _ pieces: [SentencePieceFile.Piece], unknown: Int?, fallsBackToBytes: Bool
    ) {
        self.vocabulary = vocabulary
        unknownID = unknown
        self.fallsBackToBytes = fallsBackToBytes
        scores = pieces.map(\.score)
        kinds = pieces.map(\.kind)
        symbols = PrefixTree(
            pieces.enumerated().filter { $0.element.kind == .userDefined && !$0.element.text.isEmpty }
                .map { (Array($0.element.text.utf8), Int32($0.offset)) })
        fallback = vocabulary.byteTokens
    }

    private struct Symbol {
        var range: Range<Int>
        var isWhole = false
        /// For a piece that is not used itself: the symbols it was merged from.
        var previous: Int
        var next: Int
    }

    private func mergeable(_ bytes: UnsafeBufferPointer<UInt8>) -> Int32? {
        guard let id = vocabulary.find(bytes) else { return nil }
        switch kinds[Int(id)] {
        case .normal, .userDefined, .unused: return id
        case .unknown, .control, .byte: return nil
        }
    }

    /// - Complexity: O(n log n) in the number of scalars.
    func tokenize(_ piece: UnsafeBufferPointer<UInt8>, into tokens: inout [PieceToken]) throws(RationaleError) {
        var parts: [Symbol] = []
        var index = 0
        while index < piece.count {
            let own = symbols.isEmpty ? nil : symbols.longestPrefix(of: piece, at: index)
            let end = index + (own?.length ?? UTF8Bytes.width(piece[index]))
            parts.append(
                Symbol(range: index..<end, isWhole: own != nil, previous: parts.count - 1, next: parts.count + 1))
            index = end
        }
        var merges: [Range<Int>: Int] = [:]
        var agenda = Heap<WaitingMerge>()
        func offer(_ left: Int, _ right: Int) {
            guard left >= 0, right < parts.count, !parts[left].isWhole, !parts[right].isWhole else { return }
            let range = parts[left].range.lowerBound..<parts[right].range.upperBound
            guard let id = mergeable(UnsafeBufferPointer(rebasing: piece[range])) else { return }
            agenda.insert(WaitingMerge(score: scores[Int(id)], left: left, right: right, count: range.count))
            if kinds[Int(id)] == .unused { merges[range] = parts[left].range.upperBound }
        }
        for left in parts.indices.dropLast() { offer(left, left + 1) }
        while let top = agenda.popMin() {
            let (left, right) = (parts[top.left], parts[top.right])
            guard !left.range.isEmpty, !right.range.isEmpty, left.range.count + right.range.count == top.count else {
                continue
            }
            parts[top.left].range = left.range.lowerBound..<right.range.upperBound
            parts[top.left].next = right.next
            if right.next < parts.count { parts[right.next].previous = top.left }
            parts[top.right].range = right.range.lowerBound..<right.range.lowerBound
            offer(parts[top.left].previous, top.left)
            offer(top.left, parts[top.left].next)
        }
        for part in parts where !part.range.isEmpty {
            try append(part.range, of: piece, merges, to: &tokens)
        }
    }

    private func append(
        _ range: Range<Int>, of piece: UnsafeBufferPointer<UInt8>, _ merges: [Range<Int>: Int],
        to tokens: inout [PieceToken]
    ) throws(RationaleError) {
        let bytes = UnsafeBufferPointer(rebasing: piece[range])
        let (start, end) = (Int32(range.lowerBound), Int32(range.upperBound))
        if let id = vocabulary.find(bytes), kinds[Int(id)] != .unknown {
            if kinds[Int(id)] == .unused, let middle = merges[range] {
                try append(range.lowerBound..<middle, of: piece, merges, to: &tokens)
                return try append(middle..<range.upperBound, of: piece, merges, to: &tokens)
            }
            return tokens.append(PieceToken(id: id, start: start, end: end))
        }
        if fallsBackToBytes, bytes.allSatisfy({ fallback[Int($0)] >= 0 }) {
            for byte in bytes { tokens.append(PieceToken(id: fallback[Int(byte)], start: start, end: end)) }
            return
        }
        guard let unknownID else {
            throw RationaleError(
                .badData, "the text has a character that the vocabulary does not have, and no piece for unknown ones",
                hint: "Fetch the model again.")
        }
        if let last = tokens.indices.last, tokens[last].id == Int32(unknownID), tokens[last].end == start {
            tokens[last].end = end
        } else {
            tokens.append(PieceToken(id: Int32(unknownID), start: start, end: end, isAsWritten: true))
        }
    }
}

/// A merge that waits: the greatest score first, then the leftmost.
private struct WaitingMerge: Comparable {
    var score: Float
    var left: Int
    var right: Int
    var count: Int

    static func < (a: WaitingMerge, b: WaitingMerge) -> Bool { (b.score, a.left) < (a.score, b.left) }
}
