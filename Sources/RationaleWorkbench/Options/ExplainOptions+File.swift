import Foundation
public import RationaleCore

extension ExplainOptions {
    /// The options of a configuration file, and of the file that it names with `base:` where it says nothing itself.
    ///
    /// Paths in a file are relative to that file. A run's `run.json` is such a file too.
    /// - Throws: `RationaleError`: `usage` for an unknown name, with the nearest; `badData` for a value of the wrong
    ///   kind, or bases that go in a circle; `missingInput`.
    public init(contentsOf path: String) throws(RationaleError) {
        self.init()
        try read(path)
    }

    /// The options of a run's record.
    ///
    /// - Throws: `badData` for a name that there is not, or a value of the wrong kind.
    init(recorded entries: [String: [String]]) throws(RationaleError) {
        self.init()
        for (name, values) in entries {
            let field = Self.fields.first { $0.name == name }
            guard let field, field.set(&self, values) == nil else {
                throw RationaleError(
                    .badData,
                    "the run's record has the option \(name): \(values.joined(separator: ", ")), which makes no sense",
                    hint: "Another version of this program may have written it.")
            }
        }
    }
}
