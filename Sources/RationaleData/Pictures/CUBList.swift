import Foundation
import RationaleCore

/// A list of CUB-200-2011: numbered lines, each with a value.
struct CUBList<Value> {
    struct Line {
        /// Counted from 1 in the file.
        let number: Int
        let id: Int
        let value: Value
    }

    /// Those that can be used, in the order of the file.
    let lines: [Line]
    /// Which lines are passed over, and why; `nil` where none is.
    let note: String?

    /// Reads a list.
    ///
    /// - Parameters:
    ///   - name: of the file.
    ///   - folder: that holds it.
    ///   - expected: what follows the number, for messages.
    ///   - read: makes a value of that; `nil` where it is none.
    /// - Throws: `RationaleError`: `missingInput` where the list is not there, `badData` where it is no text or no line
    ///   can be used.
    init(
        _ name: String, in folder: String, expecting expected: String, _ read: (Substring) -> Value?
    ) throws(RationaleError) {
        let path = folder.path(to: name)
        guard FileManager.default.fileExists(atPath: path) else {
            throw RationaleError(
                .missingInput, "\(path): there is no such list",
                hint: "CUB-200-2011 has images.txt, image_class_labels.txt, train_test_split.txt and classes.txt.")
        }
        var lines: [Line] = []
        var known: Set<Int> = []
        var passedOver = PassedOver()
        let texts = try TextFile.text(of: path).split(omittingEmptySubsequences: false, whereSeparator: \.isNewline)
        for (index, text) in texts.enumerated() {
            let text = text.trimmingSpaces
            if text.isEmpty { continue }
            let number = text.prefix { !$0.isWhitespace }
            guard let id = Int(number), let value = read(text.dropFirst(number.count).trimmingSpaces) else {
                passedOver.add("line \(index + 1): expected a number and \(expected), found '\(text.prefix(60))'")
                continue
            }
            guard known.insert(id).inserted else {
                passedOver.add("line \(index + 1): \(id) stands in a line before")
                continue
            }
            lines.append(Line(number: index + 1, id: id, value: value))
        }
        note = passedOver.note(of: path, total: lines.count + passedOver.count, "lines")
        guard !lines.isEmpty else {
            throw RationaleError(
                .badData, note ?? "\(path): the list is empty", hint: "Each line is a number and \(expected).")
        }
        self.lines = lines
    }

    /// The values by their numbers.
    var values: [Int: Value] { Dictionary(lines.map { ($0.id, $0.value) }) { first, _ in first } }
}
