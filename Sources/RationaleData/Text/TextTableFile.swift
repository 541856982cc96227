public import RationaleCore

/// The texts of a table, with classes or without.
public enum TextTableFile {
    private static let endings = ["csv", "tsv", "jsonl"]

    /// Whether a file is a table of texts, by its name.
    public static func isNamed(_ path: String) -> Bool {
        endings.contains { path.lowercased().hasSuffix("." + $0) }
    }

    /// The texts of a `.csv` file with a column `text`, of a `.tsv` file in SST-2's form, or of a `.jsonl` file.
    ///
    /// - Returns: in their order, and what of the file was passed over.
    /// - Throws: `RationaleError`: `missingInput`, or `badData` where it is of no such form.
    public static func texts(of path: String) throws(RationaleError) -> (texts: [String], note: String?) {
        let name = path.lowercased()
        if name.hasSuffix(".csv") {
            let table = try CommaSeparatedTexts(path, needsLabels: false)
            return (table.rows.map(\.row.text), table.note)
        }
        if name.hasSuffix(".jsonl") {
            let lines = try JSONLinesTexts(path, needsLabels: false)
            return (lines.rows.map(\.text), lines.note)
        }
        let table = try TabSeparatedTexts(path)
        return (table.rows.map(\.text), table.note)
    }
}
