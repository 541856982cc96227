package import Foundation
package import RationaleCore
package import RationaleFiles
package import RationaleTorch

/// Data in a file of Python's `pickle.dump`: arrays of NumPy, numbers, text, lists and dictionaries, by a reader that
/// executes nothing.
///
/// *Cost*: the pickle's instructions are read; arrays stay where they lie.
package struct PickleFile: Sendable {
    package let document: PickleDocument
    package let file: MappedFile
    package let refusal: FileRefusal

    /// Reads a file.
    ///
    /// - Throws: `RationaleError`: `missingInput`, or `badData` with what was found.
    package init(contentsOf url: URL) throws { try self.init(try MappedFile(contentsOf: url)) }

    /// Reads a file that is in memory already.
    package init(_ file: MappedFile) throws {
        self.file = file
        refusal = FileRefusal(file: file.name)
        // A pickle begins with its protocol, a container or a class.
        let starts = [0x80, UInt8(ascii: "("), UInt8(ascii: "c")]
        if let first = file.bytes[0], !starts.contains(first), let foreign = ForeignFile(file) {
            throw refusal(
                "this is \(foreign.kind); a pickle of Python is expected", hint: "Copy or download the file again.")
        }
        document = try PickleMachine.load(file.bytes, file: file.name, for: .arrays)
    }

    package var root: PickleValue { document.root }

    /// The values of a dictionary whose keys are text. A key that is assigned twice has its last value, as in Python.
    package func members(of value: PickleValue, _ what: String) throws(RationaleError) -> [String: PickleValue] {
        guard let pairs = document.dictionary(value) else { throw refusal("\(what): expected a dictionary") }
        var members: [String: PickleValue] = [:]
        for pair in pairs {
            guard let key = text(pair.key) else { throw refusal("\(what): a key is no text") }
            members[key] = pair.value
        }
        return members
    }

    /// Short text, or nil if it is none. Python 2 writes text as bytes.
    package func text(_ value: PickleValue) -> String? {
        switch value {
        case .string(let text): text
        case .bytes(let bytes): bytes.text(limit: 1 << 16)
        default: nil
        }
    }

    /// The numbers of an array, where they lie.
    package func tensor(_ value: PickleValue, _ what: String) throws(RationaleError) -> StoredTensor {
        try array(value, what).tensor(of: file, what)
    }

    /// The text in a list, a tuple or an array.
    package func strings(_ value: PickleValue, _ what: String) throws(RationaleError) -> [String] {
        let values: [PickleValue]
        switch document.object(value) {
        case .list(let list): values = list
        case .tuple(let tuple): values = tuple
        case .array: return try array(value, what).strings(of: file, what)
        default: throw refusal("\(what): expected a list of text")
        }
        var strings: [String] = []
        strings.reserveCapacity(values.count)
        // The same bytes may be recalled without end.
        var decodable = file.count
        for value in values {
            if case .bytes(let bytes) = value {
                decodable -= bytes.writtenCount
                guard decodable >= 0 else { throw refusal("\(what): more text than the file holds") }
            }
            guard let string = text(value) else { throw refusal("\(what): element \(strings.count) is no text") }
            strings.append(string)
        }
        return strings
    }

    private func array(_ value: PickleValue, _ what: String) throws(RationaleError) -> PickleArray {
        guard case .array(let array) = document.object(value) else { throw refusal("\(what): expected an array") }
        guard let array else { throw refusal("\(what): an array without elements or shape") }
        return array
    }
}
