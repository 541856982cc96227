/// Splits a sentence into words as METEOR 1.5 does: with `-norm` after its own normalisation, else at white space.
///
/// *Source:* the program's `Normalizer`, which follows the Moses tokenizer of revision 3612: symbols become words; runs of
/// dots stay together; commas split except within numbers; quotes and dashes become ASCII; `well-known` becomes two words;
/// English contractions split on the left (`don't` is `don 't`, `1990's` is `1990 's`); a final dot splits unless its
/// word is a known abbreviation or the next word begins with a lower-case letter; `U.S.` is `US`. Then everything is
/// lower-case. Each rule of the original is a regular expression whose matches do not overlap, applied to the whole line
/// in a fixed order; here each is a pass over UTF-8 bytes, left out where the line lacks the byte it looks for.
///
/// *Cost*: one to twelve passes over the sentence.
struct MeteorNormalizer {
    private var line: [UInt8] = []
    private var other: [UInt8] = []

    /// Splits at white space, and changes nothing.
    mutating func words(ofTokenized sentence: String, _ body: (ArraySlice<UInt8>) -> Void) {
        line.removeAll(keepingCapacity: true)
        line.append(contentsOf: sentence.utf8)
        Self.split(line[...], body)
    }

    /// Normalises, lowers the case and splits.
    mutating func words(of sentence: String, _ body: (ArraySlice<UInt8>) -> Void) {
        var sentence = sentence
        let found = sentence.withUTF8 { separateSymbols(of: $0) }
        if found.contains(.dots) { protectRunsOfDots() }
        if found.contains(.comma) { separateCommas() }
        if found.contains(.quote) { normalizeQuotes() }
        if found.contains(.dash) { normalizeDashes() }
        if found.contains(.quote) { splitContractions() }
        let hasDroppedDots = found.contains(.dot) && splitFinalDots()
        // A word without its dots may have become the mark.
        if hasDroppedDots || found.contains(.dots) { restoreRunsOfDots() }
        if found.contains(.wide) { shrinkSpaces() }
        var (start, end) = (0, line.count)
        while start < end, line[start] <= 0x20 { start += 1 }
        while start < end, line[end - 1] <= 0x20 { end -= 1 }
        if found.contains(.wide) {
            line = JavaText.lowercased(line[start..<end])
            Self.split(line[...], body)
        } else {
            for index in start..<end where line[index] &- 0x41 < 26 { line[index] |= 0x20 }
            Self.split(line[start..<end], body)
        }
    }

    /// Which rules a line needs.
    private struct Findings: OptionSet {
        let rawValue: UInt8
        static let dot = Findings(rawValue: 1)
        static let dots = Findings(rawValue: 2)
        static let comma = Findings(rawValue: 4)
        static let quote = Findings(rawValue: 8)
        static let dash = Findings(rawValue: 16)
        /// A character outside ASCII.
        static let wide = Findings(rawValue: 32)
    }

    // MARK: Passes

    /// Puts spaces around every symbol but `. , ' - `` and the single quotes.
    private mutating func separateSymbols(of text: UnsafeBufferPointer<UInt8>) -> Findings {
        var found: Findings = []
        line.removeAll(keepingCapacity: true)
        line.append(0x20)
        var index = 0
        while index < text.count {
            let byte = text[index]
            if byte < 0x80 {
                index += 1
                let kind = Self.kinds[Int(byte)]
                if kind == .symbol {
                    line.append(0x20)
                    line.append(byte)
                    line.append(0x20)
                    continue
                }
                switch kind {
                case .dot:
                    found.insert(line.last == byte ? [.dot, .dots] : .dot)
                case .comma: found.insert(.comma)
                case .quote: found.insert(.quote)
                case .dash: found.insert(.dash)
                // A text that holds the program's own mark for runs of dots is taken for such a run.
                case .markLetter where found.isDisjoint(with: .dots) && line.ends(with: Self.mark.dropLast()):
                    found.insert(.dots)
                default: break
                }
                line.append(byte)
                continue
            }
            found.insert(.wide)
            let length = UTF8Scan.length(startingWith: byte)
            let scalar = UTF8Scan.scalar(text, at: index, length: length)
            // Curly quotes; an en dash.
            if 0x2018...0x201D ~= scalar { found.insert(.quote) }
            if scalar == 0x2013 { found.insert(.dash) }
            let isSeparated = !Self.isAlpha(scalar) && scalar != 0x2018 && scalar != 0x2019
            if isSeparated { line.append(0x20) }
            for offset in 0..<length { line.append(text[index + offset]) }
            if isSeparated { line.append(0x20) }
            index += length
        }
        line.append(0x20)
        return found
    }

