import Foundation
import RationaleImaging
import RationaleWorkbench

/// A text's words as a terminal shows them: in colours where it has some, as a table of numbers elsewhere.
struct TextHighlighting {
    /// Whether words get colours: standard output is a terminal, and nobody asked for none (`NO_COLOR`).
    static var hasColors: Bool {
        isatty(STDOUT_FILENO) == 1 && ProcessInfo.processInfo.environment["NO_COLOR"]?.isEmpty != false
    }

    let words: [String]
    /// Places of what was not written but marks the text: it stands behind the words.
    var special: Set<Int> = []
    let hasColors: Bool

    /// What one method says of the words, in lines of colours.
    ///
    /// - Returns: `nil` without colours, or where all values are zero.
    func colored(_ values: [Float], unit: String, width: Int) -> [String]? {
        guard hasColors, words.count == values.count,
            let text = try? HighlightedText(words: words, values: values, unit: unit, special: special)
        else { return nil }
        var lines = [""]
        var length = 0
        for word in text.words {
            let size = word.text.count + 2
            if length > 0, length + size > width {
                lines.append("")
                length = 0
            }
            lines[lines.count - 1] += Self.escape(word) + " "
            length += size + 1
        }
        if !text.marks.isEmpty {
            lines.append(text.marks.map { Self.escape($0) + String(format: " %.4g", $0.value) }.joined(separator: "  "))
        }
        return lines
    }

    private static func escape(_ word: HighlightedText.Word) -> String {
        func numbers(_ color: Color) -> String { "\(color.red);\(color.green);\(color.blue)" }
        return "\u{1B}[48;2;\(numbers(word.color))m\u{1B}[38;2;\(numbers(word.ink))m \(word.text) \u{1B}[0m"
    }

    /// A row for each word, a column for each method; what marks the text comes last.
    func table(_ columns: [(name: String, values: [Float])]) -> [String] {
        let width = words.map(\.count).max() ?? 0
        let cells = columns.map { column in column.values.map { String(format: "%.4g", $0) } }
        let widths = zip(columns, cells).map { column, cells in max(column.name.count, cells.map(\.count).max() ?? 0) }
        let header = zip(columns, widths).map { $0.name.leftPadded(to: $1) }.joined(separator: "  ")
        let order = words.indices.filter { !special.contains($0) } + special.sorted().filter(words.indices.contains)
        let rows = order.map { index in
            let numbers = zip(cells, widths).map { $0[index].leftPadded(to: $1) }.joined(separator: "  ")
            return words[index].padded(to: width) + "  " + numbers
        }
        return [String(repeating: " ", count: width) + "  " + header] + rows
    }
}
