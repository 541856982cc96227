import Foundation
import RationaleCore
import RationaleFiles

/// `tokenizer_config.json`: which class of the package `transformers` the tokenizer is of, and how it is set.
struct TokenizerConfiguration {
    private let fields: Fields?
    /// `BertTokenizer`, `XLMRobertaTokenizer`, …, without `Fast` at its end; `nil` where no class is named.
    let className: String?
    /// The greatest number of tokens; `nil` where it is missing or so great that it is no limit.
    let maximumLength: Int?

    /// Whether the file is there.
    var isThere: Bool { fields != nil }

    /// - Parameter folder: that may have the file.
    init(inFolder folder: String) throws(RationaleError) {
        let path = folder + "/tokenizer_config.json"
        guard FileManager.default.fileExists(atPath: path) else {
            (fields, className, maximumLength) = (nil, nil, nil)
            return
        }
        let fields = try TokenizerFile.fields(of: path)
        self.fields = fields
        let name = try fields.string("tokenizer_class")
        className = name.map { $0.hasSuffix("Fast") ? String($0.dropLast(4)) : $0 }
        // transformers writes 1e30 where there is no limit.
        guard let length = fields["model_max_length"]?.number, length < 1e9 else {
            maximumLength = nil
            return
        }
        guard length >= 1, length == length.rounded() else {
            throw fields.wrong("'model_max_length' is \(length), and should be a number of tokens")
        }
        maximumLength = Int(length)
    }

    func bool(_ name: String) throws(RationaleError) -> Bool? { try fields?.bool(name) }

    /// A special token: a string, or an object with its content.
    func token(_ name: String) throws(RationaleError) -> String? {
        guard let value = fields?[name] else { return nil }
        if let text = value.string { return text }
        guard let content = value.object?["content"]?.string else {
            throw fields?.wrong("'\(name)' should be a token")
                ?? RationaleError(.badData, "'\(name)' should be a token")
        }
        return content
    }

    /// The names of the special tokens, as the file has them or as they usually are.
    func tokens(_ usual: [String: String]) throws(RationaleError) -> [String: String] {
        var result = usual
        for name in usual.keys { if let token = try token(name + "_token") { result[name] = token } }
        return result
    }

    /// Puts in what the file says about a tokenizer that was read from another file.
    ///
    /// As in `transformers`, case, accents and Chinese characters are those of this file where the tokenizer is BERT's, and
    /// neither truncation nor padding of the other file counts.
    func apply(to tokenizer: inout Tokenizer) throws(RationaleError) {
        guard isThere else { return }
        if var bert = tokenizer.normalizer as? BertNormalizer, className.map(Self.bertClasses.contains) ?? false {
            bert.lowercases = try bool("do_lower_case") ?? bert.lowercases
            bert.spacesChinese = try bool("tokenize_chinese_chars") ?? bert.spacesChinese
            if fields?["strip_accents"] != nil { bert.stripsAccents = try bool("strip_accents") }
            tokenizer.normalizer = bert
        }
        try addTokens(to: &tokenizer)
        tokenizer.maximumLength = maximumLength ?? tokenizer.maximumLength
        tokenizer.truncation = nil
        tokenizer.padding = nil
        if let padding = try token("pad_token"), let id = tokenizer.id(of: padding) { tokenizer.paddingID = id }
    }

    /// Adds the tokens of `added_tokens_decoder` that the tokenizer does not find in texts yet: an object of numbers and tokens,
    /// which `transformers` writes beside a vocabulary.
    func addTokens(to tokenizer: inout Tokenizer) throws(RationaleError) {
        guard let decoder = try fields?.object("added_tokens_decoder") else { return }
        var tokens: [AddedTokens.Token] = []
        for member in decoder.members {
            guard let id = Int(member.name), id >= 0, let token = try decoder.object(member.name) else {
                throw decoder.wrong("'\(member.name)' should be the number of a token")
            }
            let content = try token.required("content", try token.string("content"))
            guard tokenizer.added[content] == nil, !content.isEmpty else { continue }
            tokens.append(
                try token.addedToken(content, id, known: tokenizer.id(of: content)) {
                    tokenizer.token(id) ?? tokens.first { $0.id == id }?.content
                })
        }
        tokenizer.add(tokens)
    }

    /// Classes whose `vocab.txt` is BERT's.
    static let bertClasses = [
        "BertTokenizer", "ConvBertTokenizer", "DistilBertTokenizer", "ElectraTokenizer", "LayoutLMTokenizer",
        "MobileBertTokenizer", "RetriBertTokenizer", "SqueezeBertTokenizer",
    ]

    /// Classes whose `vocab.json` and `merges.txt` are RoBERTa's.
    static let robertaClasses = ["LongformerTokenizer", "RobertaTokenizer"]

    /// Refuses a class that this reader does not know for a file.
    func check(_ known: [String], file: String) throws(RationaleError) {
        guard let className, !known.contains(className) else { return }
        throw RationaleError(
            .badData, "\(file): the tokenizer's class is \(className), which cannot be read from this file",
            hint: "Let transformers write a tokenizer.json: AutoTokenizer.from_pretrained(…).save_pretrained(…). "
                + "From this file these can be read: \(known.joined(separator: ", ")).")
    }
}
