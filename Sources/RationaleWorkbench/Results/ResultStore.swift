import Foundation
import GRDB
import RationaleCore
import RationaleFiles

/// What a run found, one row an input, in the SQLite file `results.sqlite` of its folder.
///
/// Each input is written in one transaction after its maps are in their files, so a process that is killed leaves rows
/// that are whole or not there. Several processes may write to the file of one folder at the same time, on one machine:
/// they wait for each other. Over a network file system SQLite cannot promise that.
final class ResultStore: Sendable {
    private let database: DatabaseQueue
    /// The run's folder, in which the rows' paths begin.
    let folder: String
    private let file: String

    /// How long a process waits for others that write, in seconds: far longer than one needs for a row.
    private static let patience = 120.0

    /// Opens the file, or makes it.
    ///
    /// - Throws: `badData` where it is something else; `cannotWrite`.
    init(inFolder folder: String) throws(RationaleError) {
        self.folder = folder
        file = "\(folder)/\(RunFolder.resultsName)"
        var configuration = Configuration()
        configuration.journalMode = .wal
        configuration.busyMode = .timeout(Self.patience)
        configuration.label = "results"
        let file = file
        database = try ResultFailure.translated(file) {
            let database = try DatabaseQueue(path: file, configuration: configuration)
            // A writer's lock from the beginning: processes that make the file at the same time wait for each other.
            try database.inTransaction(.immediate) {
                try ResultSchema.prepare($0, file: file)
                return .commit
            }
            return database
        }
    }

    func read<Value>(_ body: (Database) throws -> Value) throws(RationaleError) -> Value {
        try ResultFailure.translated(file) { try database.read(body) }
    }

    /// All of it, or nothing.
    func write<Value>(_ body: (Database) throws -> Value) throws(RationaleError) -> Value {
        try ResultFailure.translated(file) { try database.write(body) }
    }

    /// Lets go of the file; what SQLite keeps beside it while it is open is put into it.
    func close() { try? database.close() }

    /// The files of a store, SQLite's own beside it included.
    static let files = ["", "-wal", "-shm", "-journal"].map { RunFolder.resultsName + $0 }
}

/// SQLite's errors in this program's words.
enum ResultFailure {
    static func translated<Value>(_ file: String, _ body: () throws -> Value) throws(RationaleError) -> Value {
        do {
            return try body()
        } catch let error as DatabaseError {
            throw refusal(file, error)
        } catch {
            throw RationaleError(describing: error)
        }
    }

    private static func refusal(_ file: String, _ error: DatabaseError) -> RationaleError {
        let reason = error.message ?? "error \(error.resultCode.rawValue)"
        switch error.resultCode {
        case .SQLITE_NOTADB, .SQLITE_CORRUPT, .SQLITE_ERROR, .SQLITE_CONSTRAINT, .SQLITE_MISMATCH:
            return RationaleError(
                .badData, "\(file): not the results of a run, or damaged: \(reason)",
                hint: "Replace the run with --overwrite, or name another folder.", underlying: error)
        case .SQLITE_BUSY, .SQLITE_LOCKED:
            return RationaleError(
                .unavailable, "\(file): another process does not let go of it",
                hint: "End that process, and go on with --resume.", underlying: error)
        default:
            return RationaleError(
                .cannotWrite, "\(file): cannot be written: \(reason)",
                hint: "Choose a place that you may write to, with space on it.", underlying: error)
        }
    }
}
