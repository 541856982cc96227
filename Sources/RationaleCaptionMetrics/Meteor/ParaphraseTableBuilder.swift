import Foundation
import RationaleCore

/// Reads METEOR's table of paraphrases and makes the block of which ``ParaphraseTable`` tells.
struct ParaphraseTableBuilder {
    /// "RPT2" in a little-endian file.
    static let magic = 0x3254_5052
    /// Numbers before the first section.
    static let headCount = 8

    private var words = ByteTable()
    /// State, word and target of each slot; a target of 0 is a free slot.
    private var trie = [UInt32](repeating: 0, count: 3 << 17)
    private var stateCount = 1
    private var transitionCount = 0
    /// Of each pair, in the file's order: the state of its phrase, and where its paraphrase begins.
    private var pairStates: [UInt32] = []
    private var pairStarts: [UInt32] = [0]
    private var pairWords: [UInt32] = []

    /// Reads a file.
    mutating func read(_ url: URL) throws(RationaleError) {
        let reader = try GzipLines(url)
        var (lineCount, lastPhrase, state): (Int, [UInt8], UInt32) = (0, [], 0)
        try reader.forEach { (line) throws(RationaleError) in
            defer { lineCount += 1 }
            switch lineCount % 3 {
            case 1:
                if !line.elementsEqual(lastPhrase) {
                    state = 0
                    forEachWord(line) { state = $0.add(state, $1) }
                    lastPhrase = Array(line)
                }
                guard state > 0 else { throw Self.damage(url, lineCount, "a phrase, found an empty line") }
            case 2:
                forEachWord(line) { $0.pairWords.append($1) }
                guard pairWords.count > pairStarts[pairStarts.count - 1] else {
                    throw Self.damage(url, lineCount, "a paraphrase, found an empty line")
                }
                pairStates.append(state)
                pairStarts.append(UInt32(pairWords.count))
            default:
                guard let first = line.first, 0x30...0x39 ~= first else {
                    let found = String(decoding: line.prefix(40), as: UTF8.self)
                    throw Self.damage(url, lineCount, "a probability, found '\(found)'")
                }
            }
        }
        guard lineCount.isMultiple(of: 3) else {
            throw Self.damage(url, lineCount, "groups of three lines, found the end of the file")
        }
    }

    private static func damage(_ url: URL, _ line: Int, _ what: String) -> RationaleError {
        RationaleError(
            .badData, "\(url.path): line \(line + 1): expected \(what).",
            hint:
                "A table of paraphrases has three lines for each pair: a probability, a phrase, its paraphrase. METEOR's is paraphrase-en.gz."
        )
    }

    // MARK: Words and states

    static func hash(state: Int, word: Int) -> Int {
        let mixed = (UInt64(state) << 32 | UInt64(word)) &* 0x9E37_79B9_7F4A_7C15
        return Int(truncatingIfNeeded: mixed >> 33)
    }

    /// Numbers of the words of a line.
    private mutating func forEachWord(_ line: UnsafeRawBufferPointer, _ body: (inout Self, UInt32) -> Void) {
        var index = 0
        while true {
            while index < line.count, line[index] <= 0x20 { index += 1 }
            guard index < line.count else { return }
            let start = index
            while index < line.count, line[index] > 0x20 { index += 1 }
            let number = words.number(of: UnsafeRawBufferPointer(rebasing: line[start..<index]))
            body(&self, UInt32(number))
        }
    }

    /// The state after a word, which is added where it is new.
    private mutating func add(_ state: UInt32, _ word: UInt32) -> UInt32 {
        let count = trie.count / 3
        var slot = Self.hash(state: Int(state), word: Int(word)) & (count - 1)
        while trie[3 * slot + 2] > 0 {
            if trie[3 * slot] == state, trie[3 * slot + 1] == word { return trie[3 * slot + 2] }
            slot = (slot + 1) & (count - 1)
        }
        let target = UInt32(stateCount)
        stateCount += 1
        (trie[3 * slot], trie[3 * slot + 1], trie[3 * slot + 2]) = (state, word, target)
        if stateCount * 2 > count { growTrie() }
        return target
    }

    private mutating func growTrie() {
        let count = trie.count / 3 * 2
        var larger = [UInt32](repeating: 0, count: 3 * count)
        for old in stride(from: 0, to: trie.count, by: 3) where trie[old + 2] > 0 {
            var slot = Self.hash(state: Int(trie[old]), word: Int(trie[old + 1])) & (count - 1)
            while larger[3 * slot + 2] > 0 { slot = (slot + 1) & (count - 1) }
            for offset in 0..<3 { larger[3 * slot + offset] = trie[old + offset] }
        }
        trie = larger
    }

    // MARK: The block

    /// The block: a head of counts, then the sections. Pairs are sorted by their phrase and else in the file's order.
    func block() -> [UInt32] {
        let pairCount = pairStates.count
        var stateStarts = [UInt32](repeating: 0, count: stateCount + 1)
        for state in pairStates { stateStarts[Int(state) + 1] += 1 }
        for state in 0..<stateCount { stateStarts[state + 1] += stateStarts[state] }
        var free = stateStarts
        var order = [UInt32](repeating: 0, count: pairCount)
        for (pair, state) in pairStates.enumerated() {
            order[Int(free[Int(state)])] = UInt32(pair)
            free[Int(state)] += 1
        }

        var block: [UInt32] = []
        block.reserveCapacity(
            pairCount + Self.headCount + words.starts.count + words.slots.count + words.bytes.count / 4 + 1 + trie.count
                + stateCount + 1
                + pairCount
                + 1 + pairWords.count)
        block += [
            UInt32(Self.magic), UInt32(words.count), UInt32(words.slots.count), UInt32(words.bytes.count),
            UInt32(trie.count / 3), UInt32(stateCount), UInt32(pairCount), UInt32(pairWords.count),
        ]
        block += words.starts.map { UInt32($0) }
        block += words.slots
        let letters = words.bytes
        for start in stride(from: 0, to: letters.count, by: 4) {
            var number: UInt32 = 0
            for offset in 0..<min(4, letters.count - start) {
                number |= UInt32(letters[start + offset]) << UInt32(8 * offset)
            }
            block.append(number)
        }
        block += trie
        block += stateStarts
        var position: UInt32 = 0
        block.append(0)
        for pair in order {
            position += pairStarts[Int(pair) + 1] - pairStarts[Int(pair)]
            block.append(position)
        }
        for pair in order { block.append(pairWords[Int(pairStarts[Int(pair)])]) }
        for pair in order { block += pairWords[Int(pairStarts[Int(pair)])..<Int(pairStarts[Int(pair) + 1])] }
        return block.map { $0.littleEndian }
    }
}
