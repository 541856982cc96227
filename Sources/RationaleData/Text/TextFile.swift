public import RationaleCore
import RationaleFiles
import RationaleImaging
public import RationaleText

/// Reads texts, without trust in what is in the file.
public enum TextFile {
    /// More than any data set of texts that is read at once.
    private static let largestFile = 1 << 30

    /// The text of a file; a byte order mark at its beginning is passed over.
    ///
    /// - Throws: `RationaleError`: `missingInput`, or `badData` where it is no UTF-8 text or larger than a gigabyte.
    public static func text(of path: String) throws(RationaleError) -> String {
        let bytes = try bytes(of: path)
        guard var text = String(validating: bytes, as: UTF8.self) else {
            let line = bytes.prefix(firstFault(of: bytes)).count { $0 == UInt8(ascii: "\n") } + 1
            throw RationaleError(
                .badData, "\(path): line \(line) is not UTF-8 text", hint: "Save it as UTF-8.")
        }
        if text.first == "\u{FEFF}" { text.removeFirst() }
        return text
    }

    /// The lines of a file, empty ones too. Only line feeds and carriage returns end one: other line ends of Unicode, such as
    /// U+2028, are characters of a text.
    ///
    /// - Throws: as ``text(of:)``.
    static func lines(of path: String) throws(RationaleError) -> [Substring] {
        try text(of: path).split(omittingEmptySubsequences: false) { ["\n", "\r\n", "\r"].contains($0) }
    }

    /// The bytes of a file.
    static func bytes(of path: String) throws(RationaleError) -> [UInt8] {
        try InputFile.bytes(of: path, name: path, maximumBytes: largestFile)
    }

    /// The lines of a vocabulary: one word in each, in the order of their tokens. An empty line at the end is none.
    ///
    /// - Throws: what ``text(of:)`` throws; `badData` with the number of a line that is empty or repeats a word.
    public static func vocabulary(of path: String) throws(RationaleError) -> Vocabulary {
        var words = try lines(of: path).map { String($0.trimmingSpaces) }
        while words.last?.isEmpty == true { words.removeLast() }
        if let empty = words.firstIndex(where: \.isEmpty) {
            throw RationaleError(
                .badData, "\(path): line \(empty + 1) is empty, so it is not clear which word has the token \(empty)",
                hint: "Write one word in each line, in the order of their tokens.")
        }
        do { return try Vocabulary(words: words) } catch {
            throw RationaleError(error.code, "\(path): \(error.message)", hint: error.hint)
        }
    }

    /// The place of the first byte that is no UTF-8.
    private static func firstFault(of bytes: [UInt8]) -> Int {
        var decoder = UTF8()
        var iterator = bytes.makeIterator()
        var place = 0
        while case .scalarValue(let scalar) = decoder.decode(&iterator) { place += UTF8.width(scalar) }
        return place
    }
}
