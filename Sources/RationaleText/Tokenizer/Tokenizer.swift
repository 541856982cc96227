public import RationaleCore

/// A tokenizer as the package `tokenizers` describes it: it makes of a text the tokens that a transformer was taught.
///
/// The steps, each of which may be missing:
/// 1. Added tokens that are written in the text (`[MASK]`) are taken out of it.
/// 2. The normalizer rewrites what is left (small letters, no accents).
/// 3. The pre-tokenizer cuts it into words.
/// 4. The model cuts words into tokens of its vocabulary: WordPiece, BPE, Unigram or WordLevel.
/// 5. Tokens are cut off where there are too many (``truncation``).
/// 6. The post-processor adds special tokens (`[CLS]`, `[SEP]`).
/// 7. Padding is added (``padding``).
///
/// ```swift
/// let tokenizer = try Tokenizer(contentsOf: "bert/tokenizer.json")
/// let encoding = try tokenizer.encode("A bird flew.")   // encoding.ids, .offsets, …
/// ```
///
/// Tokens, numbers, offsets and words equal those of the package, which was asked for them (`scripts/reference/tokenizers.py`).
/// A tokenizer is a value; calls on several threads do not wait for each other.
///
/// *Source:* the documentation and the answers of the package `tokenizers` 0.23.
public struct Tokenizer: Sendable {
    /// How many tokens a text may have, and what goes where it has more; `nil`: all stay.
    public var truncation: Truncation?
    /// How short encodings are filled up; `nil`: they are not.
    public var padding: Padding?
    /// The greatest number of tokens that the network takes, special ones included: what `tokenizer_config.json` says, or
    /// the truncation of `tokenizer.json`; `nil` where neither does.
    public var maximumLength: Int?
    /// The number of the token for padding, whether encodings are filled up or not; `nil` where there is none.
    public internal(set) var paddingID: Int?

    var normalizer: (any Normalizer)?
    var preTokenizer: (any PreTokenizer)?
    var model: any TokenModel
    var postProcessor: (any PostProcessor)?
    var decoder: (any TokenDecoder)?
    var added: AddedTokens
    /// Tokens of the model that decoding may leave out.
    var controlIDs: Set<Int> = []
    /// What the parts are called, for ``description``.
    var partNames: [String] = []
    private let caches: PieceCaches

    /// The longest text that is taken, in bytes.
    public static let longestText = 1 << 30

    init(
        model: any TokenModel, normalizer: (any Normalizer)? = nil, preTokenizer: (any PreTokenizer)? = nil,
        postProcessor: (any PostProcessor)? = nil, decoder: (any TokenDecoder)? = nil,
        added: [AddedTokens.Token] = []
    ) {
        caches = PieceCaches()
        self.normalizer = normalizer
        self.postProcessor = postProcessor
        self.decoder = decoder
        self.model = model
        self.preTokenizer = preTokenizer
        self.added = Self.added(added, normalizer)
        // Where words become scalars for bytes only to be looked up, the model may as well read the bytes.
        if let bytes = preTokenizer?.leavingBytes(), let reading = (model as? BytePairModel)?.readingBytes() {
            self.preTokenizer = bytes
            self.model = reading
        }
    }

    private static func added(_ tokens: [AddedTokens.Token], _ normalizer: (any Normalizer)?) -> AddedTokens {
        AddedTokens(tokens) { content in
            var text = AlignedText(Array(content.utf8), origin: 0)
            try? normalizer?.normalize(&text)
            return text.bytes
        }
    }

    /// Finds these tokens in texts, too.
    mutating func add(_ tokens: [AddedTokens.Token]) {
        guard !tokens.isEmpty else { return }
        added = Self.added(added.tokens + tokens, normalizer)
    }

    // MARK: Vocabulary

    /// How many tokens there are, added ones included.
    public var count: Int {
        model.vocabulary.count + added.tokens.count { model.vocabulary[$0.content] == nil }
    }

    /// The greatest number that a token has; −1 where there are no tokens.
    public var largestID: Int {
        max(model.vocabulary.tokens.count - 1, added.tokens.map(\.id).max() ?? -1)
    }

    /// The token of a number; `nil` where there is none.
    public func token(_ id: Int) -> String? { added[id]?.content ?? model.vocabulary.token(id) }

    /// The number of a token; `nil` where it is not in the vocabulary.
    public func id(of token: String) -> Int? { added[token]?.id ?? model.vocabulary[token] }

