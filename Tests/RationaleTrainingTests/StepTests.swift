import Foundation
import RationaleCore
import RationaleTorch
import RationaleTraining
import Testing

/// What a step does, against the formulas on a task whose gradient is known.
struct StepTests {
    private func settings(_ steps: Int, _ change: (inout TrainingSettings) -> Void = { _ in }) -> TrainingSettings {
        var settings = TrainingSettings(.steps(steps))
        settings.rule = .sgd()
        settings.learningRate = 0.1
        settings.batchSize = 4
        settings.logInterval = 1
        settings.evaluationInterval = 1
        change(&settings)
        return settings
    }

    /// The weight after each step, from the formula.
    private func twin(_ steps: Int, batch: Int, _ gradient: (Double) -> Double = { $0 }) -> [Double] {
        var w = 10.0
        return (0..<steps).map { step in
            let values = (step * batch..<(step + 1) * batch).map(Parabola.value)
            w -= 0.1 * gradient(w - values.reduce(0, +) / Double(batch))
            return w
        }
    }

    private func weights(_ result: TrainingResult) -> [Double] {
        result.history.compactMap { $0.evaluation?["w"] }
    }

    private func isClose(_ found: [Double], _ expected: [Double]) -> Bool {
        found.count == expected.count && zip(found, expected).allSatisfy { abs($0 - $1) < 1e-9 }
    }

    @Test func `Steps follow the gradient of their samples`() throws {
        let result = try Trainer(Parabola(), settings(6)).run()
        #expect(isClose(weights(result), twin(6, batch: 4)))
        let means = result.history.compactMap { $0.training?["first"] }
        #expect(means == [0, 4, 8, 12, 16, 20])
    }

    @Test func `Micro-batches are one large batch`() throws {
        let result = try Trainer(Parabola(), settings(5) { $0.accumulation = 3 }).run()
        #expect(isClose(weights(result), twin(5, batch: 12)))
        #expect(result.last.statistics["sum"]!.sum().item == Double((0..<60).reduce(0, +)))
    }

    @Test func `Gradients are limited`() throws {
        let result = try Trainer(Parabola(), settings(5) { $0.gradientLimit = 0.5 }).run()
        let expected = twin(5, batch: 4) { $0 * min(1, 0.5 / (abs($0) + 1e-6)) }
        #expect(isClose(weights(result), expected))
    }

    @Test func `The running mean of the weights is what is evaluated`() throws {
        let result = try Trainer(Parabola(), settings(8) { $0.averageDecay = 0.3 }).run()
        var mean = 10.0
        let expected = twin(8, batch: 4).enumerated().map { step, w in
            let decay = min(0.3, Double(1 + step) / Double(10 + step))
            mean = decay * mean + (1 - decay) * w
            return mean
        }
        #expect(isClose(weights(result), expected))
        #expect(abs(result.last.parameters["w"]!.sum().item - expected.last!) < 1e-9)
    }

    @Test func `An epoch has as many steps as its samples need`() throws {
        var task = Parabola()
        task.epochLength = 22
        var settings = settings(1) { $0.accumulation = 2 }
        settings.length = .epochs(3)
        #expect(try Trainer(task, settings).run().last.step == 9)
    }

    @Test func `Patience ends a run, and the best weights are kept`() throws {
        var task = Parabola()
        task.evaluations = [5, 4, 3, 3.5, 3, 9, 1]
        let result = try Trainer(task, settings(20) { $0.patience = 3 }).run()
        #expect(result.stoppedEarly)
        #expect(result.last.step == 6)
        #expect(result.best?.step == 3)
        #expect(abs(result.best!.parameters["w"]!.sum().item - twin(3, batch: 4)[2]) < 1e-9)
    }

    @Test func `A plateau halves the learning rate`() throws {
        var task = Parabola()
        task.evaluations = [5, 6, 6, 6, 4, 6, 6]
        let result = try Trainer(
            task, settings(7) { $0.schedule = LearningRateSchedule(.halvingOnPlateau(patience: 2)) }
        ).run()
        let rates = result.history.compactMap(\.learningRate)
        #expect(rates == [0.1, 0.1, 0.1, 0.05, 0.05, 0.05, 0.05])
    }

    @Test func `A loss that is no number ends the run with a word`() throws {
        let scratch = try Scratch()
        let error = #expect(throws: RationaleError.self) {
            try Trainer(
                Parabola(),
                settings(400) {
                    $0.learningRate = 1e3
                    $0.checkpointInterval = 10
                }, folder: scratch.url
            ).run()
        }
        #expect(error?.code == .badData)
        #expect(error?.message.contains("no finite number") == true)
        // The last checkpoint is of numbers.
        #expect(try SafetensorsFile(contentsOf: scratch.url.appending(path: "last.safetensors")).tensors.count > 2)
    }

    @Test func `Settings that make no sense are refused`() {
        let changes: [(inout TrainingSettings) -> Void] = [
            { $0.length = .steps(0) }, { $0.length = .epochs(1) }, { $0.batchSize = 0 }, { $0.accumulation = -1 },
            { $0.learningRate = -1 }, { $0.learningRate = .nan }, { $0.weightDecay = .infinity },
            { $0.averageDecay = 1 }, { $0.patience = 0 }, { $0.gradientLimit = 0 }, { $0.schedule.warmup = -1 },
            { $0.checkpointInterval = 0 }, { $0.batchesAhead = 0 }, { $0.evaluationInterval = 0 },
        ]
        for change in changes {
            let error = #expect(throws: RationaleError.self) { try Trainer(Parabola(), settings(3, change)).run() }
            #expect(error?.code == .usage)
        }
    }

    @Test func `The log says how fast it went and how long it waited`() throws {
        let result = try Trainer(Parabola(), settings(3)).run()
        for record in result.history where record.training != nil {
            let timing = try #require(record.timing)
            #expect(timing.seconds > 0)
            #expect(abs(timing.samplesPerSecond! * timing.seconds - 4) < 1e-6)
            #expect((0...1).contains(timing.waiting!))
        }
    }
}
