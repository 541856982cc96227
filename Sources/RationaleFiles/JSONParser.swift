/// Reads JSON strictly (RFC 8259), with limits on depth and on the number of values: the text may be hostile.
///
/// Foundation's parsers take several times as long on Linux, accept duplicate names, and have no limits.
package struct JSONParser {
    /// Where the text stops being JSON, and why.
    package struct Failure: Error {
        package let message: String
        package let position: Int
    }

    private let text: UnsafeRawBufferPointer
    private var position = 0
    private var depth = 0
    private var valuesLeft: Int

    private init(text: UnsafeRawBufferPointer, valueLimit: Int) {
        self.text = text
        valuesLeft = valueLimit
    }

    static let depthLimit = 128

    /// Parses a whole text: one value, and nothing but white space around it.
    ///
    /// *Cost*: one pass, about 100 MB/s; at most 40 bytes of memory for each of the values allowed, beside the strings.
    package static func parse(_ bytes: MappedBytes, valueLimit: Int = 5_000_000) throws(Failure) -> JSONValue {
        try bytes.withUnsafeBytes { (text) throws(Failure) in
            var parser = JSONParser(text: text, valueLimit: valueLimit)
            let value = try parser.value()
            parser.skipSpace()
            guard parser.position == text.count else { throw parser.failure("expected the end of the text") }
            return value
        }
    }

    /// Parses the value that begins at a position, whatever follows it.
    ///
    /// - Parameters:
    ///   - position: of its first byte, or of white space before it.
    ///   - text: that holds it.
    ///   - valueLimit: how many values it may consist of.
    /// - Returns: also the position behind it.
    package static func value(
        at position: Int, of text: UnsafeRawBufferPointer, valueLimit: Int
    ) throws(Failure) -> (value: JSONValue, end: Int) {
        var parser = JSONParser(text: text, valueLimit: valueLimit)
        parser.position = position
        let value = try parser.value()
        return (value, parser.position)
    }

    private func failure(_ message: String) -> Failure { Failure(message: message, position: position) }

    private var next: UInt8? { position < text.count ? text[position] : nil }

    private mutating func skipSpace() {
        while let byte = next, byte == 0x20 || byte == 0x0A || byte == 0x0D || byte == 0x09 { position += 1 }
    }

    private mutating func value() throws(Failure) -> JSONValue {
        skipSpace()
        valuesLeft -= 1
        guard valuesLeft >= 0 else { throw failure("too many values") }
        switch next {
        case UInt8(ascii: "{"): return try object()
        case UInt8(ascii: "["): return try array()
        case UInt8(ascii: "\""): return .string(try string())
        case UInt8(ascii: "t"): return try literal("true", .bool(true))
        case UInt8(ascii: "f"): return try literal("false", .bool(false))
        case UInt8(ascii: "n"): return try literal("null", .null)
        default: return try number()
        }
    }

    private mutating func literal(_ word: StaticString, _ value: JSONValue) throws(Failure) -> JSONValue {
        guard text.count - position >= word.utf8CodeUnitCount else { throw failure("expected \(word)") }
        for index in 0..<word.utf8CodeUnitCount where text[position + index] != word.utf8Start[index] {
            throw failure("expected \(word)")
        }
        position += word.utf8CodeUnitCount
        return value
    }

    private mutating func descend() throws(Failure) {
        depth += 1
        guard depth <= Self.depthLimit else { throw failure("nested deeper than \(Self.depthLimit) levels") }
        position += 1
        skipSpace()
    }

    /// Whether another element follows; otherwise the closing mark was passed.
    private mutating func continues(until close: UInt8) throws(Failure) -> Bool {
        skipSpace()
        guard let byte = next, byte == UInt8(ascii: ",") || byte == close else {
            throw failure("expected a comma or \(Character(UnicodeScalar(close)))")
        }
        position += 1
        return byte != close
    }

    private mutating func array() throws(Failure) -> JSONValue {
        try descend()
        defer { depth -= 1 }
        var elements: [JSONValue] = []
        if next == UInt8(ascii: "]") {
            position += 1
            return .array([])
        }
        repeat { elements.append(try value()) } while try continues(until: UInt8(ascii: "]"))
        return .array(elements)
    }

    private mutating func object() throws(Failure) -> JSONValue {
        try descend()
        defer { depth -= 1 }
        var members: [JSONObject.Member] = []
        var seen: Set<String> = []
        if next == UInt8(ascii: "}") {
            position += 1
            return .object(JSONObject(members: []))
        }
        repeat {
            skipSpace()
            guard next == UInt8(ascii: "\"") else { throw failure("expected a name in quotes") }
            let name = try string()
            // Small objects are searched, large ones remembered: the work stays linear.
            let isRepeated: Bool
            if members.count < 16 {
                isRepeated = members.contains { $0.name == name }
            } else {
                if members.count == 16 { seen = Set(members.map(\.name)) }
                isRepeated = !seen.insert(name).inserted
            }
            guard !isRepeated else { throw failure("the name \"\(name)\" appears twice") }
            skipSpace()
            guard next == UInt8(ascii: ":") else { throw failure("expected a colon") }
            position += 1
            members.append(.init(name: name, value: try value()))
        } while try continues(until: UInt8(ascii: "}"))
        return .object(JSONObject(members: members))
    }

    private mutating func number() throws(Failure) -> JSONValue {
        let start = position
        func isDigit(_ byte: UInt8?) -> Bool { byte.map { $0 >= 0x30 && $0 <= 0x39 } ?? false }
        if next == UInt8(ascii: "-") { position += 1 }
        let firstDigit = position
        while isDigit(next) { position += 1 }
        guard position > firstDigit else { throw failure("expected a value") }
        guard text[firstDigit] != 0x30 || position == firstDigit + 1 else { throw failure("a number begins with 0") }
        var isInteger = true
        if next == UInt8(ascii: ".") {
            isInteger = false
            position += 1
            guard isDigit(next) else { throw failure("expected a digit") }
            while isDigit(next) { position += 1 }
        }
        if next == UInt8(ascii: "e") || next == UInt8(ascii: "E") {
            isInteger = false
            position += 1
            if next == UInt8(ascii: "+") || next == UInt8(ascii: "-") { position += 1 }
            guard isDigit(next) else { throw failure("expected a digit") }
            while isDigit(next) { position += 1 }
        }
        guard position - start <= 400 else { throw failure("a number is too long") }
        let digits = String(decoding: text[start..<position], as: UTF8.self)
        if isInteger, let value = Int(digits) { return .integer(value) }
        guard let value = Double(digits), value.isFinite else { throw failure("the number \(digits) is too large") }
        return .number(value)
    }
}

