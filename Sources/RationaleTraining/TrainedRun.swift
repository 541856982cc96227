public import Foundation
import RationaleCore
import RationaleTorch

/// What the folder of a training says about it, whether it has ended, was killed, or goes on.
public struct TrainedRun: Sendable {
    /// Everything that decides its numbers, by path: `settings.batchSize`, `task.data`. Empty before the first checkpoint.
    public let settings: [String: String]
    /// The log.
    public let records: [TrainingRecord]
    /// The best value of the objective, and the step after which it was found; `nil` before the first evaluation.
    public let best: (value: Double, step: Int)?

    /// How many steps are in the log.
    public var steps: Int { records.last?.step ?? 0 }

    /// The evaluations of the log, in order.
    public var evaluations: [TrainingRecord] { records.filter { $0.evaluation != nil } }

    /// Whether a folder is one of a training.
    public static func isIn(_ folder: URL) -> Bool {
        FileManager.default.fileExists(atPath: folder.appending(path: TrainingFolder.logName).path)
    }

    /// Reads a folder. Of a line that is being written now only what is whole is taken.
    ///
    /// - Throws: `RationaleError`: `missingInput` where there is no log, `badData` for a checkpoint that cannot be read.
    public init(in folder: URL) throws {
        let log = folder.appending(path: TrainingFolder.logName)
        guard let bytes = try? Data(contentsOf: log) else {
            throw RationaleError(
                .missingInput,
                "\(folder.path): this is not the folder of a training: it has no \(TrainingFolder.logName)")
        }
        records = bytes.split(separator: UInt8(ascii: "\n")).compactMap {
            try? TrainingJSON.decoder.decode(TrainingRecord.self, from: $0)
        }
        let names = [TrainingCheckpoint.lastName, TrainingCheckpoint.bestName]
        guard
            let checkpoint = names.map({ folder.appending(path: $0) }).first(where: {
                FileManager.default.fileExists(atPath: $0.path)
            })
        else {
            settings = [:]
            best = nil
            return
        }
        let (identity, state) = try TrainingCheckpoint.description(
            of: SafetensorsFile(contentsOf: checkpoint), checkpoint)
        settings = try TrainingCheckpoint.Identity.leaves(of: identity).filter { !$0.key.hasSuffix("'s shape") }
        best = state.best.map { ($0.value, $0.step) }
    }
}
