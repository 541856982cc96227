public import RationaleCore
import RationaleFiles

/// An object in each line: `{"text": "…", "label": "…"}`. Other members are passed over; a label may also be a number.
struct JSONLinesTexts {
    let rows: [LabeledTexts.Row]
    /// Which lines are passed over, and why; `nil` where none is.
    let note: String?

    /// - Parameter needsLabels: whether each text must have a class.
    /// - Throws: `badData` where no line is of this form.
    init(_ path: String, needsLabels: Bool = true) throws(RationaleError) {
        let text = try TextFile.text(of: path)
        var rows: [LabeledTexts.Row] = []
        var passedOver = PassedOver()
        for (index, line) in text.split(omittingEmptySubsequences: false, whereSeparator: \.isNewline).enumerated() {
            if line.allSatisfy(\.isWhitespace) { continue }
            do throws(RationaleError) {
                rows.append(try Self.row(line, index + 1, path, needsLabels: needsLabels))
            } catch {
                passedOver.add(error.message)
            }
        }
        note = passedOver.note(of: path, total: rows.count + passedOver.count, "lines")
        if rows.isEmpty, let note {
            throw RationaleError(
                .badData, note,
                hint: "Write an object in each line: {\"text\": \"a fine film\", \"label\": \"positive\"}")
        }
        self.rows = rows
    }

    private static func row(
        _ line: Substring, _ number: Int, _ path: String, needsLabels: Bool
    ) throws(RationaleError) -> LabeledTexts.Row {
        func fault(_ what: String) -> RationaleError { RationaleError(.badData, "line \(number) \(what)") }
        guard let value = try? JSONParser.parse(MappedBytes(copying: Array(line.utf8), name: path)),
            let object = value.object
        else { throw fault("is no JSON object") }
        guard let text = object["text"]?.string else { throw fault("has no text, a string called 'text'") }
        guard !text.allSatisfy(\.isWhitespace) else { throw fault("has no words") }
        let label = object["label"]?.string ?? object["label"]?.integer.map { "\($0)" }
        guard let label = label ?? (needsLabels ? nil : "") else { throw fault("has no label") }
        return LabeledTexts.Row(text: text, label: label)
    }
}

/// The texts of a table, with classes or without.
public enum TextTable {
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
