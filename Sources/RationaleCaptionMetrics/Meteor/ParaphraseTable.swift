import Foundation
import RationaleCore
import RationaleFiles

/// Phrases and their paraphrases, in the order of METEOR's table.
///
/// The table is one block of little-endian 32-bit numbers, used where it lies: in memory, or in a file that is mapped. It
/// holds the words (found by hash), a trie of phrases (found by hash of state and word) and, for each state of the trie
/// that ends a phrase, the paraphrases as numbers of words. METEOR's table has 5,274,084 pairs of up to 7 words; reading it
/// takes seconds, so what was read from a large file is kept in the user's cache, in `rationale/paraphrases`.
///
/// *Cost*: of a kept table none; else about 0.5 µs for each pair.
struct ParaphraseTable: Sendable {
    /// Number of pairs.
    let pairCount: Int
    private let file: MappedFile
    private let sections: Sections

    /// Opens a table: lines of a probability, a phrase and its paraphrase, packed with gzip or not.
    ///
    /// - Throws: `missingInput` or `badData`, naming the file.
    init(_ url: URL) throws(RationaleError) {
        let cache = ParaphraseCache(of: url)
        if let kept = cache?.file, let table = Self(kept) {
            self = table
            return
        }
        var builder = ParaphraseTableBuilder()
        try builder.read(url)
        let block = builder.block()
        let file: MappedFile
        if let kept = cache?.keep(block) {
            file = kept
        } else {
            file = try block.withUnsafeBufferPointer { (block) throws(RationaleError) in
                try MappedFile(copying: UnsafeRawBufferPointer(block), name: url.path)
            }
        }
        guard let table = Self(file) else {
            throw RationaleError(.badData, "\(url.path): cannot be indexed.", hint: "Report this with the file.")
        }
        self = table
    }

    /// A block in memory or in a file; `nil` where it is none.
    private init?(_ file: MappedFile) {
        guard let sections = Sections(file.bytes) else { return nil }
        self.file = file
        self.sections = sections
        pairCount = sections.pairCount
    }

    /// Where the parts of a block lie, in 32-bit numbers from its beginning.
    private struct Sections {
        let wordStarts, wordSlots, letters, trie, stateStarts, pairStarts, firstWords, pairWords: Int
        let wordSlotCount, trieSlotCount, stateCount, pairCount, wordCount: Int
        let letterCount, pairWordCount: Int

        /// Reads the head of a block. All counts must agree with the size.
        init?(_ bytes: MappedBytes) {
            func number(_ index: Int) -> Int? { bytes.littleEndian(at: index * 4, as: UInt32.self).map(Int.init) }
            guard bytes.count.isMultiple(of: 4), number(0) == ParaphraseTableBuilder.magic,
                let wordCount = number(1), let wordSlotCount = number(2), let letterCount = number(3),
                let trieSlotCount = number(4), let stateCount = number(5), let pairCount = number(6),
                let pairWordCount = number(7), wordSlotCount.nonzeroBitCount == 1, trieSlotCount.nonzeroBitCount == 1
            else { return nil }
            wordStarts = ParaphraseTableBuilder.headCount
            wordSlots = wordStarts + wordCount + 1
            letters = wordSlots + wordSlotCount
            trie = letters + (letterCount + 3) / 4
            stateStarts = trie + 3 * trieSlotCount
            pairStarts = stateStarts + stateCount + 1
            firstWords = pairStarts + pairCount + 1
            pairWords = firstWords + pairCount
            guard pairWords + pairWordCount == bytes.count / 4 else { return nil }
            self.wordCount = wordCount
            self.wordSlotCount = wordSlotCount
            self.letterCount = letterCount
            self.trieSlotCount = trieSlotCount
            self.stateCount = stateCount
            self.pairCount = pairCount
            self.pairWordCount = pairWordCount
        }
    }

