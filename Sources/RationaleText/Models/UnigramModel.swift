import RationaleCore

/// Cuts a piece into the tokens whose probabilities have the greatest product.
///
/// Each token has a score (the logarithm of its probability). The best cut is found by Viterbi's algorithm. A scalar that
/// no token covers costs as much as the least likely token and 10 more.
///
/// *Source:* Kudo (2018), "Subword regularization", arXiv 1804.10959.
struct UnigramModel: TokenModel {
    let kind = "Unigram"
    let vocabulary: TokenVocabulary
    let unknownID: Int?
    /// Whether unknown scalars are spelt by tokens for bytes, `<0x0A>`.
    let fallsBackToBytes: Bool
    private let scores: [Double]
    private let unknownScore: Double
    private let tree: PrefixTree
    private let fallback: [Int32]
    /// Whether details are those of SentencePiece, and not of the package `tokenizers`.
    let isSentencePiece: Bool

    /// - Parameters:
    ///   - scores: of each token.
    ///   - skipped: tokens that are never found in a text.
    init(
        _ vocabulary: TokenVocabulary, scores: [Double], unknown: Int?, fallsBackToBytes: Bool,
        skipping skipped: Set<Int> = [], asSentencePiece: Bool = false, unknownScore: Double? = nil
    ) {
        self.vocabulary = vocabulary
        self.scores = scores
        unknownID = unknown
        self.fallsBackToBytes = fallsBackToBytes
        isSentencePiece = asSentencePiece
        self.unknownScore = unknownScore ?? (scores.min() ?? 0) - 10
        tree = PrefixTree(
            vocabulary.tokens.enumerated().compactMap { id, token in
                guard let token, !token.isEmpty, !skipped.contains(id) else { return nil }
                return (Array(token.utf8), Int32(id))
            })
        fallback = vocabulary.byteTokens
    }

    private struct Node {
        var score = 0.0
        var start: Int32 = -1
        var token: Int32 = 0
    }

    /// - Complexity: O(length, times that of the longest token).
    func tokenize(_ piece: UnsafeBufferPointer<UInt8>, into tokens: inout [PieceToken]) throws(RationaleError) {
        guard piece.count > 0 else { return }
        let isFound = withUnsafeTemporaryAllocation(of: Node.self, capacity: piece.count + 1) { nodes in
            nodes.initialize(repeating: Node())
            guard fill(nodes, for: piece) else { return false }
            collect(nodes, of: piece, into: &tokens)
            return true
        }
        guard isFound else {
            throw RationaleError(
                .badData, "the text has a character that the vocabulary does not have, and no token for unknown ones",
                hint: "Set unk_id in the tokenizer's file.")
        }
    }

    /// SentencePiece adds scores in single precision, and so decides between cuts that are nearly equal.
    @inline(__always) private func sum(_ a: Double, _ b: Double) -> Double {
        isSentencePiece ? Double(Float(a + b)) : a + b
    }

    private func fill(_ nodes: UnsafeMutableBufferPointer<Node>, for piece: UnsafeBufferPointer<UInt8>) -> Bool {
        var start = 0
        while start < piece.count {
            let here = nodes[start].score
            let width = UTF8Bytes.width(piece[start])
            var coversScalar = false
            tree.forEachPrefix(of: piece, at: start) { length, token in
                let score = sum(scores[Int(token)], here)
                let end = start + length
                if nodes[end].start < 0 || score > nodes[end].score {
                    nodes[end] = Node(score: score, start: Int32(start), token: token)
                }
                if length == width { coversScalar = true }
            }
            if !coversScalar {
                guard let unknownID else { return false }
                let end = start + width
                let score = sum(unknownScore, here)
                if nodes[end].start < 0 || score > nodes[end].score {
                    nodes[end] = Node(score: score, start: Int32(start), token: Int32(unknownID))
                }
            }
            start += width
        }
        return true
    }

    /// Reads the best cut from its end. Unknown scalars that touch are one token.
    private func collect(
        _ nodes: UnsafeMutableBufferPointer<Node>, of piece: UnsafeBufferPointer<UInt8>, into tokens: inout [PieceToken]
    ) {
        let first = tokens.count
        var end = piece.count
        while end > 0 {
            let node = nodes[end]
            var start = Int(node.start)
            let isUnknown = unknownID.map { Int32($0) == node.token } ?? false
            if isUnknown {
                while start > 0, nodes[start].token == node.token { start = Int(nodes[start].start) }
            }
            append(node.token, isUnknown: isUnknown, start..<end, of: piece, to: &tokens)
            end = start
        }
        tokens[first...].reverse()
    }

    /// Appends a token, or the bytes of an unknown one, the last byte first.
    private func append(
        _ token: Int32, isUnknown: Bool, _ range: Range<Int>, of piece: UnsafeBufferPointer<UInt8>,
        to tokens: inout [PieceToken]
    ) {
        let (start, end) = (Int32(range.lowerBound), Int32(range.upperBound))
        guard isUnknown else { return tokens.append(PieceToken(id: token, start: start, end: end)) }
        let part = UnsafeBufferPointer(rebasing: piece[range])
        // What is unknown in parts may be a token as a whole, as in the package.
        if !isSentencePiece, let whole = vocabulary.find(part) {
            return tokens.append(PieceToken(id: whole, start: start, end: end, isAsWritten: true))
        }
        if fallsBackToBytes, part.allSatisfy({ fallback[Int($0)] >= 0 }) {
            for byte in part.reversed() {
                tokens.append(PieceToken(id: fallback[Int(byte)], start: start, end: end))
            }
            return
        }
        tokens.append(PieceToken(id: token, start: start, end: end, isAsWritten: true))
    }
}
