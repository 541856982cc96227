import Foundation
import RationaleCore
import RationaleFiles

/// Reads vocabularies that come without a `tokenizer.json`.
enum VocabularyFiles {
    /// `vocab.txt`: a piece in each line.
    static func wordPieces(
        _ path: String, _ configuration: TokenizerConfiguration
    ) throws(RationaleError) -> Tokenizer {
        try configuration.check(TokenizerConfiguration.bertClasses, file: path)
        let refusal = FileRefusal(file: path)
        let lines = try lines(of: path, refusal)
        var vocabulary = TokenVocabulary(capacity: lines.count)
        for (id, line) in lines.enumerated() {
            do throws(TokenVocabulary.Refusal) { try vocabulary.insert(line, id) } catch {
                throw Fields(JSONObject(members: []), "line \(id + 1)", refusal).wrong(error, line, id)
            }
        }
        let names = try configuration.tokens(Tokenizer.usualBertNames)
        let unknown = names["unk"] ?? "[UNK]"
        guard vocabulary[unknown] != nil else {
            throw refusal(
                "the vocabulary has no '\(unknown)', so it is not BERT's",
                hint: "Check that this is the vocab.txt of the network, or name its tokenizer.json.")
        }
        var normalizer = BertNormalizer()
        normalizer.lowercases =
            try configuration.bool("do_lower_case")
            ?? (configuration.isThere || isUncased(vocabulary.tokens.lazy.compactMap(\.self)))
        normalizer.stripsAccents = try configuration.bool("strip_accents")
        normalizer.spacesChinese = try configuration.bool("tokenize_chinese_chars") ?? true
        var tokenizer = Tokenizer.bert(vocabulary, normalizer, names: names)
        try configuration.addTokens(to: &tokenizer)
        tokenizer.maximumLength = configuration.maximumLength
        return tokenizer
    }

    /// Whether no piece has a capital letter; special tokens in brackets do not count.
    static func isUncased(_ pieces: some Sequence<String>) -> Bool {
        !pieces.contains { piece in
            !(piece.hasPrefix("[") && piece.hasSuffix("]"))
                && piece.unicodeScalars.contains { $0.properties.isUppercase }
        }
    }

    /// `vocab.json` with `merges.txt`: RoBERTa's.
    static func bytePairs(
        _ path: String, _ configuration: TokenizerConfiguration
    ) throws(RationaleError) -> Tokenizer {
        try configuration.check(TokenizerConfiguration.robertaClasses, file: path)
        let fields = try TokenizerFile.fields(of: path)
        let vocabulary = try fields.vocabulary(of: fields.members)
        let mergesPath = URL(fileURLWithPath: path).deletingLastPathComponent().path + "/merges.txt"
        let refusal = FileRefusal(file: mergesPath)
        var pairs: [(String, String)] = []
        for (index, line) in try lines(of: mergesPath, refusal).enumerated() {
            if index == 0, line.hasPrefix("#version") { continue }
            if line.isEmpty { continue }
            guard let pair = Fields.merge(line) else {
                throw refusal("line \(index + 1) should be two tokens with a space between them")
            }
            pairs.append(pair)
        }
        let mergeFields = Fields(JSONObject(members: []), "", refusal)
        let model = BytePairModel(
            vocabulary, merges: try mergeFields.merges(pairs, vocabulary, prefix: nil), options: .init())
        let names = try configuration.tokens([
            "cls": "<s>", "sep": "</s>", "pad": "<pad>", "unk": "<unk>", "mask": "<mask>",
        ])
        func special(_ name: String) throws(RationaleError) -> SpecialToken {
            guard let token = names[name], let id = vocabulary[token] else {
                throw fields.wrong(
                    "the vocabulary has no '\(names[name] ?? name)', so it is not RoBERTa's",
                    hint: "Name the tokenizer.json of the network.")
            }
            return SpecialToken(token: token, id: id)
        }
        let addsPrefixSpace = try configuration.bool("add_prefix_space") ?? false
        let added = ["cls", "pad", "sep", "unk", "mask"].compactMap { names[$0] }.compactMap { token in
            vocabulary[token].map {
                AddedTokens.Token(id: $0, content: token, isNormalized: false, isSpecial: true)
            }
        }
        var tokenizer = Tokenizer(
            model: model, preTokenizer: ByteLevel(addsPrefixSpace: addsPrefixSpace, isCutting: true),
            postProcessor: RobertaProcessing(
                classifier: try special("cls"), separator: try special("sep"),
                trimming: OffsetTrimming(addsPrefixSpace: addsPrefixSpace)),
            decoder: ByteLevelDecoder(), added: added)
        try configuration.addTokens(to: &tokenizer)
        tokenizer.paddingID = try special("pad").id
        tokenizer.maximumLength = configuration.maximumLength
        tokenizer.partNames = ["RoBERTa's words"]
        return tokenizer
    }

    /// The lines of a text file, without an empty one at its end.
    private static func lines(of path: String, _ refusal: FileRefusal) throws(RationaleError) -> [String] {
        let file = try MappedFile(contentsOf: URL(fileURLWithPath: path))
        guard file.count <= Tokenizer.largestFile, let bytes = MappedBytes(file: file, range: 0..<file.count) else {
            throw refusal("the file has \(file.count >> 20) MB; at most \(Tokenizer.largestFile >> 20) are taken")
        }
        guard let text = String(validating: bytes.array, as: UTF8.self) else {
            throw refusal("this is not UTF-8 text", hint: "Fetch the file again.")
        }
        var lines = text.utf8.split(separator: 0x0A, omittingEmptySubsequences: false).map { line in
            String(Substring(line.last == 0x0D ? line.dropLast() : line))
        }
        if lines.last?.isEmpty == true { lines.removeLast() }
        return lines
    }
}
