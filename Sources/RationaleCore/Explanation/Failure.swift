/// An error in plain values, as results and JSON carry it.
public struct Failure: Sendable, Equatable, Codable {
    /// The name of a `RationaleError.Code`.
    public var code: String
    public var message: String
    public var hint: String?

    public init(_ error: RationaleError) {
        code = error.code.name
        message = error.message
        hint = error.hint
    }

    /// The process's exit status for it.
    public var status: Int32 {
        let known: [RationaleError.Code] = [.usage, .badData, .missingInput, .unavailable, .cannotWrite]
        return (known.first { $0.name == code } ?? .badData).rawValue
    }

    private enum CodingKeys: String, CodingKey { case code, message, hint }

    /// `hint` is written even where there is none.
    public func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: CodingKeys.self)
        try container.encode(code, forKey: .code)
        try container.encode(message, forKey: .message)
        try container.encode(hint, forKey: .hint)
    }
}

extension RationaleError {
    /// An error that was kept as plain values.
    package init(_ failure: Failure) { self.init(Code(rawValue: failure.status), failure.message, hint: failure.hint) }
}
