internal import CTorch
import Foundation

/// Turns a failed call into LibTorch into an error. Every call of the shim that can fail goes through here.
func check(_ body: (inout CTorchError) -> Int32) throws(TorchError) {
    var error = CTorchError()
    if body(&error) == 0 { return }
    defer { ctorch_error_free(error) }
    let whole = error.message.map { String(cString: $0) } ?? "an unknown error"
    // Where a kernel is missing, LibTorch lists every backend that has one, a page long.
    let message =
        whole.range(of: " This could be because the operator").map { String(whole[..<$0.lowerBound]) } ?? whole
    throw TorchError(error.out_of_memory ? .outOfMemory : .libTorch, message)
}

/// For operations that cannot fail unless the program is wrong: stops with LibTorch's message.
@inline(__always)
func trapping<Result>(_ body: () throws(TorchError) -> Result) -> Result {
    do { return try body() } catch { fatalError(error.message) }
}
