import Foundation
import RationaleCore
import RationaleFiles

/// A folder as `save_pretrained` of Hugging Face leaves it: `config.json` and the files of a tokenizer, and beside them the
/// network as `torch.export.save` wrote it.
struct TransformerFolder {
    let path: String

    init(_ path: String) { self.path = path.hasSuffix("/") && path.count > 1 ? String(path.dropLast()) : path }

    private static let tokenizerFiles = [
        "tokenizer.json", "tokenizer_config.json", "special_tokens_map.json", "added_tokens.json", "vocab.txt",
        "vocab.json", "merges.txt", "spiece.model", "sentencepiece.bpe.model", "spm.model", "tokenizer.model",
    ]
    /// Those of which one is enough to read texts by.
    private static let tokenizers = [
        "tokenizer.json", "vocab.txt", "vocab.json", "sentencepiece.bpe.model", "spiece.model", "spm.model",
        "tokenizer.model",
    ]

    private func file(_ name: String) -> String? {
        FileManager.default.fileExists(atPath: "\(path)/\(name)") ? "\(path)/\(name)" : nil
    }

    /// The file of its configuration; `nil` where there is none.
    var configuration: String? { file("config.json") }
    /// Whether it has the files of a tokenizer.
    var hasTokenizer: Bool { Self.tokenizers.contains { file($0) != nil } }
    /// What decides how texts are read.
    var files: [String] { (["config.json"] + Self.tokenizerFiles).compactMap(file) }

    /// The archive of its network.
    ///
    /// - Throws: `RationaleError`: `missingInput` where there is none, `usage` where there are several.
    func network() throws(RationaleError) -> String {
        let names = ((try? FileManager.default.contentsOfDirectory(atPath: path)) ?? []).sorted()
        let archives = names.filter { $0.hasSuffix(".pt2") }
        if archives.count == 1 { return "\(path)/\(archives[0])" }
        guard archives.isEmpty else {
            throw RationaleError(
                .usage, "\(path) has \(archives.count) networks: \(archives.joined(separator: ", "))",
                hint: "Name one: --model \(path)/\(archives[0]) --tokenizer \(path)")
        }
        let weights = names.first { $0.hasSuffix(".safetensors") || $0.hasSuffix(".bin") }
        throw RationaleError(
            .missingInput,
            "\(path): there is no network in this folder (a .pt2 of torch.export.save)"
                + (weights.map { ", only its weights (\($0))" } ?? ""),
            hint:
                "Export it beside them; the README has the five lines of Python (\"Texts with your own transformer\").")
    }
}

/// What `config.json` of a transformer says that a text's reader must know.
struct TransformerConfiguration {
    /// The family: `bert`, `roberta`.
    let family: String?
    let path: String
    private let paddingToken: Int?
    private let positions: Int?
    private let hasPositions: Bool
    private let problem: String?
    /// Whether it names its classes.
    let hasLabels: Bool
    let labelCount: Int?

    /// Families that count positions from the number of the padding token, plus 1.
    private static let countingFromPadding: Set = [
        "roberta", "xlm-roberta", "xlm-roberta-xl", "camembert", "longformer", "roberta-prelayernorm", "mpnet",
        "data2vec-text", "ibert", "luke", "xmod", "mluke",
    ]

    /// - Throws: `RationaleError`: `missingInput`, or `badData` for what is no configuration.
    init(contentsOf path: String) throws(RationaleError) {
        self.path = path
        let object = try JSONObjectFile.object(of: path)
        family = object["model_type"]?.string
        paddingToken = object["pad_token_id"]?.integer
        positions = object["max_position_embeddings"]?.integer
        hasPositions = object["position_biased_input"]?.bool != false
        problem = object["problem_type"]?.string
        labelCount = object["id2label"]?.object?.members.count ?? object["label2id"]?.object?.members.count
        hasLabels = labelCount ?? 0 > 0
    }

    private var countsFromPadding: Bool { family.map(Self.countingFromPadding.contains) ?? false }

    /// The token that fills texts up.
    var padding: Int? { paddingToken.flatMap { $0 >= 0 ? $0 : nil } }
    /// The position of a text's first token.
    var firstPosition: Int { countsFromPadding ? (padding ?? 1) + 1 : 0 }
    /// The longest text that has a position for each token; `nil` where positions do not limit it.
    var maximumTokens: Int? {
        guard hasPositions, let positions, positions > firstPosition else { return nil }
        return positions - firstPosition
    }

    /// What its scores mean, where it says so: as the text-classification pipeline decides.
    var scoring: Scoring? {
        switch problem {
        case "multi_label_classification": labelCount == 1 ? .logit : .sigmoid
        case "regression": .value
        default: nil
        }
    }
}