    private mutating func protectRunsOfDots() {
        replace(from: Self.dot, or: Self.dot) { line, at in
            let end = line[at...].firstIndex { $0 != Self.dot } ?? line.count
            return end - at < 2 ? nil : (end - at, [0x20] + Self.mark + line[at + 1..<end])
        }
        let dottedMark = Self.mark + [Self.dot]
        while Self.contains(dottedMark, in: line) {
            replace(from: Self.mark[0], or: Self.mark[0]) { line, at in
                let end = at + Self.mark.count + 1
                guard line[at...].starts(with: dottedMark), end < line.count, line[end] != Self.dot else {
                    return nil
                }
                let length = UTF8Scan.length(startingWith: line[end])
                return (end + length - at, Self.doubleMark + [0x20] + line[end..<end + length])
            }
            replace(dottedMark, by: Self.doubleMark)
        }
    }

    private mutating func restoreRunsOfDots() {
        while Self.contains(Self.doubleMark, in: line) { replace(Self.doubleMark, by: Self.mark + [Self.dot]) }
        replace(Self.mark, by: [Self.dot])
    }

    private mutating func separateCommas() {
        let comma = UInt8(ascii: ","), spaced = Array(" , ".utf8)
        separate(comma, by: spaced) { $0 != .digit && $1 != .digit }
        separate(comma, by: spaced) { $0 == .digit && $1 != .digit }
        separate(comma, by: spaced) { $0 != .digit && $1 == .digit }
    }

    private mutating func normalizeQuotes() {
        let apostrophe = UInt8(ascii: "'")
        replace(from: UInt8(ascii: "`"), or: 0xE2) { line, at in
            if line[at] == UInt8(ascii: "`") { return (1, [apostrophe]) }
            return line[at...].starts(with: [0xE2, 0x80, 0x98]) || line[at...].starts(with: [0xE2, 0x80, 0x99])
                ? (3, [apostrophe]) : nil
        }
        let double = Array(" \" ".utf8)
        replace(from: apostrophe, or: 0xE2) { line, at in
            if line[at] == apostrophe { return at + 1 < line.count && line[at + 1] == apostrophe ? (2, double) : nil }
            return line[at...].starts(with: [0xE2, 0x80, 0x9C]) || line[at...].starts(with: [0xE2, 0x80, 0x9D])
                ? (3, double) : nil
        }
    }

    private mutating func normalizeDashes() {
        let dash = UInt8(ascii: "-")
        replace([0xE2, 0x80, 0x93], by: [dash])
        replace([dash, dash], by: [dash])
        separate(dash, by: [0x20]) { ($0.isWordCharacter || $0 == .dot) && $1.isWordCharacter }
    }

    private mutating func splitContractions() {
        let apostrophe = UInt8(ascii: "'"), alone = Array(" ' ".utf8), left = Array(" '".utf8)
        separate(apostrophe, by: alone) { !$0.isAlpha && !$1.isAlpha }
        separate(apostrophe, by: alone) { !$0.isWordCharacter && $1.isAlpha }
        separate(apostrophe, by: alone) { $0.isAlpha && !$1.isAlpha }
        separate(apostrophe, by: left) { $0.isAlpha && $1.isAlpha }
        separate(apostrophe, by: left) { $0 == .digit && $1 == .letterS }
    }

