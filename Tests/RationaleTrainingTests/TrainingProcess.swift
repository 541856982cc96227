import Foundation
import TestSupport

/// A training in a process of its own, which can be killed: `rationale-train-check`.
struct TrainingProcess {
    private let process = Process()
    private let output = Pipe()
    private let errors = Pipe()

    private static let executable = URL(fileURLWithPath: BuiltProduct.path(of: "rationale-train-check"))

    /// Starts it, or goes on.
    init(in folder: URL, steps: Int, options: [String] = [], environment: [String: String] = [:]) throws {
        process.executableURL = Self.executable
        process.arguments = [folder.path, "\(steps)"] + options
        process.environment = ProcessInfo.processInfo.environment
            .merging(["OMP_NUM_THREADS": "1"]) { $1 }.merging(environment) { $1 }
        process.standardOutput = output
        process.standardError = errors
        process.standardInput = FileHandle.nullDevice
        try process.run()
    }

    /// Waits for its first word, which comes when it begins to learn.
    func waitUntilBegun() { _ = output.fileHandleForReading.availableData }

    var isRunning: Bool { process.isRunning }

    /// Ends it with SIGKILL; returns whether it was still running.
    func kill() -> Bool {
        let sent = Foundation.kill(process.processIdentifier, SIGKILL) == 0
        process.waitUntilExit()
        return sent && process.terminationReason == .uncaughtSignal
    }

    /// What it said on standard error, when it is over.
    func complaint() -> String { String(decoding: errors.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self) }

    /// Waits for its end; returns the status.
    func wait() -> Int32 {
        process.waitUntilExit()
        return process.terminationStatus
    }
}
