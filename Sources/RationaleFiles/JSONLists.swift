import Foundation
package import RationaleCore

/// Reads a large JSON object whose members are lists, one element of a list at a time.
///
/// The file is mapped and what was read is given back, so that memory holds one element. An element that is no JSON does not
/// spoil the others: reading goes on where the next one seems to begin, at a comma and an object after it.
package struct JSONLists {
    /// What came of reading a file to its end.
    package struct Outcome: Sendable {
        /// The lists that were met, by their names, with how many elements each has, faulty ones included.
        package var counts: [String: Int] = [:]
        /// The list in which the file ends too early; empty for the object itself, `nil` where the file is whole.
        package var cutIn: String?
    }

    /// One element, or why it is none.
    package typealias Element = Result<JSONValue, JSONParser.Failure>

    /// More values than an annotation has, and few enough to hold.
    private static let largestElement = 500_000
    /// As much is read before memory is given back.
    private static let window = 4 << 20

    private let file: MappedFile
    private let text: UnsafeRawBufferPointer
    /// Where a list that was not ended properly has an end after all: before one of these names.
    private let names: Set<String>
    private var position = 0
    private var released = 0
    private var outcome = Outcome()

    /// Reads a file.
    ///
    /// - Parameters:
    ///   - path: of the file.
    ///   - lists: names of the lists whose elements are wanted. Other members are passed over.
    ///   - others: further names that the object may have, by which the end of a damaged list is recognised.
    ///   - body: called with each element, the list's name and the element's number in it.
    /// - Throws: `RationaleError`: `missingInput`; `badData` where the file is no JSON object, or damaged outside of the
    ///   wanted lists; and what `body` throws.
    /// - Complexity: one pass over the file, about 100 MB/s.
    package static func read(
        _ path: String, lists: Set<String>, others: Set<String> = [],
        _ body: (_ element: Element, _ list: String, _ index: Int) throws(RationaleError) -> Void
    ) throws(RationaleError) -> Outcome {
        let file = try MappedFile(contentsOf: URL(fileURLWithPath: path))
        var reader = JSONLists(file, names: lists.union(others))
        try reader.members(lists, body)
        withExtendedLifetime(file) {}
        return reader.outcome
    }

    private init(_ file: MappedFile, names: Set<String>) {
        self.file = file
        text = UnsafeRawBufferPointer(start: file.baseAddress, count: file.count)
        self.names = names
    }

    private mutating func members(
        _ lists: Set<String>, _ body: (Element, String, Int) throws(RationaleError) -> Void
    ) throws(RationaleError) {
        if text.starts(with: [0xEF, 0xBB, 0xBF]) { position = 3 }
        skipSpace()
        guard next == UInt8(ascii: "{") else { throw failure("expected an object") }
        position += 1
        skipSpace()
        if next == UInt8(ascii: "}") { return }
        while true {
            skipSpace()
            guard let name = try value()?.string else { return try stop("expected a name in quotes") }
            skipSpace()
            guard next == UInt8(ascii: ":") else { return try stop("expected a colon") }
            position += 1
            skipSpace()
            if next == UInt8(ascii: "[") {
                let isWanted = lists.contains(name)
                guard outcome.counts[name] == nil else { throw failure("the name \"\(name)\" appears twice") }
                let count = try elements(of: name, isWanted ? body : { (_, _, _) throws(RationaleError) in })
                if isWanted { outcome.counts[name] = count }
                if outcome.cutIn != nil { return }
            } else if try value() == nil {
                return outcome.cutIn = ""
            }
            skipSpace()
            if next == UInt8(ascii: "}") { return }
            guard next == UInt8(ascii: ",") else { return try stop("expected a comma or }") }
            position += 1
        }
    }

    /// Reads a list from its bracket to behind its end.
    ///
    /// - Returns: how many elements it has.
    private mutating func elements(
        of list: String, _ body: (Element, String, Int) throws(RationaleError) -> Void
    ) throws(RationaleError) -> Int {
        position += 1
        skipSpace()
        if next == UInt8(ascii: "]") {
            position += 1
            return 0
        }
        var count = 0
        while true {
            let start = position
            let element = self.element()
            if case .failure(let error) = element, !resume(after: start) {
                outcome.cutIn = list
                guard !isEnd(error.position) else { return count }
            }
            try body(element, list, count)
            count += 1
            guard position < text.count else {
                outcome.cutIn = list
                return count
            }
            position += 1
            if text[position - 1] == UInt8(ascii: "]") { return count }
            if position - released >= Self.window {
                file.release(released..<position)
                released = position
            }
        }
    }

    /// Reads an element up to the comma or bracket behind it, or to the end of the text.
    private mutating func element() -> Element {
        do throws(JSONParser.Failure) {
            let (value, end) = try JSONParser.value(at: position, of: text, valueLimit: Self.largestElement)
            position = end
            skipSpace()
            guard position == text.count || next == UInt8(ascii: ",") || next == UInt8(ascii: "]") else {
                throw JSONParser.Failure(message: "expected a comma or ]", position: position)
            }
            return .success(value)
        } catch {
            return .failure(error)
        }
    }

    /// Moves to the comma before the next object of a list, or to the bracket that ends the list, whichever comes first
    /// after a faulty element's beginning; to the end of the text where there is neither.
    private mutating func resume(after start: Int) -> Bool {
        position = start
        while position < text.count {
            let mark = position
            let byte = text[position]
            position += 1
            guard byte == UInt8(ascii: ",") || byte == UInt8(ascii: "]") else { continue }
            skipSpace()
            let follows: Bool
            switch (byte, next) {
            case (UInt8(ascii: ","), UInt8(ascii: "{")):
                position += 1
                skipSpace()
                follows = next == UInt8(ascii: "\"")
            case (UInt8(ascii: "]"), UInt8(ascii: ",")):
                position += 1
                skipSpace()
                follows = next == UInt8(ascii: "\"") && hasKnownName()
            case (UInt8(ascii: "]"), UInt8(ascii: "}")):
                position += 1
                skipSpace()
                follows = position == text.count
            default: follows = false
            }
            position = follows ? mark : mark + 1
            if follows { return true }
        }
        return false
    }

    /// Whether one of the names stands here, and a colon behind it.
    private mutating func hasKnownName() -> Bool {
        guard let (value, end) = try? JSONParser.value(at: position, of: text, valueLimit: 1),
            let name = value.string, names.contains(name)
        else { return false }
        position = end
        skipSpace()
        return next == UInt8(ascii: ":")
    }

    /// The value that begins here; `nil` where the text ends in it.
    private mutating func value() throws(RationaleError) -> JSONValue? {
        do throws(JSONParser.Failure) {
            let (value, end) = try JSONParser.value(at: position, of: text, valueLimit: Self.largestElement)
            position = end
            return value
        } catch {
            position = error.position
            if isEnd(position) { return nil }
            throw failure(error.message)
        }
    }

    private var next: UInt8? { position < text.count ? text[position] : nil }

    private mutating func skipSpace() {
        while let byte = next, byte == 0x20 || byte == 0x0A || byte == 0x0D || byte == 0x09 { position += 1 }
    }

    /// Whether nothing but the beginning of a word or of an escaped character is left.
    private func isEnd(_ position: Int) -> Bool { position >= text.count - 8 }

    /// Ends where the text is cut off, and is an error elsewhere.
    private mutating func stop(_ message: String) throws(RationaleError) {
        guard position == text.count else { throw failure(message) }
        outcome.cutIn = ""
    }

    private func failure(_ message: String) -> RationaleError {
        RationaleError(.badData, "\(file.name): this is no JSON, at byte \(position): \(message)")
    }
}
