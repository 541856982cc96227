import RationaleCore
import RationaleFiles

extension SentencePieceFile {
    private static let transformerClasses = [
        "AlbertTokenizer", "DebertaV2Tokenizer", "XLMRobertaTokenizer",
    ]

    /// The tokenizer: SentencePiece's own, or what `transformers` makes of the model where a class is named.
    func tokenizer(_ configuration: TokenizerConfiguration) throws(RationaleError) -> Tokenizer {
        try configuration.check(Self.transformerClasses, file: refusal.file)
        var tokenizer: Tokenizer
        switch configuration.className {
        case "XLMRobertaTokenizer": tokenizer = try xlmRoberta(configuration)
        case "AlbertTokenizer": tokenizer = try albert(configuration)
        case "DebertaV2Tokenizer": tokenizer = try deberta(configuration)
        default: tokenizer = try plain()
        }
        tokenizer.maximumLength = configuration.maximumLength
        return tokenizer
    }

    private func normalizationRules() throws(RationaleError) -> Precompiled? {
        guard !charsmap.isEmpty else { return nil }
        do { return try Precompiled(charsmap) } catch { throw refusal(error.message, hint: error.hint) }
    }

    private func vocabulary(_ tokens: [String]) throws(RationaleError) -> TokenVocabulary {
        var vocabulary = TokenVocabulary(capacity: tokens.count)
        for (id, token) in tokens.enumerated() {
            do throws(TokenVocabulary.Refusal) { try vocabulary.insert(token, id) } catch {
                throw Fields(.init(members: []), "piece \(id)", refusal).wrong(error, token, id)
            }
        }
        return vocabulary
    }

    // MARK: SentencePiece's own

    /// The tokenizer of the library SentencePiece: no special tokens are found or added.
    private func plain() throws(RationaleError) -> Tokenizer {
        guard modelType == 1 || modelType == 2 else {
            throw refusal(
                "the model is of SentencePiece's type \(modelType == 3 ? "word" : modelType == 4 ? "char" : "\(modelType)"), which is not known",
                hint: "Known are unigram and bpe.")
        }
        let vocabulary = try vocabulary(pieces.map(\.text))
        let unknown = pieces.firstIndex { $0.kind == .unknown }
        let own = pieces.filter { $0.kind == .userDefined && !$0.text.isEmpty }.map(\.text)
        let normal = pieces.lazy.filter { $0.kind == .normal }.map(\.score)
        let (least, most) = (normal.min() ?? 0, normal.max() ?? 0)
        let normalizer = SentencePieceNormalizer(
            rules: try normalizationRules(), userDefined: own, addsDummyPrefix: addsDummyPrefix,
            removesSpaces: removesSpaces, escapesSpaces: escapesSpaces, endsWithSpace: endsWithSpace)
        let model: any TokenModel
        if modelType == 1 {
            let scores = pieces.map { piece in
                piece.kind == .userDefined ? Float(piece.text.utf8.count) * most - 0.1 : piece.score
            }
            let skipped = pieces.indices.filter { pieces[$0].kind != .normal && pieces[$0].kind != .userDefined }
            model = UnigramModel(
                vocabulary, scores: scores.map(Double.init), unknown: unknown, fallsBackToBytes: fallsBackToBytes,
                skipping: Set(skipped), asSentencePiece: true, unknownScore: Double(least - 10))
        } else {
            model = SentencePieceBPE(vocabulary, pieces, unknown: unknown, fallsBackToBytes: fallsBackToBytes)
        }
        var tokenizer = Tokenizer(
            model: model, normalizer: normalizer,
            decoder: SentencePieceDecoder(
                addsDummyPrefix: addsDummyPrefix || removesSpaces, endsWithSpace: endsWithSpace),
            added: [])
        tokenizer.controlIDs = Set(pieces.indices.filter { pieces[$0].kind == .control || pieces[$0].kind == .unknown })
        tokenizer.partNames = ["SentencePiece"]
        tokenizer.paddingID = tokenizer.usualPaddingID
        return tokenizer
    }

    // MARK: As transformers converts it

    private func unigram(
        _ pieces: [(String, Double)], unknown: String
    ) throws(RationaleError) -> UnigramModel {
        guard modelType == 1 else {
            throw refusal("the model is no unigram model, which its class needs", hint: "Name the right file.")
        }
        let vocabulary = try vocabulary(pieces.map(\.0))
        guard let id = vocabulary[unknown] else {
            throw refusal("the model has no piece '\(unknown)' for unknown characters", hint: "Set unk_token.")
        }
        return UnigramModel(
            vocabulary, scores: pieces.map(\.1), unknown: id, fallsBackToBytes: false)
    }

    private func scored(_ pieces: some Sequence<Piece>) -> [(String, Double)] {
        pieces.map { ($0.text, Double($0.score)) }
    }

    private func added(
        _ names: [String], _ model: UnigramModel, symbols: Bool = false
    ) -> [AddedTokens.Token] {
        var tokens: [AddedTokens.Token] = []
        var next = model.vocabulary.tokens.count
        func add(_ name: String, isSpecial: Bool) {
            guard !tokens.contains(where: { $0.content == name }) else { return }
            let id = model.vocabulary[name] ?? next
            if id == next { next += 1 }
            tokens.append(.init(id: id, content: name, isNormalized: false, isSpecial: isSpecial))
        }
        for name in names { add(name, isSpecial: true) }
        if symbols { for piece in pieces where piece.kind == .userDefined { add(piece.text, isSpecial: false) } }
        return tokens
    }

