import Foundation
import RationaleCore
import RationaleFiles

/// The instructions of protocols 0 and 1, whose operands are lines of text.
extension PickleMachine {
    /// Runs one of them; false if the instruction is something else.
    mutating func readLine(_ instruction: UInt8) throws -> Bool {
        switch instruction {
        case UInt8(ascii: "I"):
            let text = try shortLine("an integer")
            if text == "00" || text == "01" {
                stack.append(.bool(text == "01"))
            } else {
                stack.append(.int(try integer(of: text)))
            }
        case UInt8(ascii: "L"):
            let text = try shortLine("an integer")
            stack.append(.int(try integer(of: text.hasSuffix("L") ? String(text.dropLast()) : text)))
        case UInt8(ascii: "F"):
            let text = try shortLine("a number")
            guard let number = Double(text) else { throw failure("a number is written as \(text.prefix(40))") }
            stack.append(.float(number))
        case UInt8(ascii: "V"): stack.append(try escapedText())
        case UInt8(ascii: "S"): stack.append(try quotedBytes())
        case UInt8(ascii: "p"): try memorise(try integer(of: shortLine("a place")))
        case UInt8(ascii: "g"): try recall(try integer(of: shortLine("a place")))
        default: return false
        }
        return true
    }

    private func integer(of text: String) throws -> Int {
        guard let value = Int(text) else { throw failure("an integer is written as \(text.prefix(40))") }
        return value
    }

    private mutating func shortLine(_ what: String) throws -> String {
        let line = try lineBytes()
        guard line.count <= 100 else { throw failure("\(what) has \(line.count) digits") }
        return String(decoding: line.array, as: UTF8.self)
    }

    private mutating func escapedText() throws -> PickleValue {
        let text = PickleBytes.escaped(try lineBytes())
        if text.writtenCount > use.stringLimit { return .longString(text) }
        guard let string = text.text(limit: use.stringLimit) else { throw failure("a string has a faulty escape") }
        return .string(string)
    }

    private mutating func quotedBytes() throws -> PickleValue {
        let line = try lineBytes()
        guard let first = line[0], first == UInt8(ascii: "'") || first == UInt8(ascii: "\""), line.count >= 2,
            line[line.count - 1] == first, let inner = line.slice(at: 1, count: line.count - 2)
        else { throw failure("a string has no quotation marks") }
        return .bytes(.quoted(inner))
    }

    /// A line without its end.
    private mutating func lineBytes() throws -> MappedBytes {
        let count = bytes.withUnsafeBytes { all -> Int? in
            guard position < all.count, let base = all.baseAddress,
                let end = memchr(base + position, 0x0A, all.count - position)
            else { return nil }
            return UnsafeRawPointer(end) - (base + position)
        }
        guard let count, let line = bytes.slice(at: position, count: count) else {
            throw failure("it ends within a line")
        }
        position += count + 1
        return line
    }
}
