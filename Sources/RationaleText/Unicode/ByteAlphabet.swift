/// The scalars that stand for bytes in the vocabularies of GPT-2 and its kin.
///
/// Bytes that are printable in Latin-1 stand for themselves; the others, in order, for the scalars from U+0100 on.
enum ByteAlphabet {
    /// The scalar of each byte.
    static let scalars: [UInt32] = {
        var next: UInt32 = 0x100
        return (0..<256).map { (byte: UInt32) -> UInt32 in
            switch byte {
            case 0x21...0x7E, 0xA1...0xAC, 0xAE...0xFF: return byte
            default:
                defer { next += 1 }
                return next
            }
        }
    }()

    /// The byte of each scalar up to U+0143; −1 for one that stands for none.
    private static let values: [Int16] = {
        var values = [Int16](repeating: -1, count: 0x144)
        for (byte, scalar) in scalars.enumerated() { values[Int(scalar)] = Int16(byte) }
        return values
    }()

    @inline(__always) static func byte(of scalar: UInt32) -> UInt8? {
        guard scalar < 0x144, values[Int(scalar)] >= 0 else { return nil }
        return UInt8(values[Int(scalar)])
    }

    /// The bytes that a token stands for; `nil` where one of its scalars stands for none.
    static func bytes(of token: String) -> [UInt8]? {
        var bytes: [UInt8] = []
        for scalar in token.unicodeScalars {
            guard let byte = byte(of: scalar.value) else { return nil }
            bytes.append(byte)
        }
        return bytes
    }
}
