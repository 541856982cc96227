import Foundation
public import RationaleCore
import RationaleTorch

extension RationaleError {
    /// Any error in the form in which this package reports errors.
    ///
    /// An error of a room below keeps its words; anything unexpected is `unavailable` and says what it was.
    public init(describing error: any Error) {
        switch error {
        case let error as RationaleError: self = error
        case let error as TorchError:
            let isMemory = error.code == .outOfMemory
            let code: Code =
                switch error.code {
                case .missingFile: .missingInput
                case .cannotWrite: .cannotWrite
                case .badFile: .badData
                case .badEnvironment: .usage
                default: .unavailable
                }
            self.init(
                code, error.message, hint: isMemory ? "Allow less at once, for instance --memory 512M." : nil,
                underlying: error)
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
