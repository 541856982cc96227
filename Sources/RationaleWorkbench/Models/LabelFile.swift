import Foundation
import RationaleCore
import RationaleImaging

/// The names of a network's classes, one in a line of a text file, in the order of its scores.
enum LabelFile {
    /// Far more than any classifier has.
    private static let largestFile = 64 << 20

    /// The lines of a file without the empty ones at its end. Windows line ends and a byte order mark are understood.
    ///
    /// - Throws: `missingInput`, or `badData` where it is no text, has an empty line in between, or no line at all.
    static func labels(of path: String) throws(RationaleError) -> [String] {
        let bytes = try InputFile.bytes(of: path, name: path, maximumBytes: largestFile)
        guard var text = String(validating: bytes, as: UTF8.self) else {
            throw RationaleError(.badData, "\(path): the labels are not UTF-8 text", hint: "Save it as UTF-8.")
        }
        if text.first == "\u{FEFF}" { text.removeFirst() }
        var lines = text.split(omittingEmptySubsequences: false) { $0 == "\n" || $0 == "\r\n" }
            .map { $0.trimmingCharacters(in: .whitespaces) }
        while lines.last?.isEmpty == true { lines.removeLast() }
        guard !lines.isEmpty else {
            throw RationaleError(.badData, "\(path): there are no labels in it", hint: "Write one label in each line.")
        }
        if let index = lines.firstIndex(where: \.isEmpty) {
            throw RationaleError(
                .badData, "\(path): line \(index + 1) is empty, so it is not clear which class it names",
                hint: "Write one label in each line, in the order of the network's scores.")
        }
        return lines
    }
}
