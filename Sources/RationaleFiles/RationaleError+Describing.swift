import Foundation
public import RationaleCore

extension RationaleError {
    /// Any error in the form in which this package reports errors.
    ///
    /// Anything unexpected is `unavailable` and says what it was.
    public init(describing error: any Error) {
        switch error {
        case let error as RationaleError: self = error
        case let error as CocoaError where error.isFileError:
            let isWriting = error.code.rawValue >= CocoaError.fileWriteUnknown.rawValue
            self.init(isWriting ? .cannotWrite : .missingInput, error.localizedDescription, underlying: error)
        default:
            self.init(
                .unavailable, "unexpected: \(error)",
                hint: "Please report it, with the command and the input that led to it.", underlying: error)
        }
    }
}

extension Failure {
    /// Any error, in the words of a `RationaleError` where it is none.
    public init(describing error: any Error) { self.init(RationaleError(describing: error)) }
}
