import RationaleCore

/// What is measured of the network itself.
struct NetworkTruth: Sendable {
    private struct Row {
        /// 1 where the class in the picture has the highest score.
        let isRight: Double
        let distractors: Double
        /// Of them, those without which the score does not fall by a twentieth.
        let indifferent: Double
        /// 1 where no distractor's removal changes the prediction; `nil` without distractors.
        let isUnchanged: Double?
    }

    private let rows: [Row]

    init<World>(_ study: SceneStudy<World>, _ form: TruthForm) {
        rows = study.scenes.indices.map { number in
            let responses = study.responses[number]
            let changes = (0..<study.scenes[number].distractorCount).map(SceneChange.removing(distractor:))
            let isUnchanged = changes.allSatisfy { responses.prediction($0) == responses.prediction() }
            return Row(
                isRight: responses.isRight ? 1 : 0, distractors: Double(changes.count),
                indifferent: Double(changes.count { !responses.needs($0, form) }),
                isUnchanged: changes.isEmpty ? nil : isUnchanged ? 1 : 0)
        }
    }

    /// Accuracy; background independence, the share of all distractors that the network does not need; the share of
    /// pictures whose prediction no distractor's removal changes.
    func scores(_ bootstrap: Bootstrap) -> [Score] {
        let accuracy = bootstrap.score("accuracy", count: rows.count) { drawn in
            drawn.reduce(0) { $0 + rows[$1].isRight } / Double(drawn.count)
        }
        let independence = bootstrap.score("background-independence", count: rows.count) { drawn in
            let count = drawn.reduce(0) { $0 + rows[$1].distractors }
            return count > 0 ? drawn.reduce(0) { $0 + rows[$1].indifferent } / count : nil
        }
        let unchanged = bootstrap.score("unchanged-by-distractors", count: rows.count) { drawn in
            let values = drawn.compactMap { rows[$0].isUnchanged }
            return values.isEmpty ? nil : values.reduce(0, +) / Double(values.count)
        }
        return [accuracy, independence, unchanged].compactMap(\.self)
    }
}
