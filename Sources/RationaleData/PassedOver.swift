package import RationaleCore

/// Records of a file, or files of a folder, that cannot be used: how many, and what is wrong with the first few.
///
/// One that cannot be used does not spoil the others, but somebody must hear of it.
package struct PassedOver: Sendable, Hashable {
    package private(set) var count = 0
    /// What is wrong with the first of them, each with its place.
    package private(set) var reasons: [String] = []
    private static let mostReasons = 3

    package init() {}

    /// - Parameter reason: with the place: a line, an annotation, a file.
    package mutating func add(_ reason: String) {
        count += 1
        // Reasons are parts of one sentence.
        if reasons.count < Self.mostReasons {
            reasons.append(reason.hasSuffix(".") ? String(reason.dropLast()) : reason)
        }
    }

    package mutating func add(_ error: RationaleError) { add(error.message) }

    package mutating func add(_ other: PassedOver) {
        count += other.count
        reasons += other.reasons.prefix(Self.mostReasons - reasons.count)
    }

    /// Runs what may find a record faulty, which is noted then.
    package mutating func unlessFaulty<Value>(_ read: () throws(RationaleError) -> Value) -> Value? {
        do { return try read() } catch {
            add(error)
            return nil
        }
    }

    /// A sentence for a person; `nil` where nothing was passed over.
    ///
    /// - Parameters:
    ///   - source: the file or folder.
    ///   - total: how many there are in all.
    ///   - kind: what they are, in the plural.
    package func note(of source: String, total: Int, _ kind: String) -> String? {
        guard count > 0 else { return nil }
        let more = count > reasons.count ? "; and \(count - reasons.count) more" : ""
        let verb = count == 1 ? "is" : "are"
        return "\(source): \(count) of \(total) \(kind) \(verb) passed over: \(reasons.joined(separator: "; "))\(more)"
    }
}
