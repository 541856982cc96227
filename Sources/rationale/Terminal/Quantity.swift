import Foundation

/// Large numbers for people: `11.7 M`.
enum Quantity {
    static func text(_ count: Int) -> String {
        let units = [(1e12, "T"), (1e9, "G"), (1e6, "M"), (1e3, "k")]
        guard let (size, unit) = units.first(where: { Double(count) >= $0.0 }) else { return "\(count)" }
        let value = Double(count) / size
        return String(format: value < 10 ? "%.2f %@" : value < 100 ? "%.1f %@" : "%.0f %@", value, unit)
    }
}

extension String {
    func leftPadded(to width: Int) -> String { String(repeating: " ", count: Swift.max(0, width - count)) + self }
}
