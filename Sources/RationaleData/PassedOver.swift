package import RationaleCore

/// Records of a file, or files of a folder, that cannot be used: how many, and what is wrong with the first few.
///
/// One that cannot be used does not spoil the others, but somebody must hear of it.
package struct PassedOver: Sendable, Hashable {
    package private(set) var count = 0
    /// What is wrong with the first of them, each with its place.
    package private(set) var reasons: [String] = []
    /// How many of them are shapes without a size or outside of their picture.
    package private(set) var misplacedCount = 0
    /// What is wrong with the first of those.
    package private(set) var misplaced: [String] = []
    /// So many reasons are kept, and the first three told in a note.
    package static let mostReasons = 1000
    private static let toldReasons = 3

    package init() {}

    /// - Parameter reason: with the place: a line, an annotation, a file.
    package mutating func add(_ reason: String) {
        count += 1
        if reasons.count < Self.mostReasons { reasons.append(Self.part(reason)) }
    }

    package mutating func add(_ error: RationaleError) {
        add(error.message)
        guard error.underlying is MisplacedShape else { return }
        misplacedCount += 1
        if misplaced.count < Self.mostReasons { misplaced.append(Self.part(error.message)) }
    }

    package mutating func add(_ other: PassedOver) {
        count += other.count
        reasons += other.reasons.prefix(Self.mostReasons - reasons.count)
        misplacedCount += other.misplacedCount
        misplaced += other.misplaced.prefix(Self.mostReasons - misplaced.count)
    }

    /// Reasons are parts of one sentence.
    private static func part(_ reason: String) -> String {
        reason.hasSuffix(".") ? String(reason.dropLast()) : reason
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
        let told = reasons.prefix(Self.toldReasons)
        let more = count > told.count ? "; and \(count - told.count) more" : ""
        let verb = count == 1 ? "is" : "are"
        return "\(source): \(count) of \(total) \(kind) \(verb) passed over: \(told.joined(separator: "; "))\(more)"
    }
}
