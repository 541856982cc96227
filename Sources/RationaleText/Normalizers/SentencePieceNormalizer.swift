import RationaleCore

/// SentencePiece's own normalization: its rules, the longest first; spaces as `▁`, one before the text; the user's own
/// symbols untouched.
///
/// Each byte's place ends where the next one's begins, as in that library.
struct SentencePieceNormalizer: Normalizer {
    let rules: Precompiled?
    let addsDummyPrefix: Bool
    let removesSpaces: Bool
    let escapesSpaces: Bool
    let endsWithSpace: Bool
    private let symbols: PrefixTree

    init(
        rules: Precompiled?, userDefined: [String], addsDummyPrefix: Bool, removesSpaces: Bool, escapesSpaces: Bool,
        endsWithSpace: Bool
    ) {
        self.rules = rules
        self.addsDummyPrefix = addsDummyPrefix
        self.removesSpaces = removesSpaces
        self.escapesSpaces = escapesSpaces
        self.endsWithSpace = endsWithSpace
        symbols = PrefixTree(userDefined.enumerated().map { (Array($0.element.utf8), Int32($0.offset)) })
    }

    func normalize(_ text: inout AlignedText) {
        var bytes: [UInt8] = []
        var starts: [Int32] = []
        let space: [UInt8] = escapesSpaces ? [0xE2, 0x96, 0x81] : [0x20]
        var consumed = 0
        func add(_ byte: UInt8) {
            bytes.append(byte)
            starts.append(Int32(consumed))
        }
        text.bytes.withUnsafeBufferPointer { input in
            var isAfterSpace = removesSpaces
            while removesSpaces, consumed < input.count {
                let (part, length) = prefix(of: input, at: consumed)
                guard part == [0x20] else { break }
                consumed += length
            }
            guard consumed < input.count else { return }
            if addsDummyPrefix, !endsWithSpace { space.forEach(add) }
            while consumed < input.count {
                let (part, length) = prefix(of: input, at: consumed)
                var rest = part[...]
                while isAfterSpace, rest.first == 0x20 { rest.removeFirst() }
                for byte in rest {
                    if byte == 0x20 { space.forEach(add) } else { add(byte) }
                }
                if !rest.isEmpty { isAfterSpace = rest.last == 0x20 }
                consumed += length
                if !removesSpaces { isAfterSpace = false }
            }
            while removesSpaces, bytes.count >= space.count, bytes.suffix(space.count).elementsEqual(space) {
                consumed = Int(starts[bytes.count - space.count])
                bytes.removeLast(space.count)
                starts.removeLast(space.count)
            }
            if addsDummyPrefix, endsWithSpace { space.forEach(add) }
        }
        let origin = Int32(text.origin)
        let last = Int32(consumed)
        text.bytes = bytes
        text.spans = starts.indices.map {
            .init(start: origin + starts[$0], end: origin + ($0 + 1 < starts.count ? starts[$0 + 1] : last))
        }
    }

    /// What the beginning of a text becomes, and how many bytes of it that is.
    private func prefix(of input: UnsafeBufferPointer<UInt8>, at start: Int) -> (part: [UInt8], length: Int) {
        if let symbol = symbols.longestPrefix(of: input, at: start) {
            return (Array(input[start..<start + symbol.length]), symbol.length)
        }
        if let rule = rules?.longest(input, start..<input.count) {
            var part: [UInt8] = []
            for scalar in rule.text { UTF8Bytes.append(scalar, to: &part) }
            return (part, rule.length)
        }
        let width = UTF8Bytes.width(input[start])
        return (Array(input[start..<start + width]), width)
    }
}

/// Makes `▁` a space; the one before the text goes.
struct SentencePieceDecoder: TokenDecoder {
    let addsDummyPrefix: Bool
    let endsWithSpace: Bool

    func decode(_ tokens: inout [String]) throws(RationaleError) {
        ByteFallbackDecoder().decode(&tokens)
        var text = tokens.joined().replacing(literal: "\u{2581}", with: " ")
        if addsDummyPrefix, endsWithSpace, text.hasSuffix(" ") { text.removeLast() }
        if addsDummyPrefix, !endsWithSpace, text.hasPrefix(" ") { text.removeFirst() }
        tokens = [text]
    }
}
