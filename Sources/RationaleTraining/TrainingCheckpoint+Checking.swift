import Foundation
import RationaleCore
import RationaleTorch

extension TrainingCheckpoint {
    /// Refuses to go on with another run than the one that wrote it.
    ///
    /// - Throws: `RationaleError.Code.badData` naming the file and what differs.
    func check(isOf expected: RunIdentity, of task: some LearningTask, steps: Int, in file: URL) throws {
        var differences = try identity.differences(from: expected)
        differences += Self.differences("parameter", parameters, task.parameters)
        differences += Self.differences("statistic", statistics, task.statistics)
        if expected.settings.averageDecay != nil {
            differences += Self.differences("average", average, task.parameters)
        }
        let isPossible =
            (0...steps).contains(state.step) && (0...state.step).contains(state.evaluatedStep)
            && state.summedPasses >= 0 && sums.values.allSatisfy { $0.shape.isEmpty && $0.dtype.isFloatingPoint }
        if differences.isEmpty, !isPossible { differences.append("its state is not one that a run can be in") }
        guard !differences.isEmpty else { return }
        let more = differences.count > 3 ? "; and \(differences.count - 3) more" : ""
        let listed = differences.prefix(3).joined(separator: "; ")
        throw RationaleError(
            .badData, "\(file.path): the checkpoint is of another training: \(listed)\(more)",
            hint: "Use the settings that it was begun with, or another folder.")
    }

    private static func differences(
        _ kind: String, _ found: [String: Tensor], _ expected: [String: Tensor]
    ) -> [String] {
        func words(_ tensor: Tensor?) -> String? { tensor.map { "\($0.shape) of \($0.dtype)" } }
        return Set(found.keys).union(expected.keys).sorted().compactMap { name in
            let (found, expected) = (words(found[name]), words(expected[name]))
            return found == expected
                ? nil : "\(kind) '\(name)' is \(found ?? "missing"), expected \(expected ?? "none")"
        }
    }
}
