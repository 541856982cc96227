extension TreebankText {
    /// Puts spaces around what a closure measures: it says how many characters from a position on belong together, or 0.
    private func separated(_ length: (Int) -> Int) -> [UInt32] {
        var result: [UInt32] = []
        result.reserveCapacity(text.count + 16)
        var position = 0
        while position < text.count {
            let count = length(position)
            if count == 0 {
                result.append(text[position])
                position += 1
            } else {
                result.append(Self.space)
                result += text[position..<position + count]
                result.append(Self.space)
                position += count
            }
        }
        return result
    }

    private func separated(each isMember: (UInt32) -> Bool) -> [UInt32] {
        text.contains(where: isMember) ? separated { isMember(text[$0]) ? 1 : 0 } : text
    }

    /// The length of a run of one character.
    private func run(of unit: UInt32, at start: Int) -> Int {
        var end = start
        while end < text.count, text[end] == unit { end += 1 }
        return end - start
    }

    private func isPair(of unit: UInt32, at start: Int) -> Bool {
        start + 1 < text.count && text[start] == unit && text[start + 1] == unit
    }

    /// Replaces what a closure finds: it is given a position and says how many characters go, and what comes.
    private func replaced(_ found: (Int) -> (count: Int, by: [UInt32])?) -> [UInt32] {
        var result: [UInt32] = []
        result.reserveCapacity(text.count + 16)
        var position = 0
        while position < text.count {
            if let (count, replacement) = found(position) {
                result += replacement
                position += count
            } else {
                result.append(text[position])
                position += 1
            }
        }
        return result
    }

    mutating func openQuotes() {
        if !isASCII || has("`") {
            text = separated { position in
                switch text[position] {
                case 0xAB, 0x201C, 0x2018, 0x201E: 1
                case 0x60: run(of: 0x60, at: position)
                default: 0
                }
            }
        }
        guard has("\"'`") else { return }
        if text.first == 0x22 { text.replaceSubrange(0..<1, with: [0x60, 0x60]) }
        text = separated { isPair(of: 0x60, at: $0) ? 2 : 0 }
        text = replaced { position in
            switch text[position] {
            case 0x20, 0x28, 0x5B, 0x7B, 0x3C:
                guard position + 1 < text.count else { return nil }
                let replacement = [text[position], Self.space, 0x60, 0x60, Self.space]
                if text[position + 1] == 0x22 { return (2, replacement) }
                return isPair(of: Self.quote, at: position + 1) ? (3, replacement) : nil
            default: return nil
            }
        }
        text = replaced { position in
            guard text[position] == Self.quote, position == 0 || !Self.isWord(text[position - 1]),
                position + 1 < text.count, Self.isWord(text[position + 1])
            else { return nil }
            let isContraction = Self.contractions.contains { letters in
                matches(letters, at: position + 1) && isBoundary(position + 1 + letters.count, isWord: Self.isWord)
            }
            return isContraction ? nil : (1, [Self.quote, Self.space])
        }
    }

    mutating func separatePunctuation() {
        separateFinalStop(closers: [0x5D, 0x29, 0x7D, 0x3E, 0x22, 0x27, 0xBB, 0x201D, 0x2019, 0x20], spaced: true)
        if has(":,") {
            text = replaced { position in
                guard text[position] == 0x3A || text[position] == 0x2C, position + 1 < text.count,
                    !Self.isDecimal(text[position + 1])
                else { return nil }
                return (2, [Self.space, text[position], Self.space, text[position + 1]])
            }
            let end = text.last == 0x0A ? text.count - 2 : text.count - 1
            for index in Set([end, text.count - 1]) where index >= 0 && (text[index] == 0x3A || text[index] == 0x2C) {
                text.replaceSubrange(index...index, with: [Self.space, text[index], Self.space])
            }
        }
        text = separated { position in
            let length = run(of: Self.stop, at: position)
            return length > 1 ? length : 0
        }
        if has(";@#$%&") { text = separated(each: { [0x3B, 0x40, 0x23, 0x24, 0x25, 0x26].contains($0) }) }
        if !isASCII { text = separated(each: { $0 >= 0x2012 && $0 <= 0x2015 }) }
        separateFinalStop(closers: [0x5D, 0x29, 0x7D, 0x3E, 0x22, 0x27], spaced: false)
        if has("?!") { text = separated(each: { $0 == 0x3F || $0 == 0x21 }) }
        if has("'") {
            text = replaced { position in
                guard position + 2 < text.count, text[position] != Self.quote, text[position + 1] == Self.quote,
                    text[position + 2] == Self.space
                else { return nil }
                return (3, [text[position], Self.space, Self.quote, Self.space])
            }
        }
        if has("*") { text = separated(each: { $0 == 0x2A }) }
        if has("[](){}<>") {
            text = separated(each: { [0x5D, 0x5B, 0x28, 0x29, 0x7B, 0x7D, 0x3C, 0x3E].contains($0) })
        }
        if has("-") { text = separated { isPair(of: 0x2D, at: $0) ? 2 : 0 } }
    }

    /// Cuts off the full stop that ends the text, whatever brackets and quotation marks follow it.
    private mutating func separateFinalStop(closers: [UInt32], spaced: Bool) {
        guard let stop = text.lastIndex(of: Self.stop), stop > 0, text[stop - 1] != Self.stop else { return }
        var end = stop + 1
        while end < text.count, closers.contains(text[end]) { end += 1 }
        guard text[end...].allSatisfy(Self.isSpace) else { return }
        let after = Array(text[(stop + 1)..<end])
        text.removeSubrange(stop...)
        text += [Self.space, Self.stop] + (spaced ? [Self.space] : []) + after + [Self.space]
    }

    mutating func closeQuotes() {
        text.insert(Self.space, at: 0)
        text.append(Self.space)
        if !isASCII { text = separated(each: { $0 == 0xBB || $0 == 0x201D || $0 == 0x2019 }) }
        if has("\"'") {
            text = separated { isPair(of: Self.quote, at: $0) ? 2 : 0 }
            text = replaced { text[$0] == 0x22 ? (1, [Self.space, Self.quote, Self.quote, Self.space]) : nil }
        }
        text = replaced { position in
            guard Self.isSpace(text[position]) else { return nil }
            var end = position + 1
            while end < text.count, Self.isSpace(text[end]) { end += 1 }
            return (end - position, [Self.space])
        }
        guard has("'") else { return }
        cutEndings([[0x27, 0x73], [0x27, 0x53], [0x27, 0x6D], [0x27, 0x4D], [0x27, 0x64], [0x27, 0x44], [0x27]])
        cutEndings(
            ["'ll", "'LL", "'re", "'RE", "'ve", "'VE", "n't", "N'T"].map { ending in ending.utf8.map { UInt32($0) } })
    }

    /// Cuts endings off the words that they end.
    private mutating func cutEndings(_ endings: [[UInt32]]) {
        text = replaced { position in
            guard text[position] != Self.quote, text[position] != Self.space else { return nil }
            for ending in endings {
                let end = position + 1 + ending.count
                guard end < text.count, text[end] == Self.space, text[(position + 1)..<end].elementsEqual(ending) else {
                    continue
                }
                return (end + 1 - position, [text[position], Self.space] + ending + [Self.space])
            }
            return nil
        }
    }

    private static let contractions = ["re", "ve", "ll", "m", "t", "s", "d", "n"].map(units)
    private static let joinedWords = [
        ("cannot", 3), ("d'ye", 1), ("gimme", 3), ("gonna", 3), ("gotta", 3), ("lemme", 3), ("more'n", 4),
    ].map { (word: units($0.0), first: $0.1) }
    private static let wanna = units("wanna")
    private static let shortenedIt = [" 'tis", " 'twas"].map(units)

    mutating func cutContractions() {
        for (word, first) in Self.joinedWords {
            text = cut(word, first, from: 0) { isBoundary($0) && isBoundary($0 + word.count) }
        }
        text = cut(Self.wanna, 3, from: 0) {
            isBoundary($0) && $0 + 5 < text.count && Self.isSpaceOrSeparator(text[$0 + 5])
        }
        for word in Self.shortenedIt where has("'") {
            text = cut(word, 3, from: 1) { isBoundary($0 + word.count) }
        }
    }

    /// Puts spaces around both parts of a word, from the given character of it on.
    private func cut(
        _ whole: [UInt32], _ first: Int, from begin: Int, where isMatch: (Int) -> Bool
    ) -> [UInt32] {
        guard text.indices.contains(where: { matches(whole, at: $0) }) else { return text }
        return replaced { position in
            guard matches(whole, at: position), isMatch(position) else { return nil }
            let head = text[(position + begin)..<(position + first)]
            let tail = text[(position + first)..<(position + whole.count)]
            return (whole.count, [Self.space] + head + [Self.space] + tail + [Self.space])
        }
    }
}
