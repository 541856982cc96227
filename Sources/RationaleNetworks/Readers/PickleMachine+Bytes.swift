import RationaleCore
import RationaleFiles

/// Numbers and strings as they lie in a pickle.
extension PickleMachine {
    mutating func integer<Value: FixedWidthInteger & BitwiseCopyable>(_ type: Value.Type) throws -> Value {
        guard let value = bytes.littleEndian(at: position, as: type) else { throw failure("it ends within a number") }
        position += MemoryLayout<Value>.size
        return value
    }

    mutating func data(count: UInt64) throws -> MappedBytes {
        guard use.holdsLongStrings || count <= UInt64(use.stringLimit) else {
            throw failure("a string of \(count) bytes is too long")
        }
        guard let count = Int(exactly: count), let data = bytes.slice(at: position, count: count) else {
            throw failure("it ends within a string")
        }
        position += count
        return data
    }

    mutating func string(count: UInt64) throws -> PickleValue {
        let data = try data(count: count)
        if data.count > use.stringLimit { return .longString(.utf8(data)) }
        guard let string = data.withUnsafeBytes({ String(validating: $0, as: UTF8.self) }) else {
            throw failure("a string is not UTF-8")
        }
        return .string(string)
    }

    /// A string of Python 2, which may be meant as bytes.
    mutating func oldString(count: UInt64) throws -> PickleValue {
        use == .weights ? try string(count: count) : .bytes(.stored(try data(count: count)))
    }

    /// A line of a global's name.
    mutating func line() throws -> String {
        let limit = 1000
        for length in 0..<limit where bytes[position + length] == UInt8(ascii: "\n") {
            guard case .string(let line) = try string(count: UInt64(length)) else { break }
            position += 1
            return line
        }
        throw failure("a name does not end")
    }

    mutating func long(count: Int) throws -> PickleValue {
        guard (0...32).contains(count) else { throw failure("an integer of \(count) bytes is too large") }
        let data = try data(count: UInt64(count)).array
        guard count <= 8 else { return .wideInt(data) }
        let fill: UInt8 = data.last.map { $0 >= 0x80 ? 0xFF : 0 } ?? 0
        var value: UInt64 = 0
        for index in (0..<8).reversed() { value = value << 8 | UInt64(index < count ? data[index] : fill) }
        return .int(Int(Int64(bitPattern: value)))
    }
}
