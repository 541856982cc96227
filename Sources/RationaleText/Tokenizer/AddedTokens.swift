/// Tokens beside those of the model: they are found in the text before it is cut into words.
struct AddedTokens: Sendable {
    struct Token: Sendable, Hashable {
        var id: Int
        var content: String
        /// Whether it may not touch letters.
        var isSingleWord = false
        /// Whether it takes the white space before or behind it.
        var stripsLeft = false
        var stripsRight = false
        /// Whether it is looked for in the normalized text.
        var isNormalized = true
        /// Whether decoding may leave it out.
        var isSpecial = false
    }

    let tokens: [Token]
    private let byID: [Int: Int]
    private let byContent: [String: Int]
    /// Tokens that are found before the text is normalized.
    private let plain: PrefixTree
    /// Tokens that are found after that.
    private let normalized: PrefixTree
    private let plainStarts: [Bool]
    private let normalizedStarts: [Bool]

    /// - Parameter normalize: how the content of a normalized token is normalized.
    init(_ tokens: [Token], normalize: (String) -> [UInt8]) {
        self.tokens = tokens
        var byID: [Int: Int] = [:]
        var byContent: [String: Int] = [:]
        var keys: [[[UInt8]: Int32]] = [[:], [:]]
        for (index, token) in tokens.enumerated() {
            byID[token.id] = index
            byContent[token.content] = index
            let bytes = token.isNormalized ? normalize(token.content) : Array(token.content.utf8)
            guard !bytes.isEmpty else { continue }
            let kind = token.isNormalized ? 1 : 0
            if keys[kind][bytes] == nil { keys[kind][bytes] = Int32(index) }
        }
        self.byID = byID
        self.byContent = byContent
        plain = PrefixTree(keys[0].map { ($0.key, $0.value) })
        normalized = PrefixTree(keys[1].map { ($0.key, $0.value) })
        (plainStarts, normalizedStarts) = (Self.starts(keys[0].keys), Self.starts(keys[1].keys))
    }

    private static func starts(_ keys: some Sequence<[UInt8]>) -> [Bool] {
        var starts = Array(repeating: false, count: 256)
        for key in keys { starts[Int(key[0])] = true }
        return starts
    }

    /// The token of a number, where it is one of these.
    subscript(id: Int) -> Token? { byID[id].map { tokens[$0] } }
    subscript(content: String) -> Token? { byContent[content].map { tokens[$0] } }

    /// A part of a text: a token, or what lies between tokens.
    struct Part {
        var range: Range<Int>
        var token: Token?
    }

    /// Cuts a text at the tokens that are written in it; `nil` where there are none.
    ///
    /// Of tokens that begin at the same place the longest one is found.
    /// - Complexity: O(length, times that of the longest token where one begins).
    func parts(of text: [UInt8], isNormalized: Bool) -> [Part]? {
        let tree = isNormalized ? normalized : plain
        guard !tree.isEmpty else { return nil }
        let starts = isNormalized ? normalizedStarts : plainStarts
        return text.withUnsafeBufferPointer { bytes in
            var parts: [Part] = []
            var last = 0
            var index = 0
            starts.withUnsafeBufferPointer { starts in
                while index < bytes.count {
                    guard starts[Int(bytes[index])], let match = tree.longestPrefix(of: bytes, at: index) else {
                        index += 1
                        continue
                    }
                    let token = tokens[Int(match.value)]
                    var range = index..<index + match.length
                    index = range.upperBound
                    if token.isSingleWord, Self.touchesWord(range, bytes) { continue }
                    // White space that a token before it has taken is not taken again; but a token that begins in such
                    // white space is found nevertheless, as in the package.
                    var (start, end) = (range.lowerBound, range.upperBound)
                    if token.stripsLeft { start = max(Self.spaceStart(start, bytes, from: last), last) }
                    if token.stripsRight { end = Self.spaceEnd(end, bytes) }
                    guard start < end else {
                        last = end
                        continue
                    }
                    range = start..<end
                    if last < range.lowerBound { parts.append(Part(range: last..<range.lowerBound)) }
                    parts.append(Part(range: range, token: token))
                    last = range.upperBound
                }
            }
            guard !parts.isEmpty else { return nil }
            if last < bytes.count { parts.append(Part(range: last..<bytes.count)) }
            return parts
        }
    }

    private static func touchesWord(_ range: Range<Int>, _ bytes: UnsafeBufferPointer<UInt8>) -> Bool {
        func isWord(_ index: Int) -> Bool {
            Scalars.flags[Int(UTF8Bytes.scalar(bytes, index).scalar)].contains(.word)
        }
        return range.lowerBound > 0 && isWord(UTF8Bytes.before(bytes, range.lowerBound))
            || range.upperBound < bytes.count && isWord(range.upperBound)
    }

    private static func spaceStart(_ end: Int, _ bytes: UnsafeBufferPointer<UInt8>, from first: Int) -> Int {
        var start = end
        while start > first {
            let before = UTF8Bytes.before(bytes, start)
            guard Scalars.flags[Int(UTF8Bytes.scalar(bytes, before).scalar)].contains(.space) else { break }
            start = before
        }
        return start
    }

    private static func spaceEnd(_ start: Int, _ bytes: UnsafeBufferPointer<UInt8>) -> Int {
        var end = start
        while end < bytes.count {
            let (scalar, width) = UTF8Bytes.scalar(bytes, end)
            guard Scalars.flags[Int(scalar)].contains(.space) else { break }
            end += width
        }
        return end
    }
}
