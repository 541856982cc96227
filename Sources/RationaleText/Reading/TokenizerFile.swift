import Foundation
import RationaleCore
import RationaleFiles

/// Reads `tokenizer.json`.
struct TokenizerFile {
    private let fields: Fields
    private let refusal: FileRefusal

    /// The file's members as they are in it.
    ///
    /// - Throws: `missingInput`; `badData` where it is no JSON object.
    static func fields(of path: String) throws(RationaleError) -> Fields {
        let refusal = FileRefusal(file: path)
        let file = try MappedFile(contentsOf: URL(fileURLWithPath: path))
        guard file.count <= Tokenizer.largestFile, let bytes = MappedBytes(file: file, range: 0..<file.count) else {
            throw refusal("the file has \(file.count >> 20) MB; at most \(Tokenizer.largestFile >> 20) are taken")
        }
        let value: JSONValue
        do throws(JSONParser.Failure) { value = try JSONParser.parse(bytes, valueLimit: 20_000_000) } catch {
            throw refusal(
                "this is no JSON, at byte \(error.position): \(error.message)", hint: "Fetch the file again.")
        }
        guard let object = value.object else { throw refusal("expected an object, found \(value.kind)") }
        return Fields(object, "", refusal)
    }

    init(contentsOf path: String) throws(RationaleError) {
        fields = try Self.fields(of: path)
        refusal = fields.refusal
    }

    func tokenizer() throws(RationaleError) -> Tokenizer {
        guard let modelFields = try fields.object("model") else {
            throw refusal(
                "it has no 'model', so it is no tokenizer of the package tokenizers",
                hint: "Name the tokenizer.json that lies beside the network, or its folder.")
        }
        let model = try modelFields.model()
        let normalizer = try fields.object("normalizer")
        let preTokenizer = try fields.object("pre_tokenizer")
        let postProcessor = try fields.object("post_processor")
        let decoder = try fields.object("decoder")
        var tokenizer = Tokenizer(
            model: model, normalizer: try normalizer?.normalizer(), preTokenizer: try preTokenizer?.preTokenizer(),
            postProcessor: try postProcessor?.postProcessor(), decoder: try decoder?.decoder(),
            added: try addedTokens(model))
        for (name, part) in [
            ("normalizer", normalizer), ("pre-tokenizer", preTokenizer), ("post-processor", postProcessor),
        ] {
            if let part { tokenizer.partNames.append("\(name) \(try part.string("type") ?? "")") }
        }
        tokenizer.truncation = try truncation()
        tokenizer.padding = try padding()
        tokenizer.maximumLength = tokenizer.truncation?.length
        tokenizer.paddingID = tokenizer.padding?.id ?? tokenizer.usualPaddingID
        return tokenizer
    }

    // MARK: Parts

    /// The numbers of added tokens are those of the model's vocabulary, or follow it in the order of the file.
    private func addedTokens(_ model: any TokenModel) throws(RationaleError) -> [AddedTokens.Token] {
        guard fields["added_tokens"] != nil else { return [] }
        var tokens: [AddedTokens.Token] = []
        var numbers: [Int: String] = [:]
        for part in try fields.objects("added_tokens") {
            let content = try part.required("content", try part.string("content"))
            let id = try part.required("id", try part.natural("id"))
            let fields = Fields(part.object, "added token '\(content)'", refusal)
            tokens.append(
                try fields.addedToken(content, id, known: model.vocabulary[content]) {
                    numbers[id] ?? model.vocabulary.token(id)
                })
            numbers[id] = content
        }
        return tokens
    }

    private func truncation() throws(RationaleError) -> Tokenizer.Truncation? {
        guard let fields = try fields.object("truncation") else { return nil }
        var truncation = Tokenizer.Truncation(
            length: try fields.required("max_length", try fields.natural("max_length")))
        truncation.strategy = try fields.choice("strategy", Tokenizer.Truncation.Strategy.self) ?? .longestFirst
        truncation.side = try fields.choice("direction", Encoding.Side.self) ?? .right
        // The stride is about the parts that are cut off, which nobody asks for here.
        _ = try fields.natural("stride")
        return truncation
    }

    private func padding() throws(RationaleError) -> Tokenizer.Padding? {
        guard let fields = try fields.object("padding") else { return nil }
        var padding = Tokenizer.Padding(
            id: try fields.natural("pad_id") ?? 0, token: try fields.string("pad_token") ?? "[PAD]")
        padding.typeID = try fields.natural("pad_type_id") ?? 0
        padding.side = try fields.choice("direction", Encoding.Side.self) ?? .right
        padding.multiple = try fields.natural("pad_to_multiple_of")
        if let strategy = fields["strategy"], strategy.string != "BatchLongest" {
            guard let fixed = try fields.object("strategy"), let length = try fixed.natural("Fixed") else {
                throw fields.wrong("'strategy' should be \"BatchLongest\" or {\"Fixed\": length}")
            }
            guard length <= Tokenizer.longestPadding else {
                throw fields.wrong("the fixed length is \(length); at most \(Tokenizer.longestPadding) is taken")
            }
            padding.length = .fixed(length)
        }
        return padding
    }
}

extension Tokenizer {
    /// The largest file that is read as a tokenizer.
    static let largestFile = 256 << 20
    /// The greatest length that encodings are filled up to by a file.
    static let longestPadding = 1 << 20

    /// The number of a token with one of the usual names for padding.
    var usualPaddingID: Int? {
        for name in ["[PAD]", "<pad>", "<|pad|>", "<|padding|>"] { if let id = id(of: name) { return id } }
        return nil
    }
}
