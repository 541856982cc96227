import Foundation
import RationaleCore
import RationaleNarration
import RationaleTorch
import RationaleTraining
import Testing

@Suite struct TaskTests {
    /// The golden file's sentences as a task whose one batch is all of them.
    private func goldenTask(_ golden: Golden, contrast: Double) throws -> NarratorTask {
        let words = ["<start>", "<end>"] + (2..<9).map { "w\($0)" }
        let vocabulary = try NarratorVocabulary(words: words, end: "<end>")
        let captions = [0, 1].map { input in
            zip(golden.sentences, golden.inputs).filter { $0.1 == input }.map { $0.0.map { words[$0] } }
        }
        let samples = try NarratorSamples(
            features: golden.features.tensor, classes: [0, 1], captions: captions, vocabulary: vocabulary)
        var task = try NarratorTask(
            golden.network(), training: samples, evaluation: samples, source: [:], seed: 3)
        task.contrast = contrast
        return task
    }

    private func loss(_ task: NarratorTask, _ parameters: NamedTensors, seed: UInt64 = 0) throws -> Loss {
        let pass = TrainingPass(parameters: parameters, statistics: [:], generator: Generator(seed: seed))
        return try task.loss(of: task.batch(of: 0..<task.training.sentences.count), in: pass)
    }

