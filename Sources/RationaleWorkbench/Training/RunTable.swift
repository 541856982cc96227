import Foundation
import RationaleCore
import RationaleTraining

/// Trainings beside each other: in what they differ, and how well each did.
public struct RunTable: Sendable, Encodable {
    /// The runs, in the order of their names.
    public let runs: [Row]

    /// A training.
    public struct Row: Sendable, Encodable {
        /// The folder.
        public let run: String
        /// Everything that decides its numbers, by path.
        public let settings: [String: String]
        public let steps: Int
        /// The step whose weights are the best.
        public let bestStep: Int?
        /// What the evaluation after that step found; where there is none, the last one.
        public let best: [String: Double]
        /// The mean loss of the last line of the log.
        public let trainingLoss: Double?
        /// The time of all steps and evaluations.
        public let seconds: Double
        public let evaluations: [Evaluation]
    }

    public struct Evaluation: Sendable, Encodable {
        public let step: Int
        public let values: [String: Double]
    }

    /// Reads runs.
    ///
    /// - Parameter folders: those of trainings, or folders that hold some.
    /// - Throws: `RationaleError`: `missingInput` for a folder without any, `badData` for a damaged checkpoint.
    public init(_ folders: [String]) throws {
        var found: [Row] = []
        for folder in folders {
            let url = URL(fileURLWithPath: folder)
            var runs = [folder]
            if !TrainedRun.isIn(url) {
                let inside = (try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []
                runs = inside.sorted().map { "\(folder)/\($0)" }.filter { TrainedRun.isIn(URL(fileURLWithPath: $0)) }
            }
            guard !runs.isEmpty else {
                throw RationaleError(
                    .missingInput, "\(folder): there is no training in it",
                    hint: "Name what was given to `rationale train … --output`, or a folder that holds several.")
            }
            found += try runs.map { try Row(of: TrainedRun(in: URL(fileURLWithPath: $0)), at: $0) }
        }
        runs = found
    }

    /// The settings in which runs differ, by path; those whose name is asked for as well.
    public func settings(named names: [String] = []) -> [String] {
        let all = Set(runs.flatMap(\.settings.keys)).sorted()
        return all.filter { path in
            names.contains(Self.shortName(of: path)) || names.contains(path)
                || Set(runs.map { $0.settings[path] }).count > 1
        }
    }

    /// The last part of a setting's path.
    public static func shortName(of path: String) -> String { path.split(separator: ".").last.map(String.init) ?? path }
}

extension RunTable.Row {
    fileprivate init(of trained: TrainedRun, at path: String) {
        run = path
        settings = trained.settings
        steps = trained.steps
        bestStep = trained.best?.step
        let evaluations = trained.evaluations
        let chosen = evaluations.last { $0.step == trained.best?.step } ?? evaluations.last
        best = chosen?.evaluation ?? [:]
        trainingLoss = trained.records.last { $0.training?["loss"] != nil }?.training?["loss"]
        seconds = trained.records.reduce(0) { $0 + ($1.timing?.seconds ?? 0) }
        self.evaluations = evaluations.map { .init(step: $0.step, values: $0.evaluation ?? [:]) }
    }
}
