import COniguruma
import RationaleCore
import Synchronization

/// A regular expression, matched by Oniguruma: the engine of the package `tokenizers`, so patterns mean what they mean there.
///
/// A compiled pattern is only read while it is matched, so several threads may use it.
final class Pattern: @unchecked Sendable {
    /// As it was written.
    let source: String
    private let regex: OnigRegex

    /// Compiling calls into tables that Oniguruma fills at first use.
    private static let compiling = Mutex(())
    private static let longestPattern = 100_000

    /// - Throws: `badData` where this is no pattern.
    init(_ source: String) throws(RationaleError) {
        guard source.utf8.count <= Self.longestPattern else {
            throw RationaleError(
                .badData, "a pattern has \(source.utf8.count) bytes; at most \(Self.longestPattern) are taken",
                hint: "Check that the file is a tokenizer.")
        }
        var regex: OnigRegex?
        let failure: String? = Self.compiling.withLock { _ in
            var error = OnigErrorInfo()
            var made: OnigRegex?
            let bytes = Array(source.utf8)
            let code = bytes.withUnsafeBufferPointer {
                // An empty pattern has no address of its own.
                rationale_onig_new(&made, $0.baseAddress ?? UnsafePointer(bitPattern: 1), bytes.count, &error)
            }
            guard code == ONIG_NORMAL else { return withUnsafeMutablePointer(to: &error) { Self.message(code, $0) } }
            regex = made
            return nil
        }
        guard failure == nil, let regex else {
            throw RationaleError(
                .badData, "the pattern '\(source)' cannot be read: \(failure ?? "")",
                hint: "Patterns are those of Oniguruma.")
        }
        self.source = source
        self.regex = regex
    }

    deinit { onig_free(regex) }

    private static func message(_ code: Int32, _ error: UnsafeMutablePointer<OnigErrorInfo>?) -> String {
        var buffer = [UInt8](repeating: 0, count: Int(ONIG_MAX_ERROR_MESSAGE_LEN))
        let count = rationale_onig_message(&buffer, code, error)
        return String(decoding: buffer.prefix(Int(max(0, count))), as: UTF8.self)
    }

    /// Reports all matches in a piece, from front to back. The pattern sees nothing of what lies around the piece.
    ///
    /// An empty match right behind another one is passed over.
    /// - Throws: `unavailable` where matching takes too many steps.
    func matches(
        _ bytes: UnsafeBufferPointer<UInt8>, _ piece: Range<Int>, _ report: (Range<Int>) -> Void
    ) throws(RationaleError) {
        guard let base = bytes.baseAddress else { return }
        let start = base + piece.lowerBound
        let end = base + piece.upperBound
        let region = onig_region_new()
        defer { onig_region_free(region, 1) }
        var position = start
        var last: UnsafePointer<UInt8>?
        while position <= end {
            let found = onig_search(regex, start, end, position, end, region, ONIG_OPTION_NONE)
            if found == ONIG_MISMATCH { return }
            guard found >= 0, let region, let starts = region.pointee.beg, let ends = region.pointee.end else {
                throw RationaleError(
                    .unavailable, "the pattern '\(source)' cannot be matched: \(Self.message(found, nil))",
                    hint: "Give a shorter text.")
            }
            let (from, to) = (start + Int(starts[0]), start + Int(ends[0]))
            if from == to, from == last {
                position += position < end ? UTF8Bytes.width(position.pointee) : 1
                continue
            }
            position = to
            last = to
            report(from - base..<to - base)
        }
    }
}
