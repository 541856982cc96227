import Foundation
import RationaleCore

/// The folder of a run, and which of its checkpoints is gone on from.
///
/// ```
/// last.safetensors   the run as it is, to go on from
/// best.safetensors   the same after the best evaluation
/// log.jsonl          a line for every few steps, and one for each evaluation
/// ```
struct CheckpointFolder {
    let url: URL

    private var last: URL { url.appending(path: TrainingCheckpoint.lastName) }
    private var best: URL { url.appending(path: TrainingCheckpoint.bestName) }

    /// Makes the folder, and finds what is to be gone on from: its last checkpoint, or the best one where there is no other.
    ///
    /// - Returns: `nil` where the run begins anew.
    func checkpoint(_ existing: ExistingOutput) throws -> TrainingCheckpoint? {
        do {
            try FileManager.default.createDirectory(at: url, withIntermediateDirectories: true)
        } catch {
            throw RationaleError(
                .cannotWrite, "\(url.path): the folder cannot be made: \(error.localizedDescription)",
                hint: "Choose a place that you may write to.", underlying: error)
        }
        let found = [last, best].first { FileManager.default.fileExists(atPath: $0.path) }
        switch existing {
        case .refuse:
            guard let found else { return nil }
            throw RationaleError(
                .cannotWrite, "\(found.path): there is a training already",
                hint: "Go on from it, replace it, or name another folder.")
        case .resume: return try found.map(TrainingCheckpoint.init(contentsOf:))
        case .overwrite: return nil
        }
    }

    /// Removes the checkpoints of a training that is to be replaced. Call it while the log is locked.
    func removeCheckpoints() {
        for file in [last, best] { try? FileManager.default.removeItem(at: file) }
    }

    /// Removes what a killed run did not finish writing. Call it while the log is locked.
    func removeUnfinished() {
        let files = (try? FileManager.default.contentsOfDirectory(at: url, includingPropertiesForKeys: nil)) ?? []
        for file in files where file.pathExtension == "part" {
            let isOurs = [last, best].contains { file.lastPathComponent.hasPrefix($0.lastPathComponent + ".") }
            if isOurs { try? FileManager.default.removeItem(at: file) }
        }
    }

    func writeLast(_ checkpoint: TrainingCheckpoint) throws { try checkpoint.write(to: last) }
    func writeBest(_ checkpoint: TrainingCheckpoint) throws { try checkpoint.write(to: best) }

    /// The checkpoint with the best weights so far, for a run that goes on.
    func best(of state: TrainingState) throws -> TrainingCheckpoint? {
        guard state.best != nil else { return nil }
        guard FileManager.default.fileExists(atPath: best.path) else {
            throw RationaleError(
                .badData, "\(best.path): the best weights are missing, though \(last.lastPathComponent) counts on them",
                hint: "Copy \(last.lastPathComponent) to \(best.lastPathComponent) to take its weights for them.")
        }
        return try TrainingCheckpoint(contentsOf: best)
    }
}
