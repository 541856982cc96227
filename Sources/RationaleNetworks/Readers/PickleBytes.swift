package import RationaleCore
package import RationaleFiles

/// Bytes of a pickle in the form in which they are written, which depends on the protocol. Nothing is copied before
/// somebody asks for them.
package enum PickleBytes: Sendable, Equatable {
    /// As they are: protocols 3 to 5, and strings of Python 2.
    case stored(MappedBytes)
    /// As Latin-1 text in UTF-8: protocols 1 and 2.
    case utf8(MappedBytes)
    /// As Latin-1 text with escapes such as `\u000a`: protocol 0.
    case escaped(MappedBytes)
    /// As Python 2 shows a string, without its quotation marks: protocol 0.
    case quoted(MappedBytes)
    /// As Latin-1 text that was read already.
    case text(String)

    /// The bytes, or nil if what is written stands for none, or not for as many.
    ///
    /// - Parameter count: how many there should be; no more memory is taken.
    /// - Complexity: free where they are stored as they are, otherwise a copy.
    package func bytes(count: Int, of file: MappedFile) throws(RationaleError) -> MappedBytes? {
        if case .stored(let bytes) = self { return bytes.count == count ? bytes : nil }
        // What is written is never shorter than what it stands for.
        guard count <= writtenCount else { return nil }
        if case .utf8(let text) = self {
            guard let result = text.withUnsafeBytes({ Self.latin1($0, count: count) }) else { return nil }
            return try MappedBytes(copying: result, name: file.name)
        }
        var result: [UInt8] = []
        result.reserveCapacity(count)
        let isWhole = eachCharacter { value in
            guard value < 256, result.count < count else { return false }
            result.append(UInt8(value))
            return true
        }
        return isWhole && result.count == count ? try MappedBytes(copying: result, name: file.name) : nil
    }

    /// The text, or nil if it is none or has more bytes than `limit`.
    package func text(limit: Int) -> String? {
        switch self {
        case .text(let text): return text.utf8.count <= limit ? text : nil
        case .stored(let bytes), .utf8(let bytes):
            guard bytes.count <= limit else { return nil }
            return bytes.withUnsafeBytes { String(validating: $0, as: UTF8.self) }
        case .quoted:
            guard writtenCount <= limit else { return nil }
            var bytes: [UInt8] = []
            let isWhole = eachCharacter { value in
                bytes.append(UInt8(truncatingIfNeeded: value))
                return true
            }
            return isWhole ? String(validating: bytes, as: UTF8.self) : nil
        case .escaped:
            guard writtenCount <= limit else { return nil }
            var text = ""
            let isWhole = eachCharacter { value in
                guard let scalar = Unicode.Scalar(value) else { return false }
                text.unicodeScalars.append(scalar)
                return true
            }
            return isWhole ? text : nil
        }
    }

    /// How many bytes the file has for it.
    package var writtenCount: Int {
        switch self {
        case .stored(let bytes), .utf8(let bytes), .escaped(let bytes), .quoted(let bytes): bytes.count
        case .text(let text): text.utf8.count
        }
    }

    /// Calls `body` with each character's number, or each byte where no escapes are written, until it returns false.
    ///
    /// - Returns: whether all of them were met.
    private func eachCharacter(_ body: (UInt32) -> Bool) -> Bool {
        switch self {
        case .text(let text): text.unicodeScalars.allSatisfy { body($0.value) }
        case .stored(let bytes), .utf8(let bytes): bytes.withUnsafeBytes { $0.allSatisfy { body(UInt32($0)) } }
        case .escaped(let bytes): bytes.withUnsafeBytes { Self.eachUnescaped($0, escapes: ["u": 4, "U": 8], body) }
        case .quoted(let bytes): bytes.withUnsafeBytes { Self.eachUnescaped($0, escapes: ["x": 2], body) }
        }
    }

    /// The Latin-1 characters of UTF-8 text as bytes; nil where it is none, or not as long. Whole arrays of old protocols are
    /// read by it.
    private static func latin1(_ text: UnsafeRawBufferPointer, count: Int) -> [UInt8]? {
        var isWhole = false
        let result = [UInt8](unsafeUninitializedCapacity: count) { buffer, written in
            var position = 0
            while position < text.count, written < count {
                var byte = text[position]
                position += 1
                if byte >= 0x80 {
                    // Two bytes: 110000xx 10xxxxxx, of which the first is not 0xC0 or 0xC1.
                    guard byte == 0xC2 || byte == 0xC3, position < text.count, text[position] & 0xC0 == 0x80 else {
                        return
                    }
                    byte = byte << 6 | text[position] & 0x3F
                    position += 1
                }
                buffer[written] = byte
                written += 1
            }
            isWhole = position == text.count && written == count
        }
        return isWhole ? result : nil
    }

    /// - Parameter escapes: how many hexadecimal digits follow a letter behind `\`.
    private static func eachUnescaped(
        _ bytes: UnsafeRawBufferPointer, escapes: [Unicode.Scalar: Int], _ body: (UInt32) -> Bool
    ) -> Bool {
        var position = 0
        while position < bytes.count {
            var value = UInt32(bytes[position])
            position += 1
            if value == UInt32(UInt8(ascii: "\\")) {
                guard position < bytes.count else { return false }
                let letter = Unicode.Scalar(bytes[position])
                position += 1
                if let digits = escapes[letter] {
                    guard position + digits <= bytes.count,
                        let number = UInt32(
                            String(decoding: bytes[position..<position + digits], as: UTF8.self), radix: 16)
                    else { return false }
                    value = number
                    position += digits
                } else if escapes["x"] != nil, let plain = Self.plainEscapes[letter] {
                    value = plain.value
                } else {
                    return false
                }
            }
            if !body(value) { return false }
        }
        return true
    }

    /// What follows `\` in a string as Python 2 shows it.
    private static let plainEscapes: [Unicode.Scalar: Unicode.Scalar] = [
        "\\": "\\", "'": "'", "\"": "\"", "n": "\n", "r": "\r", "t": "\t",
    ]
}
