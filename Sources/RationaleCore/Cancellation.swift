/// How work that takes long is stopped from outside.
///
/// Every pass through a network asks ``check()`` first, so a method ends after the chunk that it is computing. A task that
/// is cancelled stops by itself; a program without tasks says when:
///
/// ```swift
/// try Cancellation.whenever({ interrupted.load(ordering: .relaxed) }) {
///     try method.attribute(batch, in: network)
/// }
/// ```
public enum Cancellation {
    /// A value of its own type: a bare closure as a task-local value crashes Swift 6.3 in optimised builds.
    private struct Request: Sendable {
        let isMade: @Sendable () -> Bool
    }

    @TaskLocal private static var request: Request?

    /// Runs the body, which ends with `RationaleError.Code.interrupted` soon after the condition holds.
    ///
    /// - Parameters:
    ///   - isRequested: asked between two passes.
    ///   - body: what may take long.
    public static func whenever<Result>(
        _ isRequested: @escaping @Sendable () -> Bool, _ body: () throws -> Result
    ) rethrows -> Result {
        try $request.withValue(Request(isMade: isRequested), operation: body)
    }

    /// Ends the work where that was asked for.
    ///
    /// - Throws: `RationaleError.Code.interrupted`.
    public static func check() throws(RationaleError) {
        if Task.isCancelled || request?.isMade() == true {
            throw RationaleError(.interrupted, "the computation was interrupted")
        }
    }
}
