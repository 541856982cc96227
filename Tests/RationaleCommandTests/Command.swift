import Foundation
import TestSupport

/// The program, run as a process in a folder of its own.
struct Command {
    /// What a process left behind.
    struct Outcome {
        let status: Int32
        let output: String
        let errors: String

        /// The output as a JSON object.
        func json() throws -> [String: Any] {
            try JSONSerialization.jsonObject(with: Data(output.utf8)) as? [String: Any] ?? [:]
        }
    }

    let folder: URL

    /// Makes an empty folder to work in.
    init() throws {
        folder = FileManager.default.temporaryDirectory.appending(path: "rationale-test-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    }

    func remove() { try? FileManager.default.removeItem(at: folder) }

    static let executable = BuiltProduct.path(of: "rationale")

    /// Runs `rationale` with arguments and waits for it.
    func callAsFunction(_ arguments: String...) throws -> Outcome { try run(arguments) }

    func run(_ arguments: [String]) throws -> Outcome { try start(Self.executable, arguments).wait() }

    /// Runs a line of shell in which `rationale` is the program.
    func shell(_ line: String) throws -> Outcome {
        try start("/bin/sh", ["-c", "rationale() { '\(Self.executable)' \"$@\"; }; \(line)"]).wait()
    }

    /// Starts a process without waiting for it.
    ///
    /// - Parameter environment: variables beside this process's own.
    func start(
        _ executable: String, _ arguments: [String], environment: [String: String] = [:]
    ) throws -> Running {
        let process = Process()
        process.executableURL = URL(fileURLWithPath: executable)
        process.arguments = arguments
        process.currentDirectoryURL = folder
        // One thread each: tests run side by side.
        process.environment = ProcessInfo.processInfo.environment.merging(["OMP_NUM_THREADS": "1"]) { $1 }
            .merging(environment) { $1 }
        return try Running(process)
    }

    /// Writes a file into the folder.
    @discardableResult
    func write(_ text: String, to name: String) throws -> String {
        try write(Data(text.utf8), to: name)
    }

    @discardableResult
    func write(_ bytes: Data, to name: String) throws -> String {
        let place = folder.appending(path: name)
        try FileManager.default.createDirectory(
            at: place.deletingLastPathComponent(), withIntermediateDirectories: true)
        try bytes.write(to: place)
        return name
    }

    func read(_ name: String) throws -> Data { try Data(contentsOf: folder.appending(path: name)) }

    /// The files below a folder, by their paths in it.
    func files(in name: String) -> [String] {
        let place = folder.appending(path: name).path
        return (FileManager.default.enumerator(atPath: place)?.compactMap { $0 as? String } ?? [])
            .filter { path in
                var isFolder: ObjCBool = false
                return FileManager.default.fileExists(atPath: "\(place)/\(path)", isDirectory: &isFolder)
                    && !isFolder.boolValue
            }
            .sorted()
    }
}

/// A process that was started.
struct Running {
    let process: Process
    private let output: URL
    private let errors: URL

    /// Files instead of pipes: nothing can wait for a reader.
    init(_ process: Process) throws {
        self.process = process
        let name = FileManager.default.temporaryDirectory.appending(path: "rationale-output-\(UUID().uuidString)")
        output = name.appendingPathExtension("out")
        errors = name.appendingPathExtension("err")
        for file in [output, errors] { try Data().write(to: file) }
        process.standardOutput = try FileHandle(forWritingTo: output)
        process.standardError = try FileHandle(forWritingTo: errors)
        process.standardInput = FileHandle.nullDevice
        try process.run()
    }

    func wait() throws -> Command.Outcome {
        process.waitUntilExit()
        defer { for file in [output, errors] { try? FileManager.default.removeItem(at: file) } }
        return Command.Outcome(
            status: process.terminationStatus, output: try String(contentsOf: output, encoding: .utf8),
            errors: try String(contentsOf: errors, encoding: .utf8))
    }
}