    private func template(
        _ first: String, _ last: String, _ tokens: [AddedTokens.Token], separators: Int, secondType: Int
    ) -> TemplateProcessing {
        func special(_ name: String, _ type: Int) -> TemplateProcessing.Piece {
            .special([SpecialToken(token: name, id: tokens.first { $0.content == name }?.id ?? 0)], typeID: type)
        }
        let single = [special(first, 0), .text(0, typeID: 0), special(last, 0)]
        let between = Array(repeating: special(last, 0), count: separators - 1)
        return TemplateProcessing(
            single: single,
            pair: single + between + [.text(1, typeID: secondType), special(last, secondType)])
    }

    private static let words: any PreTokenizer = PreTokenizerSequence(parts: [
        ScalarPreTokenizer.whitespaceSplit, metaspace,
    ])
    private static let metaspace = Metaspace(replacement: 0x2581, prepend: .always, isSplitting: true)
    private static let decoder = MetaspaceDecoder(replacement: 0x2581, prepend: .always)

    /// fairseq's order of special tokens, then the pieces from the fourth on, then the mask.
    private func xlmRoberta(_ configuration: TokenizerConfiguration) throws(RationaleError) -> Tokenizer {
        let names = try configuration.tokens([
            "bos": "<s>", "pad": "<pad>", "eos": "</s>", "unk": "<unk>", "mask": "<mask>",
        ])
        let (bos, pad, eos) = (names["bos"] ?? "", names["pad"] ?? "", names["eos"] ?? "")
        let (unknown, mask) = (names["unk"] ?? "", names["mask"] ?? "")
        let model = try unigram(
            [bos, pad, eos, unknown].map { ($0, 0) } + scored(pieces.dropFirst(3)) + [(mask, 0)], unknown: unknown)
        let tokens = added([bos, pad, eos, unknown, mask], model)
        return converted(
            model, try normalizationRules(), Self.words, tokens,
            template(bos, eos, tokens, separators: 2, secondType: 0), padding: pad)
    }

    private func albert(_ configuration: TokenizerConfiguration) throws(RationaleError) -> Tokenizer {
        let names = try configuration.tokens([
            "pad": "<pad>", "unk": "<unk>", "cls": "[CLS]", "sep": "[SEP]", "mask": "[MASK]",
        ])
        let model = try unigram(scored(pieces), unknown: names["unk"] ?? "")
        let tokens = added(["pad", "unk", "cls", "sep", "mask"].compactMap { names[$0] }, model, symbols: true)
        var normalizers: [any Normalizer] = ["``", "''"].map {
            Replace(pattern: .text(Array($0.utf8)), content: [0x22])
        }
        if !(try configuration.bool("keep_accents") ?? false) { normalizers += [NormalForm.nfkd, StripAccents()] }
        if try configuration.bool("do_lower_case") ?? true { normalizers.append(Lowercase()) }
        if let rules = try normalizationRules() { normalizers.append(rules) }
        return converted(
            model, NormalizerSequence(parts: normalizers), Self.words, tokens,
            template(names["cls"] ?? "", names["sep"] ?? "", tokens, separators: 1, secondType: 1),
            padding: names["pad"] ?? "")
    }

    private func deberta(_ configuration: TokenizerConfiguration) throws(RationaleError) -> Tokenizer {
        let names = try configuration.tokens([
            "pad": "[PAD]", "cls": "[CLS]", "sep": "[SEP]", "unk": "[UNK]", "mask": "[MASK]",
        ])
        let model = try unigram(scored(pieces), unknown: names["unk"] ?? "")
        let tokens = added(
            ["pad", "cls", "sep", "unk", "mask"].compactMap { names[$0] }, model, symbols: true)
        var normalizers: [any Normalizer] = []
        if try configuration.bool("do_lower_case") ?? false { normalizers.append(Lowercase()) }
        normalizers += [
            Replace(pattern: .regex(try Pattern(#"\s{2,}|[\n\r\t]"#)), content: [0x20]), NormalForm.nfc,
            StripNormalizer(isLeft: false, isRight: true),
        ]
        return converted(
            model, NormalizerSequence(parts: normalizers), Self.metaspace, tokens,
            template(names["cls"] ?? "", names["sep"] ?? "", tokens, separators: 1, secondType: 1),
            padding: names["pad"] ?? "")
    }

    private func converted(
        _ model: UnigramModel, _ normalizer: (any Normalizer)?, _ preTokenizer: any PreTokenizer,
        _ tokens: [AddedTokens.Token], _ template: TemplateProcessing, padding: String
    ) -> Tokenizer {
        var tokenizer = Tokenizer(
            model: model, normalizer: normalizer, preTokenizer: preTokenizer, postProcessor: template,
            decoder: Self.decoder, added: tokens)
        tokenizer.paddingID = tokenizer.id(of: padding)
        tokenizer.partNames = ["SentencePiece"]
        return tokenizer
    }
}
