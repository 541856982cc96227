import RationaleCore
import SwiftCSV

/// A table with a column `text`, and perhaps `label` and `is_valid`, which says what is judged by.
struct CommaSeparatedTexts {
    let rows: [(row: LabeledTexts.Row, isValid: Bool)]
    /// Whether the table says what is judged by.
    let hasValidation: Bool
    /// Which rows are passed over, and why; `nil` where none is.
    let note: String?

    /// - Parameter needsLabels: whether each text must have a class.
    /// - Throws: `badData` where it is no such table, or no row is of its form.
    init(_ path: String, needsLabels: Bool = true) throws(RationaleError) {
        let table: CSV<Enumerated>
        do { table = try CSV<Enumerated>(string: try TextFile.text(of: path), delimiter: .comma) } catch let error
            as RationaleError
        {
            throw error
        } catch {
            throw RationaleError(
                .badData, "\(path): this is no table of comma-separated values: \(error)",
                hint: "A text with commas or line ends stands in quotation marks, and those in it are doubled.",
                underlying: error)
        }
        let header = table.header.map { String(Substring($0).trimmingSpaces).lowercased() }
        let label = header.firstIndex(of: "label")
        guard let text = header.firstIndex(of: "text"), label != nil || !needsLabels else {
            throw RationaleError(
                .badData,
                "\(path): the first line names the columns \(header.joined(separator: ", ")), expected "
                    + (needsLabels ? "label and text" : "text"),
                hint: "Write label,text in the first line.")
        }
        let valid = header.firstIndex(of: "is_valid")
        var rows: [(row: LabeledTexts.Row, isValid: Bool)] = []
        var passedOver = PassedOver()
        for (index, fields) in table.rows.enumerated() {
            if fields.allSatisfy({ Substring($0).trimmingSpaces.isEmpty }) { continue }
            // SwiftCSV fills all rows up to the longest one.
            let used = fields.count - fields.reversed().prefix { $0.isEmpty }.count
            guard used <= header.count, fields.count >= header.count else {
                passedOver.add("text \(index + 1) has \(used) fields, expected \(header.count)")
                continue
            }
            let name = label.map { String(Substring(fields[$0]).trimmingSpaces) } ?? ""
            guard !(needsLabels && name.isEmpty), !Substring(fields[text]).trimmingSpaces.isEmpty else {
                passedOver.add("text \(index + 1) has no \(needsLabels && name.isEmpty ? "label" : "words")")
                continue
            }
            let isValid = valid.map { ["true", "1", "yes"].contains(fields[$0].lowercased()) } ?? false
            rows.append((LabeledTexts.Row(text: fields[text], label: name), isValid))
        }
        note = passedOver.note(of: path, total: rows.count + passedOver.count, "texts")
        if rows.isEmpty, let note {
            throw RationaleError(
                .badData, note,
                hint: "A text with commas or line ends stands in quotation marks, and those in it are doubled.")
        }
        self.rows = rows
        hasValidation = valid != nil
    }
}

extension LabeledTexts {
    /// A table with the columns `label` and `text`, and perhaps `is_valid`, which says what is judged by.
    init(csv path: String) throws(RationaleError) {
        let table = try CommaSeparatedTexts(path)
        let notes = [table.note].compactMap(\.self)
        guard table.hasValidation else {
            try self.init(heldOutOf: table.rows.map(\.row), path: path, notes: notes)
            return
        }
        try self.init(
            path: path, training: table.rows.filter { !$0.isValid }.map(\.row),
            validation: table.rows.filter(\.isValid).map(\.row), notes: notes)
    }
}
