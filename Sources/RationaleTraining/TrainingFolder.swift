package import Foundation
import RationaleCore
import RationaleFiles

/// The folder of a run: its checkpoints, and its log, one JSON object a line, appended whole or not at all, except by a
/// machine that loses power.
///
/// ```
/// last.safetensors   the run as it is, to go on from
/// best.safetensors   the same after the best evaluation
/// log.jsonl          a line for every few steps, and one for each evaluation
/// ```
package final class TrainingFolder {
    let url: URL
    /// Further files of a training that has ended.
    private let results: [String]
    /// All lines of the log, those of the runs before too.
    private(set) var records: [TrainingRecord] = []
    /// The log, once the folder is taken.
    private var descriptor: Int32 = -1

    package init(url: URL, results: [String] = []) {
        self.url = url
        self.results = results
    }

    deinit { if descriptor >= 0 { close(descriptor) } }

    static let logName = "log.jsonl"
    private var log: String { url.appending(path: Self.logName).path }
    private var last: URL { url.appending(path: TrainingCheckpoint.lastName) }
    var best: URL { url.appending(path: TrainingCheckpoint.bestName) }
    private var own: [URL] { [last, best] + results.map { url.appending(path: $0) } }

    /// The last checkpoint, or the best one where there is no other.
    package var checkpoint: URL? { [last, best].first(where: Self.exists) }

    private static func exists(_ file: URL) -> Bool { FileManager.default.fileExists(atPath: file.path) }

    /// Makes the folder where there is none, and takes it for this process alone.
    ///
    /// - Throws: `RationaleError.Code.cannotWrite` where that is not possible, or another process is training in it.
    func take() throws(RationaleError) {
        do {
            try FileManager.default.createDirectory(at: url, withIntermediateDirectories: true)
        } catch {
            throw RationaleError(
                .cannotWrite, "\(url.path): the folder cannot be made: \(error.localizedDescription)",
                hint: "Choose a place that you may write to.", underlying: error)
        }
        descriptor = open(log, O_RDWR | O_CREAT | O_APPEND | O_CLOEXEC, 0o666)
        guard descriptor >= 0 else { throw failure }
        // The lock ends with the process, also with one that is killed.
        guard flock(descriptor, LOCK_EX | LOCK_NB) == 0 else {
            throw RationaleError(
                .cannotWrite, "\(log): another process is training in this folder",
                hint: "Wait until it is done, or name another folder.")
        }
    }

    // MARK: Checkpoints

    /// Finds what is to be gone on from. Call it when the folder is taken.
    ///
    /// - Returns: `nil` where the run begins anew.
    func checkpoint(_ existing: ExistingOutput) throws -> TrainingCheckpoint? {
        if existing == .overwrite { return nil }
        if existing == .resume, let checkpoint { return try TrainingCheckpoint(contentsOf: checkpoint) }
        guard let found = own.first(where: Self.exists) else { return nil }
        throw RationaleError(
            .cannotWrite, "\(found.path): there is a training already",
            hint: "Go on from its checkpoint, replace it, or name another folder.")
    }

    /// Removes what a training that is to be replaced has left. Call it when the folder is taken.
    func removeResults() {
        for file in own { try? FileManager.default.removeItem(at: file) }
    }

    /// Removes what a killed run did not finish writing. Call it when the folder is taken.
    func removeUnfinished() {
        let files = (try? FileManager.default.contentsOfDirectory(at: url, includingPropertiesForKeys: nil)) ?? []
        for file in files where AtomicFile.isUnfinished(file.lastPathComponent) {
            try? FileManager.default.removeItem(at: file)
        }
    }

    func writeLast(_ checkpoint: TrainingCheckpoint) throws { try checkpoint.write(to: last) }
    func writeBest(_ checkpoint: TrainingCheckpoint) throws { try checkpoint.write(to: best) }

    /// The checkpoint with the best weights so far, for a run that goes on.
    func best(of state: TrainingCheckpoint.State) throws -> TrainingCheckpoint? {
        guard let expected = state.best else { return nil }
        guard Self.exists(best) else {
            throw RationaleError(
                .badData, "\(best.path): the best weights are missing, though \(last.lastPathComponent) counts on them",
                hint: "Copy \(last.lastPathComponent) to \(best.lastPathComponent) to take its weights for them.")
        }
        let found = try TrainingCheckpoint(contentsOf: best)
        // A run that was killed after its best evaluation may have written a newer one, never an older one.
        guard found.state.step >= expected.step else {
            throw RationaleError(
                .badData,
                "\(best.path): it is of step \(found.state.step), though \(last.lastPathComponent) counts on step "
                    + "\(expected.step)",
                hint: "Copy \(last.lastPathComponent) to \(best.lastPathComponent) to take its weights for the best.")
        }
        return found
    }

    // MARK: Log

    /// Keeps the lines up to a checkpoint; what a killed run wrote after it will be written again.
    ///
    /// - Parameter state: where the run goes on; the start of a new one keeps nothing.
    func keep(upTo state: TrainingCheckpoint.State) throws {
        let bytes = try Data(contentsOf: URL(fileURLWithPath: log))
        var start = bytes.startIndex
        while let end = bytes[start...].firstIndex(of: UInt8(ascii: "\n")),
            let record = try? TrainingJSON.decoder.decode(TrainingRecord.self, from: bytes[start..<end]),
            record.step < state.step
                || record.step == state.step && (record.evaluation == nil || state.evaluatedStep == state.step)
        {
            records.append(record)
            start = end + 1
        }
        guard ftruncate(descriptor, off_t(start - bytes.startIndex)) == 0 else { throw failure }
    }

    /// Appends a line.
    func append(_ record: TrainingRecord) throws {
        let line = try TrainingJSON.encoder.encode(record) + Data("\n".utf8)
        var position = 0
        try line.withUnsafeBytes { buffer in
            while position < buffer.count {
                let written = write(descriptor, buffer.baseAddress! + position, buffer.count - position)
                if written < 0, errno == EINTR { continue }
                guard written > 0 else { throw failure }
                position += written
            }
        }
        records.append(record)
    }

    /// Waits until all lines are on the disk, as they have to be before the checkpoint that follows them.
    func flush() throws {
        guard fsync(descriptor) == 0 else { throw failure }
    }

    private var failure: RationaleError {
        RationaleError(
            .cannotWrite, "\(log): cannot be written: \(String(cString: strerror(errno)))",
            hint: "What was learnt up to the last checkpoint is kept. Mend the place, and go on from it.")
    }
}