    /// Splits dots from the words that they end; `true` where words lost their dots instead.
    private mutating func splitFinalDots() -> Bool {
        other.removeAll(keepingCapacity: true)
        var hasDroppedDots = false
        var index = 0
        while true {
            while index < line.count, Self.isSpace(line[index]) { index += 1 }
            guard index < line.count else { break }
            let start = index
            while index < line.count, !Self.isSpace(line[index]) { index += 1 }
            if line[index - 1] == Self.dot, index - start > 1 {
                let word = line[start..<index - 1]
                if word.contains(Self.dot), Self.holdsLetter(word) {
                    other.append(contentsOf: word.lazy.filter { $0 != Self.dot })
                    hasDroppedDots = true
                } else {
                    appendWord(word, beforeWordAt: line[index...].firstIndex { !Self.isSpace($0) })
                }
            } else {
                other.append(contentsOf: line[start..<index])
            }
            other.append(0x20)
        }
        swap(&line, &other)
        return hasDroppedDots
    }

    /// Appends a word that ended in a dot.
    private mutating func appendWord(_ word: ArraySlice<UInt8>, beforeWordAt next: Int?) {
        let first = next.map { line[$0] } ?? 0
        let text = String(decoding: word, as: UTF8.self)
        other.append(contentsOf: word)
        if MeteorEnglish.abbreviations.contains(text) || 0x61...0x7A ~= first
            || MeteorEnglish.abbreviationsOfNumbers.contains(text) && 0x30...0x39 ~= first
        {
            other.append(Self.dot)
        } else {
            other.append(0x20)
            other.append(Self.dot)
        }
    }

    /// Makes the spaces outside ASCII plain ones.
    private mutating func shrinkSpaces() {
        func space(_ line: [UInt8], at index: Int) -> (Int, [UInt8])? {
            let length = UTF8Scan.length(startingWith: line[index])
            let scalar = line.withUnsafeBufferPointer { UTF8Scan.scalar($0, at: index, length: length) }
            return Self.wideSpaces.contains(scalar) ? (length, [0x20]) : nil
        }
        replace(from: 0xC2, or: 0xE2, space)
        replace(from: 0xE3, or: 0xE3, space)
    }

    // MARK: Rewriting

    /// Replaces matches from left to right; the closure says how many bytes match at an index, and by what to replace them.
    /// A match begins with one of two bytes.
    private mutating func replace(
        from first: UInt8, or second: UInt8, _ match: ([UInt8], Int) -> (Int, [UInt8])?
    ) {
        var (index, copied) = (0, 0)
        while index < line.count {
            guard line[index] == first || line[index] == second, let (length, new) = match(line, index) else {
                index += 1
                continue
            }
            if copied == 0 { other.removeAll(keepingCapacity: true) }
            other.append(contentsOf: line[copied..<index])
            other.append(contentsOf: new)
            index += length
            copied = index
        }
        guard copied > 0 else { return }
        other.append(contentsOf: line[copied...])
        swap(&line, &other)
    }

    private mutating func replace(_ old: [UInt8], by new: [UInt8]) {
        replace(from: old[0], or: old[0]) { line, at in line[at...].starts(with: old) ? (old.count, new) : nil }
    }

    /// Replaces every `mark` that lies between characters of the wanted kinds. A match takes both neighbours, so that the
    /// next one begins after them.
    private mutating func separate(_ mark: UInt8, by new: [UInt8], between accepts: (Neighbour, Neighbour) -> Bool) {
        var (free, copied) = (0, 0)
        for index in line.indices where line[index] == mark && index > free && index + 1 < line.count {
            guard accepts(neighbour(before: index), neighbour(at: index + 1)) else { continue }
            if copied == 0 { other.removeAll(keepingCapacity: true) }
            other.append(contentsOf: line[copied..<index])
            other.append(contentsOf: new)
            copied = index + 1
            free = copied + UTF8Scan.length(startingWith: line[copied])
        }
        guard copied > 0 else { return }
        other.append(contentsOf: line[copied...])
        swap(&line, &other)
    }