// MARK: - Strings

extension JSONParser {
    private mutating func string() throws(Failure) -> String {
        position += 1
        let start = position
        while let byte = next, byte != UInt8(ascii: "\""), byte != UInt8(ascii: "\\"), byte >= 0x20 { position += 1 }
        var bytes: [UInt8] = []
        if next != UInt8(ascii: "\"") {
            bytes.append(contentsOf: text[start..<position])
            try unescape(into: &bytes)
            guard let result = String(validating: bytes, as: UTF8.self) else { throw failure("a string is not UTF-8") }
            position += 1
            return result
        }
        guard let result = String(validating: text[start..<position], as: UTF8.self) else {
            throw failure("a string is not UTF-8")
        }
        position += 1
        return result
    }

    /// Appends the rest of a string, up to its closing quote.
    private mutating func unescape(into bytes: inout [UInt8]) throws(Failure) {
        while true {
            guard let byte = next else { throw failure("a string does not end") }
            switch byte {
            case UInt8(ascii: "\""): return
            case UInt8(ascii: "\\"):
                position += 1
                try escape(into: &bytes)
            case 0x20...:
                bytes.append(byte)
                position += 1
            default: throw failure("a string holds a control character")
            }
        }
    }

    private mutating func escape(into bytes: inout [UInt8]) throws(Failure) {
        guard let byte = next else { throw failure("a string does not end") }
        position += 1
        switch byte {
        case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"): bytes.append(byte)
        case UInt8(ascii: "b"): bytes.append(0x08)
        case UInt8(ascii: "f"): bytes.append(0x0C)
        case UInt8(ascii: "n"): bytes.append(0x0A)
        case UInt8(ascii: "r"): bytes.append(0x0D)
        case UInt8(ascii: "t"): bytes.append(0x09)
        case UInt8(ascii: "u"):
            var code = try hexadecimal()
            if code >= 0xD800, code < 0xDC00, next == UInt8(ascii: "\\") {
                position += 1
                guard next == UInt8(ascii: "u") else { throw failure("half of a surrogate pair") }
                position += 1
                let low = try hexadecimal()
                guard low >= 0xDC00, low < 0xE000 else { throw failure("half of a surrogate pair") }
                code = 0x10000 + (code - 0xD800) << 10 + (low - 0xDC00)
            }
            guard let scalar = UnicodeScalar(code) else { throw failure("half of a surrogate pair") }
            bytes.append(contentsOf: UTF8.encode(scalar)!)
        default: throw failure("an unknown escape")
        }
    }

    private mutating func hexadecimal() throws(Failure) -> UInt32 {
        var code: UInt32 = 0
        for _ in 0..<4 {
            guard let byte = next, let digit = Character(UnicodeScalar(byte)).hexDigitValue else {
                throw failure("expected four hexadecimal digits")
            }
            code = code << 4 | UInt32(digit)
            position += 1
        }
        return code
    }
}
