import Foundation
import RationaleCore

/// The log of a run: one JSON object a line, appended whole or not at all, except by a machine that loses power.
final class TrainingLog {
    static let name = "log.jsonl"

    /// All lines, those of the runs before too.
    private(set) var records: [TrainingRecord] = []
    private let path: String
    private let descriptor: Int32

    /// Opens the log, and with it takes the folder for this process alone.
    ///
    /// - Parameter folder: where the log is.
    /// - Throws: `cannotWrite` where the file cannot be opened, or another process is writing it.
    init(in folder: URL) throws {
        path = folder.appending(path: Self.name).path
        descriptor = open(path, O_RDWR | O_CREAT | O_APPEND | O_CLOEXEC, 0o666)
        guard descriptor >= 0 else { throw Self.failure(path) }
        // The lock ends with the process, also with one that is killed.
        guard flock(descriptor, LOCK_EX | LOCK_NB) == 0 else {
            throw RationaleError(
                .cannotWrite, "\(path): another process is training in this folder",
                hint: "Wait until it is done, or name another folder.")
        }
    }

    deinit { close(descriptor) }

    /// Keeps the lines up to a checkpoint; what a killed run wrote after it will be written again.
    ///
    /// - Parameter state: where the run goes on; the start of a new one keeps nothing.
    func keep(upTo state: TrainingState) throws {
        let bytes = try Data(contentsOf: URL(fileURLWithPath: path))
        var start = bytes.startIndex
        while let end = bytes[start...].firstIndex(of: UInt8(ascii: "\n")),
            let record = try? TrainingJSON.decoder.decode(TrainingRecord.self, from: bytes[start..<end]),
            record.step < state.step
                || record.step == state.step && (record.evaluation == nil || state.evaluatedStep == state.step)
        {
            records.append(record)
            start = end + 1
        }
        guard ftruncate(descriptor, off_t(start - bytes.startIndex)) == 0 else { throw Self.failure(path) }
    }

    /// Appends a line.
    func append(_ record: TrainingRecord) throws {
        let line = try TrainingJSON.encoder.encode(record) + Data("\n".utf8)
        var position = 0
        try line.withUnsafeBytes { buffer in
            while position < buffer.count {
                let written = write(descriptor, buffer.baseAddress! + position, buffer.count - position)
                if written < 0, errno == EINTR { continue }
                guard written > 0 else { throw Self.failure(path) }
                position += written
            }
        }
        records.append(record)
    }

    /// Waits until all lines are on the disk, as they have to be before the checkpoint that follows them.
    func flush() throws {
        guard fsync(descriptor) == 0 else { throw Self.failure(path) }
    }

    private static func failure(_ path: String) -> RationaleError {
        RationaleError(
            .cannotWrite, "\(path): cannot be written: \(String(cString: strerror(errno)))",
            hint: "What was learnt up to the last checkpoint is kept. Mend the place, and go on from it.")
    }
}
