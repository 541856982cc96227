import Foundation
public import RationaleCore
import RationaleData
public import RationaleTorch
public import RationaleTraining

/// Learning to write sentences about what a classifier computes: the weights of a ``NarratorNetwork``.
///
/// A sample is a sentence with the features of its input; every epoch passes all sentences, in an order drawn by the seed
/// and the epoch. The loss of a sentence is `−Σ_t log(p_t(y_t) + 1e−8) / length`, that of a batch its mean.
///
/// With ``contrast`` λ a sentence is also to fit its own input better than one of another class:
/// `λ · log(1 + exp(−Σ_t [log p_t(y_t | r) − log p_t(y_t | r′)]))` is added, r′ the features of an input of another class,
/// drawn for each sentence. The gradient stops at the features: the classifier does not change.
///
/// *Source:* Barratt (2017), arXiv:1710.09511, and its program. The added term is maximum mutual information with one
/// alternative; Hendricks et al. (2016), arXiv:1603.08507, reach the same aim by REINFORCE.
///
/// *Cost:* one pass a step; two with ``contrast``.
public struct NarratorTask: LearningTask {
    /// What learns, as it begins.
    public let network: NarratorNetwork
    public let training, evaluation: NarratorSamples
    /// λ, at least 0. Default: 0, as published.
    public var contrast = 0.0
    /// Of the classifier that is narrated, on the inputs that it is judged by; every evaluation repeats it, so that runs can be
    /// compared. `nil` leaves it out.
    public var classifierAccuracy: Double?
    public let objective = Objective("loss", .lower)
    private let source: [String: String]
    private let seed: UInt64
    private let order: EpochOrder

    /// How many sentences an evaluation passes at once.
    private static let evaluationBatch = 256
    /// Keeps the logarithm finite, as published.
    private static let smallest = 1e-8

    /// - Parameters:
    ///   - network: what learns, as it begins.
    ///   - training: what is learnt from.
    ///   - evaluation: what evaluations judge by, other inputs.
    ///   - source: what distinguishes these samples from others, in words.
    ///   - seed: of the order of sentences and of the alternatives.
    /// - Throws: `RationaleError.Code.usage` where features are of another width than the network reads, or sentences have words
    ///   that it does not write.
    public init(
        _ network: NarratorNetwork, training: NarratorSamples, evaluation: NarratorSamples, source: [String: String],
        seed: UInt64 = 0
    ) throws(RationaleError) {
        for (name, samples) in [("training", training), ("evaluation", evaluation)] {
            guard samples.features.shape[1] == network.configuration.features else {
                throw RationaleError(
                    .usage,
                    "narrator: the \(name) features are \(samples.features.shape[1]) wide, the network reads "
                        + "\(network.configuration.features)")
            }
            let words = 0..<network.configuration.vocabulary
            if let word = samples.sentences.lazy.flatMap(\.words).first(where: { !words.contains($0) }) {
                throw RationaleError(
                    .usage,
                    "narrator: the \(name) sentences have word number \(word), the network writes \(words.count)")
            }
        }
        self.network = network
        self.training = training
        self.evaluation = evaluation
        self.source = source
        self.seed = seed
        order = EpochOrder(count: training.sentences.count, seed: seed)
    }

    public var identity: [String: String] {
        let sizes = network.configuration
        return source.merging([
            "task": "narrator", "vocabulary": "\(sizes.vocabulary)", "features": "\(sizes.features)",
            "embedding": "\(sizes.embedding)", "hidden": "\(sizes.hidden)", "dropout": "\(sizes.dropout)",
            "sampleSeed": "\(seed)", "contrast": "\(contrast)",
            "sentences": "\(training.sentences.count)", "evaluationCount": "\(evaluation.sentences.count)",
        ]) { $1 }
    }

    public var parameters: NamedTensors { network.parameters }
    public var epochLength: Int? { training.sentences.count }

    /// The network with weights of a training of this task.
    public func network(_ weights: TrainingResult.Weights) -> NarratorNetwork { network.with(weights.parameters) }

    /// Sentences with the features of their inputs.
    public struct Batch: Sendable {
        let sentences: PaddedSentences
        /// `[sentence, width]`.
        let features: Tensor
        /// The features of inputs of other classes; `nil` where they are not compared.
        let others: Tensor?
    }

