import RationaleCore

/// Gathers the tokens of one text: their numbers, and where they are in it.
struct TokenCollector {
    private let vocabulary: TokenVocabulary
    private let sequence: Int
    private var encoding: Encoding
    /// For each byte of the text the number of the scalar it is in; `nil` where each is its own.
    private let scalars: [Int32]?
    private var scratch: [PieceToken] = []
    private var word = 0

    init(_ text: [UInt8], sequence: Int, _ vocabulary: TokenVocabulary) {
        self.vocabulary = vocabulary
        self.sequence = sequence
        encoding = Encoding()
        let estimate = text.count / 4 + 4
        encoding.ids.reserveCapacity(estimate)
        encoding.tokens.reserveCapacity(estimate)
        encoding.offsets.reserveCapacity(estimate)
        encoding.words.reserveCapacity(estimate)
        scalars = text.withUnsafeBufferPointer { text in
            guard !text.allSatisfy({ $0 < 0x80 }) else { return nil }
            return Array(unsafeUninitializedCapacity: text.count + 1) { numbers, count in
                var number: Int32 = -1
                for index in text.indices {
                    if text[index] & 0xC0 != 0x80 { number += 1 }
                    numbers[index] = number
                }
                numbers[text.count] = number + 1
                count = text.count + 1
            }
        }
    }

    /// Adds an added token.
    mutating func append(_ token: AddedTokens.Token, at span: Range<Int>, written: ArraySlice<UInt8>) {
        add(token.id, String(decoding: written, as: UTF8.self), span)
        word += 1
    }

    @inline(__always) private mutating func add(_ id: Int, _ token: String, _ span: Range<Int>) {
        encoding.ids.append(id)
        encoding.tokens.append(token)
        if let scalars {
            let start = Int(scalars[span.lowerBound])
            encoding.offsets.append(start..<max(start, Int(scalars[span.upperBound])))
        } else {
            encoding.offsets.append(span)
        }
        encoding.words.append(word)
    }

    /// Adds the tokens of pieces, each of which is a word.
    mutating func append(
        _ pieces: Pieces, by model: any TokenModel, _ cache: PieceCache
    ) throws(RationaleError) {
        func open(_ model: some TokenModel) throws(RationaleError) { try append(pieces, opened: model, cache) }
        try open(model)
    }

    private mutating func append(
        _ pieces: Pieces, opened model: some TokenModel, _ cache: PieceCache
    ) throws(RationaleError) {
        let isCached = model.isWorthCaching
        let failure: RationaleError? = pieces.text.bytes.withUnsafeBufferPointer { bytes in
            do throws(RationaleError) {
                for range in pieces.ranges {
                    scratch.removeAll(keepingCapacity: true)
                    let piece = UnsafeBufferPointer(rebasing: bytes[range])
                    if isCached {
                        try cache.tokenize(piece, by: model, into: &scratch)
                    } else {
                        try model.tokenize(piece, into: &scratch)
                    }
                    for index in scratch.indices { add(scratch[index], of: pieces.text, at: range.lowerBound, bytes) }
                    word += 1
                }
                return nil
            } catch { return error }
        }
        if let failure { throw failure }
    }

    @inline(__always) private mutating func add(
        _ token: PieceToken, of text: AlignedText, at start: Int, _ bytes: UnsafeBufferPointer<UInt8>
    ) {
        let range = start + Int(token.start)..<start + Int(token.end)
        let written =
            token.isAsWritten
            ? String(decoding: UnsafeBufferPointer(rebasing: bytes[range]), as: UTF8.self)
            : vocabulary.tokens[Int(token.id)] ?? ""
        if text.spans == nil, scalars == nil {
            add(Int(token.id), written, range.lowerBound + text.origin..<range.upperBound + text.origin)
        } else {
            add(Int(token.id), written, text.span(of: range))
        }
    }

    /// Everything that was gathered.
    func finish() -> Encoding {
        var result = encoding
        let count = result.ids.count
        result.typeIDs = Array(repeating: sequence, count: count)
        result.isSpecial = Array(repeating: false, count: count)
        result.attentionMask = Array(repeating: 1, count: count)
        result.sequences = Array(repeating: sequence, count: count)
        return result
    }
}
