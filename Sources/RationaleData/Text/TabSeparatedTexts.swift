import RationaleCore

/// SST-2's form: in each line a sentence, a tabulator, and the name or number of its class.
struct TabSeparatedTexts {
    let rows: [LabeledTexts.Row]
    /// Which lines are passed over, and why; `nil` where none is.
    let note: String?

    /// - Throws: `badData` where no line is of this form.
    init(_ path: String) throws(RationaleError) {
        var rows: [LabeledTexts.Row] = []
        var passedOver = PassedOver()
        var number = 0
        for line in try TextFile.lines(of: path) {
            number += 1
            if line.allSatisfy(\.isWhitespace) { continue }
            let fields = line.split(separator: "\t", omittingEmptySubsequences: false)
            guard fields.count == 2 else {
                passedOver.add(
                    "line \(number) has \(fields.count) field\(fields.count == 1 ? "" : "s"), expected a sentence, a tabulator "
                        + "and its class")
                continue
            }
            if number == 1, fields[0] == "sentence", fields[1] == "label" { continue }
            guard !fields[0].allSatisfy(\.isWhitespace), !fields[1].allSatisfy(\.isWhitespace) else {
                passedOver.add("line \(number) has no \(fields[1].allSatisfy(\.isWhitespace) ? "class" : "sentence")")
                continue
            }
            rows.append(.init(text: String(fields[0]), label: String(fields[1].trimmingSpaces)))
        }
        note = passedOver.note(of: path, total: rows.count + passedOver.count, "lines")
        if rows.isEmpty, let note {
            throw RationaleError(
                .badData, note, hint: "Other tables can be read as .csv with the columns label and text.")
        }
        self.rows = rows
    }
}

extension Substring {
    /// Without spaces at both ends.
    var trimmingSpaces: Substring {
        var result = drop(while: \.isWhitespace)
        while result.last?.isWhitespace == true { result.removeLast() }
        return result
    }
}