    /// The number of the token for what the vocabulary cannot spell; `nil` where there is none.
    public var unknownID: Int? { model.unknownID }

    // MARK: Encoding

    /// The tokens of a text, or of a pair of texts.
    ///
    /// - Parameters:
    ///   - text: may be empty.
    ///   - pair: a second text. Default: none.
    ///   - addingSpecialTokens: whether the post-processor adds its tokens. Default: yes.
    /// - Returns: the encoding, cut and filled up as ``truncation`` and ``padding`` say.
    /// - Throws: `badData` where the vocabulary needs a token for unknown words and has none, where a text is too long to
    ///   be read or too short to be cut as the truncation demands; `unavailable` where a pattern is too hard to match.
    /// - Complexity: O(length of the text, times that of the longest token).
    public func encode(
        _ text: String, pair: String? = nil, addingSpecialTokens: Bool = true
    ) throws(RationaleError) -> Encoding {
        fill([try unpadded(text, pair: pair, addingSpecialTokens: addingSpecialTokens)])[0]
    }

    /// The tokens of many texts; with ``Padding/Length/longestOfBatch`` all become as long as the longest.
    public func encode(_ texts: [String], addingSpecialTokens: Bool = true) throws(RationaleError) -> [Encoding] {
        var encodings: [Encoding] = []
        encodings.reserveCapacity(texts.count)
        for text in texts {
            encodings.append(try unpadded(text, pair: nil, addingSpecialTokens: addingSpecialTokens))
        }
        return fill(encodings)
    }

    private func unpadded(
        _ text: String, pair: String?, addingSpecialTokens: Bool
    ) throws(RationaleError) -> Encoding {
        var parts = [try tokens(of: text, sequence: 0)]
        if let pair { parts.append(try tokens(of: pair, sequence: 1)) }
        if let truncation {
            let added = addingSpecialTokens ? postProcessor?.addedCount(isPair: pair != nil) ?? 0 : 0
            try truncation.apply(to: &parts, leaving: added)
        }
        postProcessor?.process(&parts, isAdding: addingSpecialTokens)
        var result = parts[0]
        for part in parts.dropFirst() { result.append(part) }
        return result
    }

    private func fill(_ encodings: [Encoding]) -> [Encoding] {
        guard let padding else { return encodings }
        let target = padding.target(longest: encodings.lazy.map(\.count).max() ?? 0)
        return encodings.map { $0.padded(to: target, with: padding) }
    }

    /// The tokens of one text, without special ones.
    private func tokens(of text: String, sequence: Int) throws(RationaleError) -> Encoding {
        var text = text
        let bytes = text.withUTF8 { Array($0) }
        guard bytes.count <= Self.longestText else {
            throw RationaleError(
                .badData, "a text has \(bytes.count >> 20) MB; at most \(Self.longestText >> 20) are taken",
                hint: "Give the tokenizer a part of it.")
        }
        var collector = TokenCollector(bytes, sequence: sequence, model.vocabulary)
        return try caches.with { cache throws(RationaleError) in
            for part in added.parts(of: bytes, isNormalized: false) ?? [.init(range: bytes.indices)] {
                if let token = part.token {
                    collector.append(token, at: part.range, written: bytes[part.range])
                } else if !part.range.isEmpty {
                    let isWhole = part.range.count == bytes.count
                    try collect(
                        AlignedText(isWhole ? bytes : Array(bytes[part.range]), origin: part.range.lowerBound), cache,
                        &collector)
                }
            }
            return collector.finish()
        }
    }

    /// Collects the tokens of a part of a text that has no tokens to be found before it is normalized.
    private func collect(
        _ part: AlignedText, _ cache: PieceCache, _ collector: inout TokenCollector
    ) throws(RationaleError) {
        var text = part
        try normalizer?.normalize(&text)
        guard let parts = added.parts(of: text.bytes, isNormalized: true) else {
            return try collect(words: text, cache, &collector)
        }
        for part in parts {
            if let token = part.token {
                collector.append(token, at: text.span(of: part.range), written: text.bytes[part.range])
            } else {
                try collect(words: text.slice(part.range), cache, &collector)
            }
        }
    }

    private func collect(
        words text: AlignedText, _ cache: PieceCache, _ collector: inout TokenCollector
    ) throws(RationaleError) {
        var pieces = Pieces(text)
        try preTokenizer?.split(&pieces)
        try collector.append(pieces, by: model, cache)
    }
}