    public func batch(of samples: Range<Int>) throws -> Batch {
        let chosen = samples.map { training.sentences[order[$0]] }
        let others =
            contrast > 0 ? zip(samples, chosen).map { alternative(to: $1.input, forSample: $0) } : nil
        return Batch(
            sentences: PaddedSentences(chosen.map(\.words)),
            features: training.features.indices(0, chosen.map(\.input)),
            others: others.map { training.features.indices(0, $0) })
    }

    /// An input of another class; where classes are not known, any other input. The input itself where there is no other.
    private func alternative(to input: Int, forSample number: Int) -> Int {
        var random = SplitMix64(seed: seed, for: "alternative \(number)")
        let count = training.features.shape[0]
        func isAlternative(_ other: Int) -> Bool {
            training.classes.map { $0[other] != $0[input] } ?? (other != input)
        }
        for _ in 0..<100 {
            let other = random.index(below: count)
            if isAlternative(other) { return other }
        }
        // Nearly all inputs are of this class.
        let others = (0..<count).filter(isAlternative)
        return others.isEmpty ? input : others[random.index(below: others.count)]
    }

    public func loss(of batch: Batch, in pass: TrainingPass) throws -> Loss {
        guard pass.precision == .float32 else {
            throw RationaleError(.usage, "a narrator learns in float32 only")
        }
        let network = network.with(pass.parameters)
        let device = network.device
        let sentences = batch.sentences.moved(to: device)
        let own = network.wordLogits(of: sentences, features: batch.features.moved(to: device), dropout: pass.generator)
        var loss = Loss(cost(own, sentences).mean())
        if let others = batch.others {
            let other = network.wordLogits(
                of: sentences, features: others.moved(to: device), dropout: pass.generator)
            let difference = sentences.sums(chosen(own, sentences) - chosen(other, sentences))
            let added = (difference * -1).softplus.mean()
            loss.metrics = ["contrast": added]
            loss.value = loss.value + added * contrast
        }
        return loss
    }

    /// The log-probability of each word.
    private func chosen(_ logits: Tensor, _ sentences: PaddedSentences) -> Tensor {
        logits.logSoftmax(1).gathered(1, at: sentences.targets.unsqueezed(1)).squeezed(1)
    }

    /// The published cost of each sentence: `[sentence]`.
    private func cost(_ logits: Tensor, _ sentences: PaddedSentences) -> Tensor {
        let surprise = (chosen(logits, sentences).exponential + Self.smallest).logarithm * -1
        return sentences.sums(surprise) / sentences.lengthTensor
    }

    public func evaluate(parameters: NamedTensors, statistics: NamedTensors, share: EvaluationShare) throws -> Means {
        let network = network.with(parameters)
        let own = share.range(of: evaluation.sentences.count)
        // Sentences of similar length go together, so that little is padded.
        let ordered = evaluation.sentences[own].sorted { $0.words.count < $1.words.count }
        var means = Means()
        for start in stride(from: 0, to: ordered.count, by: Self.evaluationBatch) {
            let part = Array(ordered[start..<min(start + Self.evaluationBatch, ordered.count)])
            let sentences = PaddedSentences(part.map(\.words), device: network.device)
            let features = evaluation.features.indices(0, part.map(\.input)).moved(to: network.device)
            let logits = network.wordLogits(of: sentences, features: features)
            means.add("loss", sum: cost(logits, sentences).sum().item, weight: Double(part.count))
            means.add(
                "perplexity, log", sum: chosen(logits, sentences).sum().item * -1,
                weight: Double(sentences.lengths.reduce(0, +)))
        }
        if let classifierAccuracy {
            means.add("classifier accuracy", mean: classifierAccuracy, weight: Double(ordered.count))
        }
        return means
    }
}

extension NarratorTask {
    /// The published recipe: Adam, learning rate 5e−4, halved whenever an epoch brings no better loss, 32 sentences a step,
    /// 100 epochs.
    ///
    /// - Parameter sentences: how many there are in an epoch, at least 1.
    public static func publishedSettings(sentences: Int) -> TrainingSettings {
        var settings = TrainingSettings(.epochs(100))
        settings.rule = .adam()
        settings.learningRate = 5e-4
        settings.batchSize = 32
        settings.evaluationInterval = max(1, sentences / settings.batchSize)
        settings.schedule = LearningRateSchedule(.halvingOnPlateau(patience: 1))
        return settings
    }
}
