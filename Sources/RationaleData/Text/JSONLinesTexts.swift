import RationaleCore
import RationaleFiles

/// An object in each line: `{"text": "…", "label": "…"}`. Other members are passed over; a label may also be a number.
struct JSONLinesTexts {
    let rows: [LabeledTexts.Row]
    /// Which lines are passed over, and why; `nil` where none is.
    let note: String?

    /// - Parameter needsLabels: whether each text must have a class.
    /// - Throws: `badData` where no line is of this form.
    init(_ path: String, needsLabels: Bool = true) throws(RationaleError) {
        var rows: [LabeledTexts.Row] = []
        var passedOver = PassedOver()
        for (index, line) in try TextFile.lines(of: path).enumerated() {
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
