package import RationaleCore

/// An amount of memory as a person writes it: `2G`, `512M`, or bytes.
package enum ByteCount {
    package static func bytes(of text: String) throws(RationaleError) -> Int {
        let units: [Character: Int] = ["K": 10, "M": 20, "G": 30, "T": 40]
        var digits = text.uppercased()
        if digits.hasSuffix("IB") { digits.removeLast(2) } else if digits.hasSuffix("B") { digits.removeLast() }
        let shift = digits.last.flatMap { units[$0] }
        if shift != nil { digits.removeLast() }
        guard let number = Double(digits), number.isFinite, number > 0 else { throw refusal(text) }
        let bytes = number * Double(1 << (shift ?? 0))
        guard bytes >= 1, bytes < Double(1 << 50) else { throw refusal(text) }
        return Int(bytes)
    }

    private static func refusal(_ text: String) -> RationaleError {
        RationaleError(.usage, "'\(text)' is no amount of memory", hint: "Write it as 2G, 512M, or in bytes.")
    }
}
