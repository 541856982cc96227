import RationaleCore

/// Byte pair encoding: a word begins as its scalars (or bytes), and the pair that was merged first in training is merged
/// first, until none is left.
///
/// *Source:* Sennrich, Haddow, Birch (2016), "Neural machine translation of rare words with subword units", arXiv
/// 1508.07909; Radford et al. (2019) for bytes in place of scalars.
struct BytePairModel: TokenModel {
    struct Options: Sendable {
        /// What stands for scalars that are not in the vocabulary; `nil`: they are left out.
        var unknown: String?
        /// What scalars but the first of a word begin with.
        var prefix: String?
        /// What the last scalar of a word ends with.
        var suffix: String?
        /// Whether unknown scalars that touch are one token.
        var fusesUnknown = false
        /// Whether unknown scalars are spelt by tokens for bytes, `<0x0A>`.
        var fallsBackToBytes = false
        /// Whether a word that is in the vocabulary is one token, whatever the merges say.
        var ignoresMerges = false
    }

    let kind = "BPE"
    let vocabulary: TokenVocabulary
    let options: Options
    let unknownID: Int?
    private let merges: PairTable
    /// Tokens of ASCII scalars, where neither prefix nor suffix is in the way; −1 where there is none.
    private let asciiTokens: [Int32]
    /// `<0x00>` to `<0xFF>`; −1 where there is none.
    private let fallback: [Int32]
    /// The token of each byte, and whole tokens by their bytes, where words come as bytes (``readingBytes()``).
    private var byteTokens: [Int32]?
    private var byteWords = ByteTable()

    /// - Parameter merges: in the order of training.
    init(_ vocabulary: TokenVocabulary, merges: PairTable, options: Options) {
        self.vocabulary = vocabulary
        self.merges = merges
        self.options = options
        unknownID = options.unknown.flatMap { vocabulary[$0] }
        asciiTokens = (0..<128).map { Int32(vocabulary[String(UnicodeScalar(UInt8($0)))] ?? -1) }
        fallback = vocabulary.byteTokens
    }

    /// The same model for words as bytes, where the pre-tokenizer would write a scalar for each byte: nothing is written
    /// then. `nil` where the options are about scalars.
    func readingBytes() -> BytePairModel? {
        guard options.prefix == nil, options.suffix == nil, !options.fallsBackToBytes else { return nil }
        var model = self
        model.byteTokens = (0..<256).map { byte in
            Int32(vocabulary[String(UnicodeScalar(ByteAlphabet.scalars[byte])!)] ?? -1)
        }
        if options.ignoresMerges {
            model.byteWords = ByteTable(capacity: vocabulary.count)
            for (id, token) in vocabulary.tokens.enumerated() {
                guard let bytes = token.flatMap(ByteAlphabet.bytes(of:)) else { continue }
                model.byteWords.insert(bytes, Int32(id))
            }
        }
        return model
    }

    func tokenize(_ word: UnsafeBufferPointer<UInt8>, into tokens: inout [PieceToken]) throws(RationaleError) {
        guard word.count > 0 else { return }
        if options.ignoresMerges {
            let found = byteTokens == nil ? vocabulary.find(word) : byteWords.find(word)
            if let found { return tokens.append(PieceToken(id: found, start: 0, end: Int32(word.count))) }
        }
        var merging = Merging(capacity: word.count)
        if let byteTokens {
            for byte in word { add(byteTokens[Int(byte)], length: 1, to: &merging, written: byteWidth(byte)) }
        } else {
            split(word, into: &merging)
        }
        merging.flushUnknown()
        if let missing = merging.missingUnknown, missing {
            throw RationaleError(
                .badData, "the vocabulary does not have '\(options.unknown ?? "")', its unk_token",
                hint: "Add it to the vocabulary, or name the right one as unk_token.")
        }
        merging.merge(by: merges)
        let isShifted = merging.hasDropped && byteTokens != nil
        let first = tokens.count
        merging.append(to: &tokens)
        if isShifted { shift(&tokens, from: first, in: word) }
    }

    /// Adds the symbols of a word of scalars.
    private func split(_ word: UnsafeBufferPointer<UInt8>, into merging: inout Merging) {
        let isPlain = options.prefix == nil && options.suffix == nil
        var index = 0
        while index < word.count {
            let width = UTF8Bytes.width(word[index])
            let part = UnsafeBufferPointer(rebasing: word[index..<index + width])
            var token: Int32
            if isPlain {
                token = width == 1 ? asciiTokens[Int(word[index])] : vocabulary.find(part) ?? -1
                if token < 0, options.fallsBackToBytes, addBytes(part, to: &merging) {
                    index += width
                    continue
                }
            } else {
                var spelt = index > 0 ? Array((options.prefix ?? "").utf8) : []
                spelt += part
                if index + width == word.count { spelt += Array((options.suffix ?? "").utf8) }
                token = spelt.withUnsafeBufferPointer { vocabulary.find($0) ?? -1 }
                let isSpelt =
                    token < 0 && options.fallsBackToBytes
                    && spelt.withUnsafeBufferPointer { addBytes($0, to: &merging) }
                if isSpelt {
                    index += width
                    continue
                }
            }
            add(token, length: Int32(width), to: &merging, written: Int32(width))
            index += width
        }
    }

    /// Adds a symbol, or what stands for one that is not in the vocabulary.
    @inline(__always) private func add(
        _ token: Int32, length: Int32, to merging: inout Merging, written: Int32
    ) {
        if token >= 0 {
            merging.flushUnknown()
            merging.add(token, length)
        } else if options.unknown != nil {
            guard let unknownID else { return merging.missingUnknown = true }
            if !options.fusesUnknown { merging.flushUnknown() }
            merging.addUnknown(Int32(unknownID), length)
        } else {
            merging.hasDropped = true
        }
    }

    /// Adds the tokens of bytes, if all are there. An unknown token that waits goes on waiting, as in the package.
    private func addBytes(_ bytes: UnsafeBufferPointer<UInt8>, to merging: inout Merging) -> Bool {
        guard bytes.allSatisfy({ fallback[Int($0)] >= 0 }) else { return false }
        for byte in bytes { merging.add(fallback[Int(byte)], 1) }
        return true
    }

    private func byteWidth(_ byte: UInt8) -> Int32 { ByteAlphabet.scalars[Int(byte)] < 0x80 ? 1 : 2 }

    /// Where symbols were left out, the package's offsets count without them, in the scalars that stand for bytes.
    private func shift(_ tokens: inout [PieceToken], from first: Int, in word: UnsafeBufferPointer<UInt8>) {
        var written: [Int32] = []
        for (index, byte) in word.enumerated() {
            for _ in 0..<byteWidth(byte) { written.append(Int32(index)) }
        }
        var position = 0
        for index in first..<tokens.count {
            let length = vocabulary.token(Int(tokens[index].id))?.utf8.count ?? 0
            tokens[index].start = written[min(position, written.count - 1)]
            position += length
            tokens[index].end = written[min(max(position - 1, 0), written.count - 1)] + 1
        }
    }
}
