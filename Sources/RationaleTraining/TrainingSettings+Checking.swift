package import RationaleCore

extension TrainingSettings {
    /// How many steps the run has.
    ///
    /// - Parameter epochLength: the task's.
    /// - Parameter workers: how many processes share a step.
    /// - Throws: `RationaleError.Code.usage` where a number makes no sense, or epochs are asked of a task without them.
    package func steps(epochLength: Int?, workers: Int) throws(RationaleError) -> Int {
        try check()
        switch length {
        case .steps(let steps): return steps
        case .epochs(let epochs):
            guard let epochLength else {
                throw RationaleError(
                    .usage, "the samples of this task never end, so it has no epochs", hint: "Give a number of steps.")
            }
            let perStep = batchSize * accumulation * workers
            let (samples, isTooMany) = epochs.multipliedReportingOverflow(by: epochLength)
            guard !isTooMany else { throw RationaleError(.usage, "epochs: \(epochs) are more than can be counted") }
            return samples / perStep + (samples % perStep > 0 ? 1 : 0)
        }
    }

    private func check() throws(RationaleError) {
        var length: (name: String, count: Int)
        switch self.length {
        case .steps(let count): length = ("steps", count)
        case .epochs(let count): length = ("epochs", count)
        }
        let counts = [
            length, ("evaluation interval", evaluationInterval), ("log interval", logInterval),
            ("checkpoint interval", checkpointInterval), ("batches ahead", batchesAhead),
            ("drawing threads", drawingThreads), ("patience", patience ?? 1),
        ]
        // What is multiplied has to fit; more samples than these do not fit into memory.
        let limited =
            counts.map { ($0, $1, 1 << 40) } + [
                ("batch size", batchSize, 1 << 16), ("accumulation", accumulation, 1 << 16),
            ]
        for (name, count, limit) in limited where !(1...limit).contains(count) {
            throw RationaleError(.usage, "\(name): expected 1 to \(limit), found \(count)")
        }
        let numbers = [
            ("learning rate", learningRate, learningRate >= 0), ("weight decay", weightDecay, weightDecay >= 0),
            ("gradient limit", gradientLimit ?? 1, gradientLimit ?? 1 > 0),
            ("decay of the average", averageDecay ?? 0, (0..<1).contains(averageDecay ?? 0)),
        ]
        for (name, number, isRight) in numbers where !isRight || !number.isFinite {
            let expected = name.hasPrefix("decay of") ? "from 0 up to but not including 1" : "not negative"
            throw RationaleError(.usage, "\(name): expected a number \(expected), found \(number)")
        }
        guard schedule.warmup >= 0 else {
            throw RationaleError(.usage, "warm-up: expected at least 0 steps, found \(schedule.warmup)")
        }
    }
}
