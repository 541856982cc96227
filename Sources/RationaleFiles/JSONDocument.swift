import Foundation

/// A document as this package writes JSON: indented, keys in alphabetical order, so that equal content gives equal bytes.
package enum JSONDocument {
    package static func text(of value: some Encodable) throws -> String {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
        return String(decoding: try encoder.encode(value), as: UTF8.self)
    }
}
