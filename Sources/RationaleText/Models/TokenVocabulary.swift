import RationaleCore

/// The tokens of a model, each with its number.
struct TokenVocabulary: Sendable {
    /// The token of each number; `nil` where a number has none.
    private(set) var tokens: [String?] = []
    private(set) var table: ByteTable
    /// How many tokens there are.
    private(set) var count = 0

    /// The greatest number that a token may have: more than in any vocabulary that is published.
    static let largestID = 4_000_000

    init(capacity: Int = 0) {
        table = ByteTable(capacity: capacity)
        tokens.reserveCapacity(capacity)
    }

    enum Refusal: Error {
        case outOfRange
        case taken(by: String)
        case repeated(as: Int)
    }

    mutating func insert(_ token: String, _ id: Int) throws(Refusal) {
        guard id >= 0, id <= Self.largestID else { throw .outOfRange }
        if id < tokens.count, let other = tokens[id] { throw .taken(by: other) }
        guard table.insert(token.utf8, Int32(id)) else { throw .repeated(as: self[token] ?? 0) }
        if id >= tokens.count { tokens.append(contentsOf: repeatElement(nil, count: id + 1 - tokens.count)) }
        tokens[id] = token
        count += 1
    }

    subscript(token: String) -> Int? { table.find(token).map(Int.init) }

    @inline(__always) func find(_ bytes: UnsafeBufferPointer<UInt8>) -> Int32? { table.find(bytes) }

    /// The numbers of `<0x00>` to `<0xFF>`, by which bytes are spelt; −1 where there is none.
    var byteTokens: [Int32] {
        (0..<256).map { byte in
            let digits = String(byte, radix: 16, uppercase: true)
            return Int32(self["<0x\(byte < 16 ? "0" : "")\(digits)>"] ?? -1)
        }
    }

    func token(_ id: Int) -> String? { tokens.indices.contains(id) ? tokens[id] : nil }
}
