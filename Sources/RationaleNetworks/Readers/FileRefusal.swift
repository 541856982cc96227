package import RationaleCore
package import RationaleTorch

/// Makes the errors of one file, so that each names it.
struct FileRefusal: Sendable {
    /// The file's path.
    let file: String

    /// The file is there but cannot be used.
    func callAsFunction(_ reason: String, hint: String? = nil) -> RationaleError {
        RationaleError(.badData, "\(file): \(reason.printable)", hint: hint?.printable)
    }

    /// A hint that lists the names nearest to one that is missing, or nil if none is near.
    ///
    /// Long names are left out, and so is what comes after the first thousands: comparing them takes too long.
    static func hint(nearest missing: String, among names: some Sequence<String>) -> String? {
        guard missing.utf8.count <= 200 else { return nil }
        let near = names.lazy.filter { $0.utf8.count <= 200 }.prefix(4000).nearest(to: missing)
        return near.isEmpty ? nil : "It has: \(near.joined(separator: ", "))."
    }
}

extension RationaleError {
    /// An error of a file of tensors, as the rooms above report it.
    package init(_ error: TorchError, hint: String? = nil) {
        let code: Code =
            switch error.code {
            case .missingFile: .missingInput
            case .cannotWrite: .cannotWrite
            case .badFile: .badData
            case .badEnvironment: .usage
            default: .unavailable
            }
        self.init(code, error.message, hint: hint, underlying: error)
    }

    /// Runs a reader and reports the errors of the floor below as its own.
    static func reporting<Value>(_ read: () throws -> Value) throws -> Value {
        do { return try read() } catch let error as TorchError { throw RationaleError(error) }
    }
}
