import RationaleCore
import Synchronization

/// Remembers the tokens of pieces that were met before: most words of a text are common ones.
final class PieceCache {
    private var table = ByteTable(capacity: 4096)
    private var ends: [UInt32] = []
    private var tokens: [PieceToken] = []

    /// The longest piece that is remembered, and how many bytes and pieces at most.
    private static let longestPiece = 64
    private static let mostBytes = 2 << 20
    private static let mostPieces = 1 << 17

    /// Appends the tokens of a piece.
    @inline(__always) func tokenize(
        _ piece: UnsafeBufferPointer<UInt8>, by model: some TokenModel, into result: inout [PieceToken]
    ) throws(RationaleError) {
        guard piece.count <= Self.longestPiece else { return try model.tokenize(piece, into: &result) }
        if let entry = table.find(piece) {
            let start = entry == 0 ? 0 : Int(ends[Int(entry) - 1])
            for index in start..<Int(ends[Int(entry)]) { result.append(tokens[index]) }
            return
        }
        let first = result.count
        try model.tokenize(piece, into: &result)
        guard table.count < Self.mostPieces, table.keyBytes < Self.mostBytes else { return }
        table.insert(piece, Int32(ends.count))
        tokens += result[first...]
        ends.append(UInt32(tokens.count))
    }
}

/// The caches of a tokenizer that are not in use: each call takes one and gives it back, so that calls on several
/// threads do not wait for each other.
final class PieceCaches: Sendable {
    private struct Idle: @unchecked Sendable {
        var caches: [PieceCache] = []
    }

    private let idle = Mutex(Idle())

    func with<Result, Failure: Error>(_ body: (PieceCache) throws(Failure) -> Result) throws(Failure) -> Result {
        let cache = idle.withLock { $0.caches.popLast() } ?? PieceCache()
        defer { idle.withLock { $0.caches.append(cache) } }
        return try body(cache)
    }
}
