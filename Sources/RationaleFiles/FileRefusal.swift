package import RationaleCore

/// Makes the errors of one file, so that each names it.
package struct FileRefusal: Sendable {
    /// The file's path.
    package let file: String

    package init(file: String) { self.file = file }

    /// The file is there but cannot be used.
    package func callAsFunction(_ reason: String, hint: String? = nil) -> RationaleError {
        RationaleError(.badData, "\(file): \(reason.printable)", hint: hint?.printable)
    }

    /// A hint that lists the names nearest to one that is missing, or nil if none is near.
    ///
    /// Long names are left out, and so is what comes after the first thousands: comparing them takes too long.
    package static func hint(nearest missing: String, among names: some Sequence<String>) -> String? {
        guard missing.utf8.count <= 200 else { return nil }
        let near = names.lazy.filter { $0.utf8.count <= 200 }.prefix(4000).nearest(to: missing)
        return near.isEmpty ? nil : "It has: \(near.joined(separator: ", "))."
    }
}