    /// The number of a word; -1 where no phrase has it.
    func number(of word: ArraySlice<UInt8>) -> Int32 {
        file.bytes.withUnsafeBytes { bytes in
            var slot = ByteTable.hash(word) & (sections.wordSlotCount - 1)
            // A damaged block may have no free slot.
            for _ in 0..<sections.wordSlotCount {
                let entry = Self.number(bytes, sections.wordSlots + slot)
                guard entry > 0, entry <= sections.wordCount else { return -1 }
                let start = Self.number(bytes, sections.wordStarts + entry - 1)
                let end = Self.number(bytes, sections.wordStarts + entry)
                if end - start == word.count, start >= 0, end <= sections.letterCount,
                    bytes[sections.letters * 4 + start..<sections.letters * 4 + end].elementsEqual(word)
                {
                    return Int32(entry - 1)
                }
                slot = (slot + 1) & (sections.wordSlotCount - 1)
            }
            return -1
        }
    }

    /// Calls a closure for each phrase of a sentence with a paraphrase in another, in METEOR's order: by the phrase's start,
    /// its length, the table's order, and the paraphrase's start.
    ///
    /// - Parameters:
    ///   - words: numbers of the sentence's words.
    ///   - others: numbers of the words of the other sentence.
    ///   - body: takes start and length of the phrase and of the paraphrase.
    func forEachPair(of words: [Int32], in others: [Int32], _ body: (Int, Int, Int, Int) -> Void) {
        // Bits of the other sentence's words, by the lowest six bits of their numbers and by the next six.
        var (low, high): (UInt64, UInt64) = (0, 0)
        for word in others where word >= 0 {
            low |= 1 << UInt64(word & 63)
            high |= 1 << UInt64(word >> 6 & 63)
        }
        file.bytes.withUnsafeBytes { bytes in
            for start in words.indices {
                var state = 0
                for end in start..<words.count {
                    guard words[end] >= 0, let next = target(bytes, state, Int(words[end])) else { break }
                    state = next
                    let first = Self.number(bytes, sections.stateStarts + state)
                    let last = Self.number(bytes, sections.stateStarts + state + 1)
                    guard first < last, last <= sections.pairCount else { continue }
                    for pair in first..<last {
                        let word = Self.number(bytes, sections.firstWords + pair)
                        if (low >> UInt64(word & 63)) & (high >> UInt64(word >> 6 & 63)) & 1 == 0 { continue }
                        forEachPlace(of: pair, bytes, in: others) { body(start, end - start + 1, $0, $1) }
                    }
                }
            }
        }
    }

    /// Calls a closure with the start and the length of a paraphrase wherever it occurs in a sentence.
    private func forEachPlace(
        of pair: Int, _ bytes: UnsafeRawBufferPointer, in words: [Int32], _ body: (Int, Int) -> Void
    ) {
        let from = Self.number(bytes, sections.pairStarts + pair)
        let count = Self.number(bytes, sections.pairStarts + pair + 1) - from
        guard count > 0, from + count <= sections.pairWordCount, count <= words.count else { return }
        for start in 0...words.count - count {
            var length = 0
            while length < count, Int(words[start + length]) == Self.number(bytes, sections.pairWords + from + length) {
                length += 1
            }
            if length == count { body(start, count) }
        }
    }

    /// The state that a word leads to.
    private func target(_ bytes: UnsafeRawBufferPointer, _ state: Int, _ word: Int) -> Int? {
        var slot = ParaphraseTableBuilder.hash(state: state, word: word) & (sections.trieSlotCount - 1)
        for _ in 0..<sections.trieSlotCount {
            let entry = sections.trie + 3 * slot
            let target = Self.number(bytes, entry + 2)
            guard target > 0, target < sections.stateCount else { return nil }
            if Self.number(bytes, entry) == state, Self.number(bytes, entry + 1) == word { return target }
            slot = (slot + 1) & (sections.trieSlotCount - 1)
        }
        return nil
    }

    /// The number at an index that lies inside the block, as the section's counts guarantee.
    @inline(__always)
    private static func number(_ bytes: UnsafeRawBufferPointer, _ index: Int) -> Int {
        Int(UInt32(littleEndian: bytes.loadUnaligned(fromByteOffset: index * 4, as: UInt32.self)))
    }
}
