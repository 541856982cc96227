import RationaleAttribution
import RationaleCore
import RationaleData

/// The texts that a person means by the inputs of a command: those given with `--text`, `.txt` files, and folders of them.
enum TextInputs {
    /// What the inputs of a request are.
    ///
    /// - Throws: `usage` where there are pictures and texts.
    static func kind(of options: ExplainOptions) throws(RationaleError) -> InputKind {
        let others = options.input.filter { !isText($0) }
        guard let other = others.first else { return options.text.isEmpty && options.input.isEmpty ? .picture : .text }
        guard options.text.isEmpty, others.count == options.input.count else {
            throw RationaleError(
                .usage, "\(other) is no text, and one model does not take both pictures and texts",
                hint: "Explain them one after the other.")
        }
        return .picture
    }

    /// Whether an input is a text file, or a folder of texts without pictures.
    private static func isText(_ input: String) -> Bool {
        input.lowercased().hasSuffix(".txt")
            || !FolderInputs.names(of: .text, below: input).isEmpty
                && FolderInputs.names(of: .picture, below: input).isEmpty
    }

    /// The text of an input.
    ///
    /// - Throws: what is wrong with a file; `badData` for a text without words.
    static func text(of input: InputList.Input, by vocabulary: Vocabulary) throws(RationaleError) -> TokenizedText {
        let text = try vocabulary.tokenized(input.isWritten ? input.file : TextFile.text(of: input.file))
        guard !text.words.isEmpty else {
            throw RationaleError(
                .badData, "\(input.isWritten ? "the text \"\(input.file)\"" : input.file): there are no words in it",
                hint: "Give at least one word.")
        }
        return text
    }
}