    @Test(arguments: [false, true])
    func `the loss and its gradients are PyTorch's, written from the formulas`(isContrastive: Bool) throws {
        let golden = try Golden.load()
        let task = try goldenTask(golden, contrast: isContrastive ? golden.contrast : 0)
        let parameters = task.parameters.mapTensors { $0.requiringGradient }
        let loss = try withGradient { try self.loss(task, parameters) }
        #expect(abs(loss.value.item - golden.loss - (isContrastive ? golden.contrast * golden.added : 0)) < 1e-5)
        if isContrastive { #expect(abs((loss.metrics["contrast"]?.item ?? .nan) - golden.added) < 1e-5) }
        let found = try gradient(of: [loss.value], with: parameters.tensors)
        for (name, found) in zip(parameters.names, found) {
            let expected = try #require((isContrastive ? golden.contrastGradients : golden.gradients)[name])
            #expect(difference(found, expected.tensor) < 1e-5, "\(name)")
        }
    }

    @Test func `the gradient with respect to what the network reads is PyTorch's`() throws {
        let golden = try Golden.load()
        let network = try golden.network()
        let features = golden.features.tensor.requiringGradient
        let found = try withGradient {
            let logs = network.logProbabilities(
                of: PaddedSentences(golden.sentences), features: features.indices(0, golden.inputs))
            let lengths = golden.sentences.flatMap { words in words.map { _ in Float(words.count * 4) } }
            // 1e-8 of the published loss changes nothing at this precision.
            return try gradient(of: (logs * -1 / Tensor(lengths, shape: [lengths.count])).sum(), with: features)
        }
        #expect(difference(found, golden.featureGradient.tensor) < 1e-5)
    }

    @Test func `an evaluation is the mean loss of all sentences, and their log-perplexity`() throws {
        let golden = try Golden.load()
        let task = try goldenTask(golden, contrast: 0)
        let slow = SlowNarrator(task.network)
        let r = rows(golden.features.tensor)
        let logs = zip(golden.sentences, golden.inputs).map { slow.logProbabilities(of: $0, r[$1]) }
        let means = try withoutGradient {
            try task.evaluate(parameters: task.parameters, statistics: [:], share: .whole)
        }.values
        #expect(abs((means["loss"] ?? .nan) - golden.loss) < 1e-5)
        let count = Double(logs.joined().count)
        #expect(abs((means["perplexity, log"] ?? .nan) + logs.joined().reduce(0, +) / count) < 1e-5)
        #expect(abs(golden.loss - logs.reduce(0) { $0 - $1.reduce(0, +) / Double($1.count) } / 4) < 1e-5)
    }

    @Test func `a dropped state is zero, and the others make up for it`() throws {
        // A network of one number a layer, of whose first word there are three cases.
        let words = NarratorVocabulary(of: [["a"]]).count
        var configuration = NarratorConfiguration(vocabulary: words, features: 1, embedding: 2, hidden: 1, dropout: 0.2)
        let drawn = try NarratorNetwork(configuration, seed: 2).parameters
        // The sentence is the end alone: its words after the first hide nothing.
        func changed(first: Double, second: Double) throws -> NamedTensors {
            let (join, output) = (try #require(drawn["join.weight"]), try #require(drawn["output.weight"]))
            return drawn.merging([
                "join.weight": join * Tensor([Float(first), 1], shape: [1, 2]), "output.weight": output * second,
            ])
        }
        func sample(_ configuration: NarratorConfiguration, _ parameters: NamedTensors) throws -> NarratorTask {
            let vocabulary = NarratorVocabulary(of: [["a"]])
            let samples = try NarratorSamples(
                features: .ones([1, 1]), captions: [[["<end>"]]], vocabulary: vocabulary)
            return try NarratorTask(
                NarratorNetwork(configuration, parameters: parameters), training: samples, evaluation: samples,
                source: [:])
        }
        let task = try sample(configuration, drawn)
        configuration.dropout = 0
        let still = try sample(configuration, drawn)
        let expected = try [(1.25, 0.0), (0.0, 1.25), (1.25, 1.25)].map {
            try loss(still, changed(first: $0, second: $1)).value.item
        }
        #expect(Set(expected.map { Int($0 * 1e4) }).count == 3)
        var counts = [0, 0, 0]
        for seed in 0..<3000 as Range<UInt64> {
            let found = try loss(task, drawn, seed: seed).value.item
            let index = try #require(expected.firstIndex { abs($0 - found) < 1e-5 })
            counts[index] += 1
        }
        // Five standard deviations.
        for (count, probability) in zip(counts, [0.2, 0.16, 0.64]) {
            #expect(abs(Double(count) / 3000 - probability) < 5 * (probability * (1 - probability) / 3000).squareRoot())
        }
        #expect(try loss(task, drawn, seed: 5).value.item == loss(task, drawn, seed: 5).value.item)
    }

    @Test func `alternatives are inputs of other classes, even where nearly all are of one`() throws {
        // Of a thousand inputs one is of the other class, and it alone has a feature that decides.
        let count = 1000
        let features = Tensor((0..<count).map { $0 == 700 ? Float(50) : 0 }, shape: [count, 1])
        let samples = try NarratorSamples(
            features: features, classes: (0..<count).map { $0 == 700 ? 1 : 0 },
            captions: (0..<count).map { $0 < 5 ? [["a"]] : [] }, vocabulary: NarratorVocabulary(of: [["a"]]))
        let network = try Tiny.network(vocabulary: 4, features: 1)
        var task = try NarratorTask(network, training: samples, evaluation: samples, source: [:])
        task.contrast = 1
        let (slow, words) = (SlowNarrator(network), [3, 1])
        let margin =
            slow.logProbabilities(of: words, [0]).reduce(0, +) - slow.logProbabilities(of: words, [50]).reduce(0, +)
        let still = try #require(try loss(withoutDropout(task), network.parameters).metrics["contrast"]).item
        #expect(abs(still - log(1 + exp(-margin))) < 1e-4 && abs(margin) > 0.1)
    }

    private func withoutDropout(_ task: NarratorTask) throws -> NarratorTask {
        var configuration = task.network.configuration
        configuration.dropout = 0
        var still = try NarratorTask(
            NarratorNetwork(configuration, parameters: task.network.parameters), training: task.training,
            evaluation: task.evaluation, source: [:])
        still.contrast = task.contrast
        return still
    }

    @Test func `an epoch passes every sentence once`() throws {
        let vocabulary = NarratorVocabulary(of: [["a", "b", "c"]])
        let samples = try NarratorSamples(
            features: Tiny.features(5), captions: (0..<5).map { Array(repeating: ["a", "b"], count: $0) },
            vocabulary: vocabulary)
        #expect(samples.sentences.count == 10 && samples.sentences.map(\.input) == [1, 2, 2, 3, 3, 3, 4, 4, 4, 4])
        #expect(samples.sentences.allSatisfy { $0.words == [3, 4, 1] })
        let task = try withoutDropout(
            NarratorTask(Tiny.network(), training: samples, evaluation: samples, source: [:]))
        #expect(task.epochLength == 10)
        let pass = TrainingPass(parameters: task.parameters, statistics: [:], generator: Generator(seed: 0))
        func mean(_ epoch: Int) throws -> [Double] {
            try (epoch * 10..<epoch * 10 + 10).map {
                try task.loss(of: task.batch(of: $0..<$0 + 1), in: pass).value.item
            }
        }
        let (first, second) = (try mean(0), try mean(1))
        #expect(difference(first.sorted(), second.sorted()) < 1e-6 && difference(first, second) > 1e-3)
        #expect(abs(first.reduce(0, +) / 10 - (try loss(task, task.parameters).value.item)) < 1e-5)
    }

    @Test func `mean features are those of all inputs, and of each class`() throws {
        let features = Tensor([1, 10, 3, 20, 8, 60] as [Float], shape: [3, 2])
        let samples = try NarratorSamples(
            features: features, classes: [2, 2, 0], captions: [[["a"]], [], []],
            vocabulary: NarratorVocabulary(of: [["a"]]))
        #expect(samples.mean.floats == [4, 30])
        #expect(samples.prototypes(classes: 3)?.floats == [8, 60, 4, 30, 2, 15])
        let plain = try NarratorSamples(
            features: features, captions: [[["a"]], [], []], vocabulary: NarratorVocabulary(of: [["a"]]))
        #expect(plain.prototypes(classes: 3) == nil)
    }

    @Test(
        arguments: [
            ("captions of 1 inputs", .zeros([2, 3]), nil, [[["a"]]]),
            ("2 classes", .zeros([1, 3]), [0, 1], [[["a"]]]),
            ("not finite", .full([1, 3], .infinity), nil, [[["a"]]]), ("no sentences", .zeros([1, 3]), nil, [[[]]]),
            ("'Z.'", .zeros([1, 3]), nil, [[["Z"]]]),
        ] as [(String, Tensor, [Int]?, [[[String]]])])
    func `samples that do not fit together are refused`(
        reason: String, features: Tensor, classes: [Int]?, captions: [[[String]]]
    ) throws {
        let vocabulary = try NarratorVocabulary(words: ["s", "a", "."], end: ".")
        let error = refusal {
            _ = try NarratorSamples(features: features, classes: classes, captions: captions, vocabulary: vocabulary)
        }
        #expect(error?.code == .badData && error?.message.contains(reason) == true)
    }

    @Test func `features of another width, and another precision, are refused`() throws {
        let samples = try NarratorSamples(
            features: .zeros([1, 2]), captions: [[["a"]]], vocabulary: Tiny.vocabulary)
        let error = refusal {
            _ = try NarratorTask(Tiny.network(), training: samples, evaluation: samples, source: [:])
        }
        #expect(error?.code == .usage && error?.message.contains("2 wide, the network reads 3") == true)
        let longer = NarratorVocabulary(of: [["a", "b", "c", "d"]])
        let rich = try NarratorSamples(features: .zeros([1, 3]), captions: [[["d"]]], vocabulary: longer)
        let unknown = refusal { _ = try NarratorTask(Tiny.network(), training: rich, evaluation: rich, source: [:]) }
        #expect(unknown?.code == .usage && unknown?.message.contains("word number 6, the network writes 6") == true)
        let task = try goldenTask(Golden.load(), contrast: 0)
        let pass = TrainingPass(
            parameters: task.parameters, statistics: [:], precision: .bfloat16, generator: Generator(seed: 0))
        #expect(refusal { _ = try task.loss(of: task.batch(of: 0..<1), in: pass) }?.code == .usage)
    }

    @Test func `the published recipe is Adam with halving, 32 sentences a step`() {
        let settings = NarratorTask.publishedSettings(sentences: 6400)
        #expect(settings.batchSize == 32 && settings.learningRate == 5e-4 && settings.rule == .adam())
        #expect(
            settings.evaluationInterval == 200
                && settings.schedule == LearningRateSchedule(.halvingOnPlateau(patience: 1)))
        #expect(NarratorTask.publishedSettings(sentences: 1).evaluationInterval == 1)
    }
}
