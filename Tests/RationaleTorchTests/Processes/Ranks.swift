import Foundation
import RationaleCore
import RationaleTorch
import TestSupport
import Testing

/// Threads that stand for processes: c10d keeps nothing in globals, so that groups can meet within one process.
enum Ranks {
    /// Runs `body` for each environment on a thread of its own and returns what came of each.
    static func run<Value: Sendable>(
        _ environments: [WorkerEnvironment],
        _ body: @escaping @Sendable (WorkerEnvironment) throws(RationaleError) -> Value
    ) -> [Result<Value, RationaleError>] {
        LibTorch.silenceLog()
        let results = Results<Value>()
        let threads = DispatchGroup()
        for (index, environment) in environments.enumerated() {
            threads.enter()
            Thread.detachNewThread {
                let result = Result { () throws(RationaleError) in try body(environment) }
                results.set(result, at: index)
                threads.leave()
            }
        }
        threads.wait()
        return environments.indices.map { results[$0] }
    }

    /// Runs `body` in a group of so many, all of whom join.
    static func run<Value: Sendable>(
        _ size: Int, timeout: Duration = .seconds(20),
        _ body: @escaping @Sendable (ProcessGroup) throws(RationaleError) -> Value
    ) throws -> [Result<Value, RationaleError>] {
        run(try environments(size)) { environment throws(RationaleError) in
            try body(ProcessGroup(environment, timeout: timeout))
        }
    }

    static func environments(_ size: Int) throws -> [WorkerEnvironment] {
        let port = FreePort.any
        return try (0..<size).map { try WorkerEnvironment(rank: $0, size: size, host: "localhost", port: port) }
    }
}

private final class Results<Value: Sendable>: @unchecked Sendable {
    private let lock = NSLock()
    private var values: [Int: Result<Value, RationaleError>] = [:]

    func set(_ value: Result<Value, RationaleError>, at index: Int) { lock.withLock { values[index] = value } }
    subscript(index: Int) -> Result<Value, RationaleError> { lock.withLock { values[index]! } }
}

extension Result where Failure == RationaleError {
    var failure: RationaleError? {
        if case .failure(let error) = self { error } else { nil }
    }
}
