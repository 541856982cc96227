/// What went wrong, in words a person can act on.
///
/// The message names the file, layer or class, what was expected and what was found; the hint says what to try next.
/// New codes may be added in any release, so a `switch` over ``code`` needs a `default`.
public struct RationaleError: Error, Sendable {
    /// The kind of failure; its raw value is the process's exit status (sysexits).
    public struct Code: RawRepresentable, Hashable, Sendable, Codable {
        public let rawValue: Int32

        public init(rawValue: Int32) { self.rawValue = rawValue }

        /// The request itself makes no sense: an unknown layer, class, method or option.
        public static let usage = Code(rawValue: 64)
        /// A file is there but cannot be used: truncated, hostile, of the wrong type.
        public static let badData = Code(rawValue: 65)
        /// A file that was asked for does not exist or cannot be opened.
        public static let missingInput = Code(rawValue: 66)
        /// A device, operator or component is not available here.
        public static let unavailable = Code(rawValue: 69)
        /// A result could not be written.
        public static let cannotWrite = Code(rawValue: 74)
        /// The work was stopped from outside; see ``Cancellation``.
        public static let interrupted = Code(rawValue: 130)

        /// The name used in machine-readable output.
        public var name: String {
            switch self {
            case .usage: "usage"
            case .badData: "badData"
            case .missingInput: "missingInput"
            case .unavailable: "unavailable"
            case .cannotWrite: "cannotWrite"
            case .interrupted: "interrupted"
            default: "error\(rawValue)"
            }
        }
    }

    public let code: Code
    public let message: String
    public let hint: String?
    public let underlying: (any Error)?

    public init(_ code: Code, _ message: String, hint: String? = nil, underlying: (any Error)? = nil) {
        self.code = code
        self.message = message
        self.hint = hint
        self.underlying = underlying
    }

    /// The same error with another thing to try next.
    public func with(hint: String) -> RationaleError {
        RationaleError(code, message, hint: hint, underlying: underlying)
    }
}

extension RationaleError: CustomStringConvertible {
    public var description: String { hint.map { "\(message)\n\($0)" } ?? message }
}
