import Foundation
import RationaleConcepts
import RationaleCore
import RationaleTorch
import RationaleTraining
import Testing

struct DistillationTests {
    @Test func `training reaches full agreement on pictures it never saw`() throws {
        let task = try PlantedConcepts.task()
        let result = try Trainer(task, PlantedConcepts.settings(steps: 150)).run()
        let found = PlantedConcepts.evaluation(result)
        #expect(found["agreement"] == 1)
        #expect(try #require(found["correlation"]) > 0.97)
        // The network that is returned is the one that was judged.
        let best = try #require(result.best)
        let network = task.network(best)
        let samples = task.evaluation
        let scores = try network.scores(of: samples.graphs)
        #expect(scores.argmax(1).elements(as: Int64.self) == samples.scores.argmax(1).elements(as: Int64.self))
        #expect(network.statistics.tensors.contains { $0.floats != [Float](repeating: 0, count: $0.count) })
    }

    @Test(arguments: DistillationObjective.allCases, [ReasoningConfiguration.Readout.all, .own])
    func `twenty random graphs are learnt by heart`(
        _ comparison: DistillationObjective, _ readout: ReasoningConfiguration.Readout
    ) throws {
        var configuration = SmallReasoning.configuration([4, 4, 4], .graph, readout, width: 16)
        configuration.nodeWidths = [64, 32]
        let graphs = try SmallReasoning.graphs(20, configuration, dtype: .float32)
        let scores = Tensor.normal([20, 3], using: Generator(seed: 8))
        let samples = try ConceptGraphSamples(graphs, scores: scores)
        let task = try DistillationTask(
            ReasoningNetwork(configuration, seed: 4), training: samples, evaluation: samples, source: [:],
            comparison: comparison)
        var settings = PlantedConcepts.settings(steps: 400)
        settings.batchSize = 20
        settings.schedule = LearningRateSchedule(.cosine())
        let found = PlantedConcepts.evaluation(try Trainer(task, settings).run())
        #expect(found["agreement"] == 1)
        #expect(try #require(found["loss"]) < 1e-3)
    }

    @Test func `equal seeds give equal bytes, and each epoch passes every sample once`() throws {
        func weights() throws -> [[UInt8]] {
            let result = try Trainer(PlantedConcepts.task(withEdits: true), PlantedConcepts.settings(steps: 5)).run()
            return result.last.parameters.tensors.map(\.bytes)
        }
        #expect(try weights() == weights())
        let task = try PlantedConcepts.task()
        #expect(task.epochLength == 90)
        func rows(_ range: Range<Int>) throws -> [Float] { try task.batch(of: range).scores.selected(1, 0).floats }
        let all = task.training.scores.selected(1, 0).floats
        #expect(try rows(0..<90).sorted() == all.sorted())
        #expect(try rows(0..<90) != rows(90..<180))
        #expect(try rows(60..<120) == Array(rows(0..<90)[60...] + rows(90..<180)[..<30]))
    }

    @Test func `a batch over the end of an epoch keeps graphs and scores together`() throws {
        let task = try PlantedConcepts.task(withEdits: true)
        let batch = try task.batch(of: 80..<100)
        #expect(difference(PlantedConcepts.scores(batch.graphs.features).doubles, batch.scores.doubles) < 1e-5)
        let edits = try #require(batch.edits)
        #expect(edits.samples == Array(0..<20))
        #expect(difference(PlantedConcepts.scores(edits.graphs.features).doubles, edits.scores.doubles) < 1e-5)
        // An edit changes one node of its own picture.
        let same = (edits.graphs.features - batch.graphs.features).absolute.maximum([2])
        #expect(same.doubles.count { $0 > 0 } == 20)
    }

