import RationaleCore
import RationaleData
import RationaleNetworks
import RationaleText

/// The texts that a person means by the inputs of a command: those given with `--text`, `.txt` files, and folders of them.
enum TextInputs {
    /// The text of an input.
    ///
    /// - Throws: what is wrong with a file; `badData` for a text without words.
    static func text(of input: InputList.Input, for classifier: Classifier) throws(RationaleError) -> TokenizedText {
        let text = try classifier.tokenized(input.isWritten ? input.file : TextFile.text(of: input.file))
        guard !text.words.isEmpty else {
            throw RationaleError(
                .badData, "\(input.isWritten ? "the text \"\(input.file)\"" : input.file): there are no words in it",
                hint: "Give at least one word.")
        }
        return text
    }
}
