import RationaleCore
import RationaleStatistics

/// What is measured of the network itself.
struct NetworkTruth: Sendable {
    private struct Row {
        /// Whether the class in the picture has the highest score.
        let isRight: Bool
        let distractors: Double
        /// Of them, those without which the score does not fall by a twentieth.
        let indifferent: Double
        /// Whether no distractor's removal changes the prediction; `nil` without distractors.
        let isUnchanged: Bool?
    }

    private let rows: [Row]

    init<World>(_ study: SceneStudy<World>, _ form: MetricForm) {
        rows = study.scenes.indices.map { number in
            let responses = study.responses[number]
            let changes = (0..<study.scenes[number].distractorCount).map(SceneChange.removing(distractor:))
            let isUnchanged = changes.allSatisfy { responses.prediction($0) == responses.prediction() }
            return Row(
                isRight: responses.isRight, distractors: Double(changes.count),
                indifferent: Double(changes.count { !responses.needs($0, form) }),
                isUnchanged: changes.isEmpty ? nil : isUnchanged)
        }
    }

    /// Accuracy; background independence, the share of all distractors that the network does not need; the share of
    /// pictures whose prediction no distractor's removal changes.
    func scores(_ bootstrap: Bootstrap) -> [Score] {
        let accuracy = Score.proportion("accuracy", hits: rows.count { $0.isRight }, of: rows.count)
        let independence = bootstrap.score("background-independence", count: rows.count) { drawn in
            let count = drawn.reduce(0) { $0 + rows[$1].distractors }
            return count > 0 ? drawn.reduce(0) { $0 + rows[$1].indifferent } / count : nil
        }
        let answers = rows.compactMap(\.isUnchanged)
        let unchanged = Score.proportion("unchanged-by-distractors", hits: answers.count { $0 }, of: answers.count)
        return [accuracy, independence, unchanged].compactMap(\.self)
    }
}
