internal import CTorch
import Foundation
import RationaleCore

/// What kind of error LibTorch itself reported; the underlying error of a `RationaleError`.
package enum EngineFailure: Error {
    /// Shapes that do not fit, a type without a kernel, a lost connection.
    case refused
    /// Memory ran out; smaller batches may fit.
    case outOfMemory
}

extension RationaleError {
    /// What LibTorch reported, where it did.
    package var engineFailure: EngineFailure? { underlying as? EngineFailure }
}

/// Turns a failed call into LibTorch into an error. Every call of the shim that can fail goes through here.
func check(_ body: (inout CTorchError) -> Int32) throws(RationaleError) {
    var error = CTorchError()
    if body(&error) == 0 { return }
    defer { ctorch_error_free(error) }
    let whole = error.message.map { String(cString: $0) } ?? "an unknown error"
    // Where a kernel is missing, LibTorch lists every backend that has one, a page long.
    let message =
        whole.range(of: " This could be because the operator").map { String(whole[..<$0.lowerBound]) } ?? whole
    guard error.out_of_memory else { throw RationaleError(.unavailable, message, underlying: EngineFailure.refused) }
    throw RationaleError(
        .unavailable, message, hint: "Allow less at once, for instance --memory 512M.",
        underlying: EngineFailure.outOfMemory)
}

/// For operations that cannot fail unless the program is wrong: stops with LibTorch's message.
@inline(__always)
func trapping<Result>(_ body: () throws(RationaleError) -> Result) -> Result {
    do { return try body() } catch { fatalError(error.message) }
}
