import Foundation
public import RationaleCore
import RationaleFiles

extension Tokenizer {
    /// Reads a tokenizer.
    ///
    /// | path | what is read |
    /// |---|---|
    /// | `tokenizer.json` | the pipeline of the package `tokenizers`, as the file has it |
    /// | `vocab.txt` | BERT's word pieces; `tokenizer_config.json` beside it says about case, accents and Chinese characters; without it the vocabulary is uncased unless one of its pieces has a capital letter |
    /// | `vocab.json` | RoBERTa's byte pairs, with `merges.txt` beside it |
    /// | `….model` | SentencePiece's, Unigram or BPE: the tokens of that library, without special tokens; where `tokenizer_config.json` beside it names the class of XLM-R, ALBERT or DeBERTa-v2, those of `transformers` |
    /// | a folder | the first of these that it has, in this order, as `transformers` reads it: ``maximumLength`` and case come from `tokenizer_config.json`, which also sets truncation and padding of `tokenizer.json` aside |
    ///
    /// - Parameter path: of a file or a folder.
    /// - Throws: `missingInput` where there is nothing; `badData` where a file is damaged, or has a component that is not known:
    ///   it is named, since a text without it would become other tokens.
    public init(contentsOf path: String) throws(RationaleError) {
        var isFolder = ObjCBool(false)
        guard FileManager.default.fileExists(atPath: path, isDirectory: &isFolder) else {
            throw RationaleError(
                .missingInput, "\(path): there is no such file or folder", hint: "Check the spelling of the path.")
        }
        guard isFolder.boolValue else {
            self = try Self.file(path)
            return
        }
        for name in Self.fileNames where FileManager.default.fileExists(atPath: "\(path)/\(name)") {
            var tokenizer = try Self.file("\(path)/\(name)")
            try TokenizerConfiguration(inFolder: path).apply(to: &tokenizer)
            self = tokenizer
            return
        }
        throw RationaleError(
            .missingInput, "\(path): the folder has no tokenizer",
            hint: "It should have one of: \(Self.fileNames.joined(separator: ", ")).")
    }

    private static let fileNames = [
        "tokenizer.json", "vocab.txt", "vocab.json", "sentencepiece.bpe.model", "spiece.model", "spm.model",
        "tokenizer.model",
    ]

    private static func file(_ path: String) throws(RationaleError) -> Tokenizer {
        let url = URL(fileURLWithPath: path)
        let folder = url.deletingLastPathComponent().path
        switch (url.lastPathComponent, url.pathExtension) {
        case ("vocab.json", _):
            return try VocabularyFiles.bytePairs(path, TokenizerConfiguration(inFolder: folder))
        case (_, "json"): return try TokenizerFile(contentsOf: path).tokenizer()
        case (_, "txt"): return try VocabularyFiles.wordPieces(path, TokenizerConfiguration(inFolder: folder))
        case (_, "model"):
            return try SentencePieceFile(contentsOf: path).tokenizer(TokenizerConfiguration(inFolder: folder))
        default:
            throw RationaleError(
                .badData, "\(path): a tokenizer's file ends in .json, .txt or .model",
                hint: "Name one of \(fileNames.joined(separator: ", ")), or the folder.")
        }
    }

    /// BERT's tokenizer for a vocabulary of word pieces.
    ///
    /// - Parameters:
    ///   - names: of the special tokens: `unk`, `cls`, `sep`, `pad`, `mask`. Those that the vocabulary has are found in texts.
    static func bert(
        _ vocabulary: TokenVocabulary, _ normalizer: BertNormalizer, names: [String: String] = usualBertNames
    ) -> Tokenizer {
        let unknown = names["unk"] ?? "[UNK]"
        func special(_ name: String) -> SpecialToken? {
            names[name].flatMap { token in vocabulary[token].map { SpecialToken(token: token, id: $0) } }
        }
        var template: TemplateProcessing?
        if let first = special("cls"), let last = special("sep") {
            let single: [TemplateProcessing.Piece] = [
                .special([first], typeID: 0), .text(0, typeID: 0), .special([last], typeID: 0),
            ]
            template = TemplateProcessing(
                single: single, pair: single + [.text(1, typeID: 1), .special([last], typeID: 1)])
        }
        let added = ["pad", "unk", "cls", "sep", "mask"].compactMap(special).map {
            AddedTokens.Token(id: $0.id, content: $0.token, isNormalized: false, isSpecial: true)
        }
        var tokenizer = Tokenizer(
            model: WordPieceModel(vocabulary, unknown: unknown), normalizer: normalizer,
            preTokenizer: BertPreTokenizer(), postProcessor: template,
            decoder: WordPieceDecoder(prefix: "##", cleansUp: true), added: added)
        tokenizer.paddingID = special("pad")?.id
        tokenizer.partNames = [
            "BERT's words", normalizer.lowercases ? "uncased" : "cased",
        ]
        return tokenizer
    }

    static let usualBertNames = [
        "unk": "[UNK]", "cls": "[CLS]", "sep": "[SEP]", "pad": "[PAD]", "mask": "[MASK]",
    ]
}
