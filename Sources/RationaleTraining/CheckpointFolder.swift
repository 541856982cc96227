package import Foundation
import RationaleCore
import RationaleFiles

/// The folder of a run, and which of its checkpoints is gone on from.
///
/// ```
/// last.safetensors   the run as it is, to go on from
/// best.safetensors   the same after the best evaluation
/// log.jsonl          a line for every few steps, and one for each evaluation
/// ```
package struct CheckpointFolder {
    let url: URL
    /// Further files of a training that has ended.
    let results: [String]

    package init(url: URL, results: [String] = []) {
        self.url = url
        self.results = results
    }

    private var last: URL { url.appending(path: TrainingCheckpoint.lastName) }
    var best: URL { url.appending(path: TrainingCheckpoint.bestName) }
    private var own: [URL] { [last, best] + results.map { url.appending(path: $0) } }

    /// The last checkpoint, or the best one where there is no other.
    package var checkpoint: URL? { [last, best].first(where: Self.exists) }

    private static func exists(_ file: URL) -> Bool { FileManager.default.fileExists(atPath: file.path) }

    func make() throws(RationaleError) {
        do {
            try FileManager.default.createDirectory(at: url, withIntermediateDirectories: true)
        } catch {
            throw RationaleError(
                .cannotWrite, "\(url.path): the folder cannot be made: \(error.localizedDescription)",
                hint: "Choose a place that you may write to.", underlying: error)
        }
    }

    /// Finds what is to be gone on from. Call it while the log is locked.
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

    /// Removes what a training that is to be replaced has left. Call it while the log is locked.
    func removeResults() {
        for file in own { try? FileManager.default.removeItem(at: file) }
    }

    /// Removes what a killed run did not finish writing. Call it while the log is locked.
    func removeUnfinished() {
        let files = (try? FileManager.default.contentsOfDirectory(at: url, includingPropertiesForKeys: nil)) ?? []
        for file in files where AtomicFile.isUnfinished(file.lastPathComponent) {
            try? FileManager.default.removeItem(at: file)
        }
    }

    func writeLast(_ checkpoint: TrainingCheckpoint) throws { try checkpoint.write(to: last) }
    func writeBest(_ checkpoint: TrainingCheckpoint) throws { try checkpoint.write(to: best) }

    /// The checkpoint with the best weights so far, for a run that goes on.
    func best(of state: TrainingState) throws -> TrainingCheckpoint? {
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
}
