import Foundation
import RationaleCore
import RationaleFiles

/// Synonyms from METEOR's own files: `english.synsets` and `english.exceptions`. (`english.relations` is part of the
/// program too, which never reads it.)
///
/// Both files are pairs of lines: a word, then the numbers of its sets; a base form, then its irregular forms.
///
/// *Cost*: opening reads both files once, to index them.
struct MeteorFileSynonyms: SynonymSource {
    let name = "meteor"
    private let synsets: PairedLines
    private let basesOfForms: [[UInt8]: [[UInt8]]]

    /// Opens a folder.
    ///
    /// - Throws: `missingInput` or `badData`, naming the file.
    init(folder: URL) throws(RationaleError) {
        synsets = try PairedLines(MappedFile(contentsOf: folder.appendingPathComponent("english.synsets")))
        let exceptions = try PairedLines(MappedFile(contentsOf: folder.appendingPathComponent("english.exceptions")))
        var bases: [[UInt8]: [[UInt8]]] = [:]
        bases.reserveCapacity(8192)
        exceptions.forEach { base, forms in
            for form in forms.split(separator: 0x20) { bases[Array(form), default: []].append(Array(base)) }
        }
        basesOfForms = bases
    }

    func sets(of word: ArraySlice<UInt8>) throws(RationaleError) -> [Int32]? {
        guard let line = synsets[word] else { return nil }
        let fields = line.split(separator: 0x20)
        let numbers = fields.compactMap { Int32(String(decoding: $0, as: UTF8.self)) }
        guard numbers.count == fields.count else {
            throw RationaleError(
                .badData,
                "\(synsets.file.name): the sets of '\(String(decoding: word, as: UTF8.self))' are damaged: expected numbers.",
                hint: "Take the file from METEOR 1.5 again (resources/synonym).")
        }
        return numbers
    }

    func bases(of form: ArraySlice<UInt8>) throws(RationaleError) -> [[UInt8]]? { basesOfForms[Array(form)] }
}

/// A text file of pairs of lines, a key and its value, found by hashing.
///
/// *Cost*: opening reads the file once; 4 to 8 bytes of memory for each pair.
struct PairedLines: Sendable {
    let file: MappedFile
    /// Where the key of each slot begins, plus one; 0 where the slot is free.
    private var slots: [UInt32]

    init(_ file: MappedFile) throws(RationaleError) {
        self.file = file
        var starts: [UInt32] = []
        guard file.count < UInt32.max else {
            throw RationaleError(.badData, "\(file.name): the file is larger than 4 GB.")
        }
        let lineCount = file.bytes.withUnsafeBytes { bytes in
            var (start, count) = (0, 0)
            while start < bytes.count {
                if count & 1 == 0 { starts.append(UInt32(start)) }
                count += 1
                start = Self.line(at: start, bytes).next
            }
            return count
        }
        guard lineCount & 1 == 0 else {
            throw RationaleError(
                .badData, "\(file.name): expected pairs of lines, found \(lineCount) lines.",
                hint: "The file is cut off: take it from METEOR 1.5 again (resources/synonym).")
        }
        var capacity = 16
        while capacity < starts.count * 2 { capacity *= 2 }
        slots = [UInt32](repeating: 0, count: capacity)
        file.bytes.withUnsafeBytes { bytes in
            for start in starts {
                let key = bytes[Self.line(at: Int(start), bytes).range]
                // The last of several equal keys counts.
                slots[Self.slot(of: key, in: slots, bytes)] = start + 1
            }
        }
    }

    /// The value of a key.
    subscript(key: ArraySlice<UInt8>) -> [UInt8]? {
        file.bytes.withUnsafeBytes { bytes in
            let found = slots[Self.slot(of: key, in: slots, bytes)]
            guard found > 0 else { return nil }
            return Array(bytes[Self.line(at: Self.line(at: Int(found) - 1, bytes).next, bytes).range])
        }
    }

    /// All pairs in the file's order.
    func forEach(_ body: (UnsafeRawBufferPointer.SubSequence, UnsafeRawBufferPointer.SubSequence) -> Void) {
        file.bytes.withUnsafeBytes { bytes in
            var start = 0
            while start < bytes.count {
                let key = Self.line(at: start, bytes)
                let value = Self.line(at: key.next, bytes)
                body(bytes[key.range], bytes[value.range])
                start = value.next
            }
        }
    }

    /// The slot that holds a key, or the free one where it belongs.
    private static func slot(
        of key: some Collection<UInt8>, in slots: [UInt32], _ bytes: UnsafeRawBufferPointer
    ) -> Int {
        var hash: UInt64 = 0xCBF2_9CE4_8422_2325
        for byte in key { hash = (hash ^ UInt64(byte)) &* 0x100_0000_01B3 }
        var slot = Int(truncatingIfNeeded: hash ^ hash >> 32) & (slots.count - 1)
        while slots[slot] > 0, !bytes[line(at: Int(slots[slot]) - 1, bytes).range].elementsEqual(key) {
            slot = (slot + 1) & (slots.count - 1)
        }
        return slot
    }

    /// The line that begins at an index, without its end, and where the next begins.
    private static func line(at start: Int, _ bytes: UnsafeRawBufferPointer) -> (range: Range<Int>, next: Int) {
        guard start < bytes.count, let base = bytes.baseAddress else { return (bytes.count..<bytes.count, bytes.count) }
        let end = memchr(base + start, 0x0A, bytes.count - start).map { $0 - UnsafeMutableRawPointer(mutating: base) }
        let next = end.map { $0 + 1 } ?? bytes.count
        var stop = end ?? bytes.count
        if stop > start, bytes[stop - 1] == 0x0D { stop -= 1 }
        return (start..<stop, next)
    }
}
