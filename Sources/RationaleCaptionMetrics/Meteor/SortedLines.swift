import RationaleFiles

/// A text file whose lines rise by their first word, as WordNet keeps its indexes.
///
/// *Cost*: opening reads nothing; a look-up touches about twenty lines.
struct SortedLines: Sendable {
    let file: MappedFile

    init(_ file: MappedFile) { self.file = file }

    /// The fields of all lines that begin with a word. Lines in front that begin with a space (WordNet's licence) are passed
    /// over, since the empty word sorts before all.
    func lines(of word: ArraySlice<UInt8>) -> [[Substring]] {
        file.bytes.withUnsafeBytes { bytes in
            guard !word.isEmpty else { return [] }
            // The first line whose word is not before the wanted one begins at or after `low`, and at or before `high`.
            var (low, high) = (0, bytes.count)
            while low < high {
                let middle = Self.startOfLine(holding: low + (high - low) / 2, in: bytes)
                if Self.compare(word, bytes, middle) > 0 {
                    low = Self.startOfNextLine(after: middle, in: bytes)
                } else {
                    high = middle
                }
            }
            var found: [[Substring]] = []
            while low < bytes.count, Self.compare(word, bytes, low) == 0 {
                let next = Self.startOfNextLine(after: low, in: bytes)
                let line = String(decoding: bytes[low..<next], as: UTF8.self)
                found.append(line.split { $0 == " " || $0.isNewline })
                low = next
            }
            return found
        }
    }

    private static func startOfLine(holding index: Int, in bytes: UnsafeRawBufferPointer) -> Int {
        var index = index
        while index > 0, bytes[index - 1] != 0x0A { index -= 1 }
        return index
    }

    private static func startOfNextLine(after index: Int, in bytes: UnsafeRawBufferPointer) -> Int {
        var index = index
        while index < bytes.count, bytes[index] != 0x0A { index += 1 }
        return min(bytes.count, index + 1)
    }

    /// Negative, zero or positive as the word sorts before the line's first word, is it, or sorts after it.
    private static func compare(_ word: ArraySlice<UInt8>, _ bytes: UnsafeRawBufferPointer, _ start: Int) -> Int {
        var index = start
        for byte in word {
            guard index < bytes.count, bytes[index] > 0x20 else { return 1 }
            if byte != bytes[index] { return Int(byte) - Int(bytes[index]) }
            index += 1
        }
        return index < bytes.count && bytes[index] > 0x20 ? -1 : 0
    }
}
