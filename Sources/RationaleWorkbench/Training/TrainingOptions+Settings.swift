import RationaleCore
import RationaleTorch
import RationaleTraining

extension TrainingOptions {
    /// The same in the terms of the training loop.
    ///
    /// - Parameters:
    ///   - epochLength: how many samples make an epoch; `nil` where they never end.
    ///   - workers: how many processes share a step.
    ///   - standardSteps: where nobody says how long, and samples never end.
    ///   - standardEpochs: the same, where they do.
    /// - Throws: `usage` for names that do not exist, and numbers that make no sense.
    func settings(
        epochLength: Int?, workers: Int, standardSteps: Int, standardEpochs: Int
    ) throws(RationaleError) -> TrainingSettings {
        guard steps == nil || epochs == nil else {
            throw RationaleError(.usage, "--steps and --epochs both say how long to train", hint: "Leave one out.")
        }
        for (flag, count) in [("--steps", steps), ("--epochs", epochs), ("--batch-size", batchSize)] {
            if let count, count < 1 { throw RationaleError(.usage, "\(flag) must be at least 1, found \(count)") }
        }
        var settings: TrainingSettings
        if epochLength != nil, steps == nil {
            settings = TrainingSettings(.epochs(epochs ?? standardEpochs))
        } else {
            guard epochs == nil else {
                throw RationaleError(
                    .usage, "the aviary never repeats itself, so it has no epochs", hint: "Use --steps.")
            }
            settings = TrainingSettings(.steps(steps ?? standardSteps))
        }
        settings.rule = try rule()
        settings.learningRate = learningRate
        settings.weightDecay = weightDecay
        settings.batchSize = batchSize
        settings.accumulation = accumulation
        settings.precision = try TrainingPrecision(precision, for: "--precision")
        settings.evaluationInterval = evaluationInterval ?? interval(epochLength: epochLength, workers: workers)
        settings.patience = patience
        settings.seed = seed
        settings.checkpointInterval = checkpointInterval
        let total = try settings.steps(epochLength: epochLength, workers: workers)
        settings.schedule = LearningRateSchedule(try shape(steps: total), warmup: min(100, total / 10))
        return settings
    }

    /// An epoch in steps, so that few samples are judged by often enough, and many not all the time.
    private func interval(epochLength: Int?, workers: Int) -> Int {
        guard let epochLength else { return Self.standardInterval }
        let perStep = Double(batchSize) * Double(accumulation) * Double(workers)
        return max(1, Int(Double(epochLength) / max(1, perStep)))
    }

    private func rule() throws(RationaleError) -> OptimizerRule {
        switch optimizer {
        case "sgd": .sgd(momentum: 0.9, nesterov: true)
        case "adam": .adam()
        case "adamw": .adamW()
        case "rmsprop": .rmsProp()
        default: throw .unknown(optimizer, for: "--optimizer", among: Self.optimizers)
        }
    }

    private func shape(steps: Int) throws(RationaleError) -> LearningRateSchedule.Shape {
        switch schedule {
        case "constant": .constant
        case "step": .step(every: max(1, steps / 3))
        case "cosine": .cosine()
        case "plateau": .halvingOnPlateau(patience: 3)
        default: throw .unknown(schedule, for: "--schedule", among: Self.schedules)
        }
    }
}
