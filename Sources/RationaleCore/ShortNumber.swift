/// A number as a sentence has it: about two significant digits, the same whatever the reader's locale.
///
/// `6.3`, `12`, `0.07`, `−1.9`, `2.1e-7`; the sign is U+2212.
package struct ShortNumber: CustomStringConvertible, Sendable {
    package let value: Double

    package init(_ value: Double) { self.value = value }

    package var description: String {
        guard value.isFinite else { return value.isNaN ? "not a number" : value < 0 ? "−infinite" : "infinite" }
        let size = abs(value)
        let text: String
        switch size {
        case 0: return "0"
        case 1e15...: text = "\(size)"
        case 9.95...: text = Self.fixed(size, decimals: 0)
        case 0.995...: text = Self.trimmed(Self.fixed(size, decimals: 1))
        case 0.0995...: text = Self.trimmed(Self.fixed(size, decimals: 2))
        case 0.00995...: text = Self.trimmed(Self.fixed(size, decimals: 3))
        case 0.000995...: text = Self.trimmed(Self.fixed(size, decimals: 4))
        case 1e-4...: text = Self.trimmed(Self.fixed(size, decimals: 5))
        default: text = Self.scientific(size)
        }
        return (value < 0 ? "−" : "") + text
    }

    /// With its sign, also a positive one: `+2.1`.
    package var signed: String { value > 0 ? "+\(self)" : description }

    /// A number below 10¹⁵ with so many decimals.
    private static func fixed(_ size: Double, decimals: Int) -> String {
        let power = (0..<decimals).reduce(1) { result, _ in result * 10 }
        let scaled = Int((size * Double(power)).rounded())
        guard decimals > 0 else { return "\(scaled)" }
        let fraction = String(scaled % power)
        return "\(scaled / power)." + String(repeating: "0", count: decimals - fraction.count) + fraction
    }

    private static func trimmed(_ text: String) -> String {
        var text = text
        while text.last == "0" { text.removeLast() }
        if text.last == "." { text.removeLast() }
        return text
    }

    private static func scientific(_ size: Double) -> String {
        var (mantissa, exponent) = (size, 0)
        while mantissa < 0.995 { (mantissa, exponent) = (mantissa * 10, exponent - 1) }
        return "\(trimmed(fixed(mantissa, decimals: 1)))e\(exponent)"
    }
}
