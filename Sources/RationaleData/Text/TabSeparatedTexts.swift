import RationaleCore

/// SST-2's form: in each line a sentence, a tabulator, and the name or number of its class.
enum TabSeparatedTexts {
    /// - Throws: `badData` with the number of a line that is of another form.
    static func rows(of path: String) throws(RationaleError) -> [LabeledTexts.Row] {
        let text = try TextFile.text(of: path)
        var rows: [LabeledTexts.Row] = []
        var number = 0
        for line in text.split(omittingEmptySubsequences: false, whereSeparator: \.isNewline) {
            number += 1
            if line.allSatisfy(\.isWhitespace) { continue }
            let fields = line.split(separator: "\t", omittingEmptySubsequences: false)
            guard fields.count == 2, !fields[1].allSatisfy(\.isWhitespace) else {
                throw RationaleError(
                    .badData,
                    "\(path): line \(number) has \(fields.count) field\(fields.count == 1 ? "" : "s"), expected a sentence, a tabulator and its class",
                    hint: "Other tables can be read as .csv with the columns label and text.")
            }
            if number == 1, fields[0] == "sentence", fields[1] == "label" { continue }
            rows.append(.init(text: String(fields[0]), label: String(fields[1].trimmingSpaces)))
        }
        return rows
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
