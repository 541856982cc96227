import RationaleNarration
import RationaleTorch
import RationaleTraining

extension BenchRequest {
    /// The cases `narration-train` and `narration-write`: steps of learning to write sentences, and sentences of 15 words about
    /// `rows` inputs, by a network of the published sizes that reads `width` numbers; returns `nil` for other cases.
    ///
    /// Sentences have 10 to 20 words of 1500. The shape of a training's result is its steps, of writing inputs and words.
    func narration() throws -> (() throws -> [Int])? {
        guard ["narration-train", "narration-write"].contains(self.case) else { return nil }
        let (width, inputs, words) = (width ?? 9192, rows ?? 256, 1500)
        let vocabulary = try NarratorVocabulary(words: (0..<words).map { "w\($0)" }, end: "w1")
        let network = try NarratorNetwork(
            NarratorConfiguration(vocabulary: words, features: width), seed: 1)
        let features = Tensor.normal([inputs, width], using: Generator(seed: 2))
        guard self.case == "narration-train" else {
            // The end never comes, so that the same number of words is always written.
            let barred = network.parameters.merging([
                "output.bias": Tensor((0..<words).map { $0 == 1 ? -1000 : 0 } as [Float], shape: [words])
            ])
            let writer = network.with(barred)
            var decoding = Decoding(.greedy)
            decoding.maxLength = 15
            return {
                let written = try writer.sentences(for: features, decoding, vocabulary)
                return [inputs, written.reduce(0) { $0 + $1[0].words.count }]
            }
        }
        let captions = (0..<inputs).map { input in
            (0..<10).map { caption in
                (0..<9 + (input * 7 + caption * 3) % 11).map { "w\(2 + (input * 31 + caption * 17 + $0 * 101) % 1498)" }
            }
        }
        let samples = try NarratorSamples(features: features, captions: captions, vocabulary: vocabulary)
        let task = try NarratorTask(network, training: samples, evaluation: samples, source: [:])
        var settings = NarratorTask.publishedSettings(sentences: samples.sentences.count)
        settings.length = .steps(1_000_000)
        settings.batchSize = batch ?? 32
        return try stepping(task, settings, steps ?? 10)
    }
}
