import Foundation
import RationaleAttribution
import RationaleCore
import RationaleData

/// The texts that a person means by the inputs of a command: those given with `--text`, and `.txt` files.
enum TextInputs {
    /// What the inputs of a request are.
    ///
    /// - Throws: `usage` where there are pictures and texts.
    static func kind(of options: ExplainOptions) throws(RationaleError) -> InputKind {
        let files = options.input.filter(isTextFile)
        if options.text.isEmpty && files.isEmpty { return .picture }
        guard files.count == options.input.count else {
            let other = options.input.first { !isTextFile($0) } ?? ""
            throw RationaleError(
                .usage, "\(other) is no text, and one model does not take both pictures and texts",
                hint: "Explain them one after the other.")
        }
        return .text
    }

    /// The texts of `--text` themselves, then the files.
    static func names(of options: ExplainOptions) throws(RationaleError) -> [String] {
        let missing = options.input.filter { !FileManager.default.fileExists(atPath: $0) }
        if options.text.isEmpty, missing.count == options.input.count {
            throw RationaleError(
                .missingInput, "\(missing[0]): there is no such file", hint: "Check the spelling of the path.")
        }
        return options.text + options.input
    }

    /// The text of an input.
    ///
    /// - Throws: what is wrong with a file; `badData` for a text without words.
    static func text(
        of input: String, isFile: Bool, by vocabulary: Vocabulary
    ) throws(RationaleError) -> TokenizedText {
        let text = try vocabulary.tokenized(isFile ? TextFile.text(of: input) : input)
        guard !text.words.isEmpty else {
            throw RationaleError(
                .badData, "\(isFile ? input : "the text \"\(input)\""): there are no words in it",
                hint: "Give at least one word.")
        }
        return text
    }

    private static func isTextFile(_ path: String) -> Bool { path.lowercased().hasSuffix(".txt") }
}
