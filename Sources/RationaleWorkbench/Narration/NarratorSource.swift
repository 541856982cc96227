import Foundation
import RationaleCore
import RationaleNarration

/// The narrator that a command uses: a file, or what comes with the built-in classifier.
struct NarratorSource {
    /// `nil` for the one that comes with the classifier.
    let path: String?
    let explain: ExplainOptions

    /// - Throws: `RationaleError`: `usage` where none is named and the classifier is not built in; `missingInput` and
    ///   `badData` for a file.
    func narrator() throws -> Narrator {
        if let path { return try Narrator(contentsOf: URL(fileURLWithPath: path)) }
        guard let builtIn = BuiltInModel(rawValue: explain.model ?? BuiltInModel.standard.rawValue),
            explain.weights == nil
        else {
            throw RationaleError(
                .usage, "--narrator is missing: what describes the answers of \(explain.model ?? "the model")",
                hint: "`rationale train narrator` makes one.")
        }
        return try Narrator(contentsOf: URL(fileURLWithPath: builtIn.narratorPath))
    }
}
