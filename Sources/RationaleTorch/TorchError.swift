/// An error of LibTorch, or of a file of tensors, in its own words.
public struct TorchError: Error, Sendable, Hashable, CustomStringConvertible {
    public struct Code: RawRepresentable, Hashable, Sendable {
        public let rawValue: String

        public init(rawValue: String) { self.rawValue = rawValue }

        /// LibTorch refused: shapes that do not fit, a type without a kernel, no memory.
        public static let libTorch = Code(rawValue: "libTorch")
        /// Memory ran out; smaller batches may fit.
        public static let outOfMemory = Code(rawValue: "outOfMemory")
        /// LibTorch has no operator of this name.
        public static let unknownOperator = Code(rawValue: "unknownOperator")
        /// A file of tensors is truncated, inconsistent or hostile.
        public static let badFile = Code(rawValue: "badFile")
        /// A file could not be opened.
        public static let missingFile = Code(rawValue: "missingFile")
        /// A file could not be written.
        public static let cannotWrite = Code(rawValue: "cannotWrite")
        /// This build of LibTorch lacks a part.
        public static let unavailable = Code(rawValue: "unavailable")
        /// A launcher's variables are missing, malformed or contradict each other.
        public static let badEnvironment = Code(rawValue: "badEnvironment")
        /// Another process of a group did not come, ended, or stopped answering.
        public static let noGroup = Code(rawValue: "noGroup")
    }

    public let code: Code
    public let message: String

    public init(_ code: Code, _ message: String) {
        self.code = code
        self.message = message
    }

    public var description: String { message }
}