    /// What a character beside a mark is.
    private enum Neighbour {
        case letter, letterS, digit, dot, other
        var isAlpha: Bool { self == .letter || self == .letterS }
        var isWordCharacter: Bool { isAlpha || self == .digit }
    }

    private func neighbour(before index: Int) -> Neighbour {
        var start = index - 1
        while line[start] & 0xC0 == 0x80 { start -= 1 }
        return neighbour(at: start)
    }

    private func neighbour(at index: Int) -> Neighbour {
        let byte = line[index]
        switch byte {
        case 0x73: return .letterS
        case 0x41...0x5A, 0x61...0x7A: return .letter
        case 0x30...0x39: return .digit
        case Self.dot: return .dot
        case ..<0x80: return .other
        default:
            let length = UTF8Scan.length(startingWith: byte)
            let scalar = line.withUnsafeBufferPointer { UTF8Scan.scalar($0, at: index, length: length) }
            return Self.isAlpha(scalar) ? .letter : .other
        }
    }

    // MARK: Characters

    private static let dot = UInt8(ascii: ".")
    /// What the original writes for a dot while runs of dots are protected.
    private static let mark = Array("DOTMULTI".utf8)
    private static let doubleMark = Array("DOTDOTMULTI".utf8)

    private enum Kind: UInt8 { case plain, symbol, dot, comma, quote, dash, markLetter }

    private static let kinds: [Kind] = (0..<128).map { code in
        switch Unicode.Scalar(UInt8(code)) {
        case "I": .markLetter
        case "0"..."9", "A"..."Z", "a"..."z", " ", "\t", "\n", "\u{B}", "\u{C}", "\r": .plain
        case ".": .dot
        case ",": .comma
        case "'", "`": .quote
        case "-": .dash
        default: .symbol
        }
    }

    /// Letters outside ASCII: of Western Europe, Cyrillic and phonetic.
    private static func isAlpha(_ scalar: UInt32) -> Bool {
        switch scalar {
        case 0xC0...0xD6, 0xD8...0xF6, 0xF8...0x17E, 0x400...0x527, 0xA640...0xA66E, 0xA67E...0xA697, 0x1D00...0x1D7F:
            true
        default: false
        }
    }

    private static let wideSpaces: Set<UInt32> = Set([0xA0, 0x202F, 0x205F, 0x3000] + Array(0x2000...0x200A))

    private static func holdsLetter(_ word: ArraySlice<UInt8>) -> Bool {
        var index = word.startIndex
        while index < word.endIndex {
            let length = UTF8Scan.length(startingWith: word[index])
            if length == 1 {
                if word[index] | 0x20 &- 0x61 < 26 { return true }
            } else if word.withUnsafeBufferPointer({
                isAlpha(UTF8Scan.scalar($0, at: index - word.startIndex, length: length))
            }) {
                return true
            }
            index += length
        }
        return false
    }

    private static func isSpace(_ byte: UInt8) -> Bool {
        byte == 0x20 || byte == 0x09 || byte == 0x0A || byte == 0x0C || byte == 0x0D
    }

    private static func contains(_ part: [UInt8], in line: [UInt8]) -> Bool {
        var index = 0
        while index + part.count <= line.count {
            if line[index] == part[0], line[index...].starts(with: part) { return true }
            index += 1
        }
        return false
    }

    /// The maximal runs of bytes that are not white space.
    private static func split(_ line: ArraySlice<UInt8>, _ body: (ArraySlice<UInt8>) -> Void) {
        var index = line.startIndex
        while true {
            while index < line.endIndex, isSpace(line[index]) { index += 1 }
            guard index < line.endIndex else { return }
            let start = index
            while index < line.endIndex, !isSpace(line[index]) { index += 1 }
            body(line[start..<index])
        }
    }
}

extension [UInt8] {
    fileprivate func ends(with other: ArraySlice<UInt8>) -> Bool {
        count >= other.count && suffix(other.count) == other
    }
}
