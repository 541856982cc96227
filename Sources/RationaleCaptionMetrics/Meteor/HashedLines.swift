import Foundation
import RationaleCore
import RationaleFiles

/// A text file of entries of one or more lines, found by the first word of an entry's first line.
///
/// *Cost*: opening reads the file once, about 30 ns for each entry, and takes 8 to 16 bytes of memory for each.
struct HashedLines: Sendable {
    let file: MappedFile
    /// Where the entry of each slot begins, plus one; 0 where the slot is free.
    private var slots: [UInt32]

    /// - Parameter linesPerEntry: 1 or more.
    /// - Throws: `badData` where the last entry is cut off.
    init(_ file: MappedFile, linesPerEntry: Int) throws(RationaleError) {
        self.file = file
        guard file.count < UInt32.max else {
            throw RationaleError(.badData, "\(file.name): the file is larger than 4 GB.")
        }
        var starts: [UInt32] = []
        starts.reserveCapacity(file.count / 40)
        let lineCount = file.bytes.withUnsafeBytes { bytes in
            var (start, count) = (0, 0)
            while start < bytes.count {
                if linesPerEntry == 1 || count % linesPerEntry == 0 { starts.append(UInt32(start)) }
                count += 1
                start = Self.line(at: start, bytes).next
            }
            return count
        }
        guard lineCount.isMultiple(of: linesPerEntry) else {
            throw RationaleError(
                .badData, "\(file.name): expected entries of \(linesPerEntry) lines, found \(lineCount) lines.",
                hint: "The file is cut off: fetch it again.")
        }
        var capacity = 16
        while capacity < starts.count * 2 { capacity *= 2 }
        var slots = [UInt32](repeating: 0, count: capacity)
        file.bytes.withUnsafeBytes { bytes in
            for start in starts {
                let key = Self.key(at: Int(start), bytes)
                // The last of several equal keys counts.
                slots[Self.slot(of: bytes[key], in: slots, bytes)] = start + 1
            }
        }
        self.slots = slots
    }

    /// Calls a closure with the first line of an entry and what follows it in the file; `nil` where there is no such entry.
    func entry<Result>(
        of key: ArraySlice<UInt8>, _ body: (Slice<UnsafeRawBufferPointer>, Slice<UnsafeRawBufferPointer>) -> Result
    ) -> Result? {
        // WordNet's files begin with lines of its licence, which have no first word.
        guard !key.isEmpty else { return nil }
        return file.bytes.withUnsafeBytes { bytes in
            let found = slots[Self.slot(of: key, in: slots, bytes)]
            guard found > 0 else { return nil }
            let first = Self.line(at: Int(found) - 1, bytes)
            return body(bytes[first.range], bytes[Self.line(at: first.next, bytes).range])
        }
    }

    /// The slot that holds a key, or the free one where it belongs.
    private static func slot(
        of key: some Collection<UInt8>, in slots: [UInt32], _ bytes: UnsafeRawBufferPointer
    ) -> Int {
        var slot = ByteTable.hash(key) & (slots.count - 1)
        while slots[slot] > 0, !bytes[self.key(at: Int(slots[slot]) - 1, bytes)].elementsEqual(key) {
            slot = (slot + 1) & (slots.count - 1)
        }
        return slot
    }

    private static func key(at start: Int, _ bytes: UnsafeRawBufferPointer) -> Range<Int> {
        var end = start
        while end < bytes.count, bytes[end] > 0x20 { end += 1 }
        return start..<end
    }

    /// The line that begins at an index, without its end, and where the next begins.
    static func line(at start: Int, _ bytes: UnsafeRawBufferPointer) -> (range: Range<Int>, next: Int) {
        guard start < bytes.count, let base = bytes.baseAddress else { return (bytes.count..<bytes.count, bytes.count) }
        let end = memchr(base + start, 0x0A, bytes.count - start).map { $0 - UnsafeMutableRawPointer(mutating: base) }
        let next = end.map { $0 + 1 } ?? bytes.count
        var stop = end ?? bytes.count
        if stop > start, bytes[stop - 1] == 0x0D { stop -= 1 }
        return (start..<stop, next)
    }
}

/// Base forms by irregular form.
///
/// *Cost*: making it reads the file once.
struct IrregularForms: Sendable {
    private var bases: [[UInt8]: [[UInt8]]] = [:]

    /// Base forms of a form; `nil` where it is regular.
    subscript(form: ArraySlice<UInt8>) -> [[UInt8]]? { bases[Array(form)] }

    /// Adds a file of WordNet: lines of a form and its base forms.
    mutating func addWordNet(_ file: MappedFile) {
        for line in file.bytes.array.split(separator: 0x0A) {
            let words = Self.words(line)
            if let form = words.first { bases[form, default: []] += words.dropFirst() }
        }
    }

    /// Adds METEOR's file: lines of a base form, each followed by a line of its forms.
    mutating func addMeteor(_ file: MappedFile) {
        let lines = file.bytes.array.split(separator: 0x0A, omittingEmptySubsequences: false)
        for index in stride(from: 0, to: lines.count - 1, by: 2) {
            let base = Array(lines[index].last == 0x0D ? lines[index].dropLast() : lines[index])
            for form in Self.words(lines[index + 1]) { bases[form, default: []].append(base) }
        }
    }

    private static func words(_ line: ArraySlice<UInt8>) -> [[UInt8]] {
        line.split { $0 <= 0x20 }.map { Array($0) }
    }
}