    @Test func `edits teach what a concept does`() throws {
        var task = try PlantedConcepts.task(withEdits: true)
        let with = PlantedConcepts.evaluation(try Trainer(task, PlantedConcepts.settings(steps: 150)).run())
        task.editWeight = 0
        let without = PlantedConcepts.evaluation(try Trainer(task, PlantedConcepts.settings(steps: 150)).run())
        let (first, second) = (try #require(with["edit correlation"]), try #require(without["edit correlation"]))
        #expect(first > 0.98)
        // At most half of the variance that whole pictures leave unexplained.
        #expect(1 - first * first < (1 - second * second) / 2)
        #expect(with["agreement"] == 1)
    }

    @Test func `the loss is that of the formula`() throws {
        let task = try PlantedConcepts.task(withEdits: true)
        let batch = try task.batch(of: 0..<6)
        let pass = TrainingPass(
            parameters: task.parameters, statistics: task.statistics, generator: Generator(seed: 1))
        let found = try task.loss(of: batch, in: pass)
        let edits = try #require(batch.edits)
        let scores = try task.network.pass(batch.graphs.joined(with: edits.graphs), mode: .training).scores
        let (own, changed) = (scores.slice(0, 0..<6), scores.slice(0, 6..<12))
        let training = task.training
        let known = try #require(training.edits)
        let variance = SlowDistillation.variance(SlowDistillation.rows(training.scores))
        let changes = known.scores - training.scores.indices(0, known.samples)
        let editVariance = SlowDistillation.variance(SlowDistillation.rows(changes))
        let cost = SlowDistillation.scores(own, batch.scores, variance: variance)
        let editCost = SlowDistillation.squares(changed - own, edits.scores - batch.scores) / editVariance
        #expect(abs(found.value.item - (cost + editCost)) < 1e-4 * (cost + editCost))
        #expect(found.statistics.count == task.statistics.count)
    }

    @Test(arguments: DistillationObjective.allCases)
    func `evaluation is that of plain loops, in parts as in whole`(_ comparison: DistillationObjective) throws {
        let samples = try PlantedConcepts.samples(31, seed: 11)
        let task = try DistillationTask(
            ReasoningNetwork(PlantedConcepts.configuration, seed: 3), training: samples, evaluation: samples,
            source: [:], comparison: comparison)
        func part(_ index: Int, of count: Int) throws -> DistillationMetrics {
            try task.evaluate(
                parameters: task.parameters, statistics: task.statistics, share: EvaluationShare(index, of: count))
        }
        let whole = try part(0, of: 1).values
        var merged = try part(0, of: 3)
        merged.merge(try part(1, of: 3))
        merged.merge(try part(2, of: 3))
        for (name, value) in whole { #expect(abs(try #require(merged.values[name]) - value) < 1e-6, "\(name)") }

        let scores = try task.network.scores(of: samples.graphs)
        let (own, teacher) = (SlowDistillation.rows(scores), SlowDistillation.rows(samples.scores))
        let agreement = zip(own, teacher).count { a, b in a.firstIndex(of: a.max()!) == b.firstIndex(of: b.max()!) }
        #expect(whole["agreement"] == Double(agreement) / 31)
        let correlation = SlowDistillation.correlation(own, teacher)
        #expect(abs(try #require(whole["correlation"]) - correlation) < 1e-6)
        let expected =
            comparison == .normalized
            ? SlowDistillation.normalized(scores, samples.scores)
            : SlowDistillation.scores(scores, samples.scores, variance: SlowDistillation.variance(teacher))
        #expect(abs(try #require(whole["loss"]) - expected) < 1e-5 * max(1, expected))
        let coded = try JSONDecoder().decode(DistillationMetrics.self, from: JSONEncoder().encode(merged))
        #expect(coded == merged)
    }

    @Test func `the published recipe halves the rate at epochs 200, 400, 600 and 800`() {
        let settings = DistillationTask.publishedSettings(samples: 1192)
        let perEpoch = 1192.0 / 128
        let rates = [199, 201, 399, 401, 601, 801, 998].map { epoch in
            settings.learningRate
                * settings.schedule.factor(step: Int(Double(epoch) * perEpoch), of: Int(999 * perEpoch))
        }
        #expect(rates == [0.01, 0.005, 0.005, 0.0025, 0.00125, 0.000625, 0.000625])
    }
}
