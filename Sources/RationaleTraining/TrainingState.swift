/// Where a run is, beside weights and optimiser: with them, everything that decides how it goes on.
struct TrainingState: Codable, Equatable {
    /// How many steps are done.
    var step = 0
    /// The last step that was evaluated.
    var evaluatedStep = 0
    /// How many passes the running sums of the log hold.
    var summedPasses = 0
    /// The best value of the objective, and the step after which it was found.
    var best: Best?
    /// Evaluations since then.
    var evaluationsSinceBest = 0
    /// How often the learning rate was halved on a plateau.
    var halvings = 0
    /// Evaluations without gain since the last halving.
    var evaluationsOnPlateau = 0

    struct Best: Codable, Equatable {
        var value: Double
        var step: Int
    }

    /// Takes note of an evaluation; returns whether it was the best so far.
    mutating func note(_ value: Double, for objective: Objective, _ schedule: LearningRateSchedule) -> Bool {
        if best.map({ objective.prefers(value, to: $0.value) }) ?? !value.isNaN {
            best = Best(value: value, step: step)
            evaluationsSinceBest = 0
            evaluationsOnPlateau = 0
            return true
        }
        evaluationsSinceBest += 1
        evaluationsOnPlateau += 1
        if case .halvingOnPlateau(let patience) = schedule.shape, evaluationsOnPlateau >= max(1, patience) {
            halvings += 1
            evaluationsOnPlateau = 0
        }
        return false
    }
}
