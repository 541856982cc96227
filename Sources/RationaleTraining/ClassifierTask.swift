import Foundation
public import RationaleCore
public import RationaleImaging
public import RationaleNetworks
public import RationaleTorch
import Synchronization

/// A picture and what it may be.
public struct LabeledImage: Sendable {
    /// Of the size of the network's input.
    public var image: Image
    /// Indices of classes; see ``LabelSet``.
    public var classes: [Int]
    /// Of several classes the one that the picture is of, where that is known: an explanation is about it.
    public var focus: Int?

    public init(_ image: Image, _ classes: [Int], focus: Int? = nil) {
        self.image = image
        self.classes = classes
        self.focus = focus
    }
}

/// Learning to name pictures.
public struct ClassifierTask: LearningTask {
    public let classifier: Classifier
    public let labels: LabelSet
    public var epochLength: Int?
    public let objective = Objective("accuracy", .higher)
    public var augmentation: Augmentation
    /// See ``LabelSet/loss(_:_:scoring:smoothing:)``.
    public var labelSmoothing = 0.0
    /// How the network is run while it learns. In evaluation mode batch norms keep their statistics and nothing is dropped,
    /// as usual where few pictures tune a trained network. Default: training.
    public var mode = TrainableNetwork.Mode.training
    /// What learns, for passes in training and evaluation mode.
    public let network: TrainableNetwork
    private let source: [String: String]
    /// Of the augmentation.
    public let seed: UInt64
    private let sample: @Sendable (Int) throws -> LabeledImage
    private let evaluation: EvaluationSet

    /// - Parameters:
    ///   - classifier: what learns, as it begins; its input is `[3, height, width]`.
    ///   - labels: what its scores are about.
    ///   - source: what distinguishes these samples from others, in words: where they come from, their seeds.
    ///   - seed: of the augmentation.
    ///   - augmentation: what is changed in training pictures.
    ///   - evaluationCount: how many pictures an evaluation is about. They are drawn once and kept, three bytes a pixel.
    ///   - evaluationSample: gives them, 0 up to that number. Called on other threads.
    ///   - trainingSample: gives training sample number `i`, a pure function of `i`. Called on other threads.
    /// - Throws: `RationaleError.Code.usage` for a network that cannot be trained, or is not made for pictures.
    public init(
        _ classifier: Classifier, labels: LabelSet, source: [String: String], seed: UInt64 = 0,
        augmentation: Augmentation = Augmentation(), evaluationCount: Int,
        evaluationSample: @escaping @Sendable (Int) throws -> LabeledImage,
        trainingSample: @escaping @Sendable (Int) throws -> LabeledImage
    ) throws(RationaleError) {
        guard classifier.input.isPhoto, classifier.input.shape[0] == 3 else {
            throw RationaleError(
                .usage, "\(classifier.name) takes \(classifier.input.shape), expected [3, height, width]")
        }
        guard evaluationCount > 0 else { throw RationaleError(.usage, "an evaluation needs at least one picture") }
        self.classifier = classifier
        self.labels = labels
        self.seed = seed
        self.augmentation = augmentation
        network = try TrainableNetwork(classifier.network)
        self.source = source
        sample = trainingSample
        evaluation = EvaluationSet(count: evaluationCount, sample: evaluationSample)
    }

    public var identity: [String: String] {
        let augmentation = (try? TrainingJSON.encoder.encode(augmentation)).map { String(decoding: $0, as: UTF8.self) }
        return source.merging([
            "network": classifier.name, "classes": labels.names.joined(separator: ","), "labels": labels.kind.rawValue,
            "augmentation": augmentation ?? "", "augmentationSeed": "\(seed)", "labelSmoothing": "\(labelSmoothing)",
            "mode": "\(mode)",
            "evaluationCount": "\(evaluation.count)", "epochLength": epochLength.map { "\($0)" } ?? "endless",
        ]) { $1 }
    }

    public var parameters: NamedTensors { network.parameters }
    public var statistics: NamedTensors { network.statistics }

    /// Pictures as bytes, and what they may be.
    public struct Batch: Sendable {
        /// `[batch, height, width, 3]`, 0 to 255.
        public let pixels: Tensor
        /// `[batch, class]`, as ``LabelSet/target(of:)`` makes them.
        public let targets: Tensor
        /// What was done to each picture, for maps that are to follow it; empty for pictures as they are.
        public let changes: [Augmentation.Drawn]

        public init(pixels: Tensor, targets: Tensor, changes: [Augmentation.Drawn] = []) {
            self.pixels = pixels
            self.targets = targets
            self.changes = changes
        }
    }

    /// A training sample, and what was done to it.
    public struct ChangedSample: Sendable {
        /// With the picture as it is learnt from.
        public let sample: LabeledImage
        /// The picture as it was.
        public let unchanged: Image
        public let change: Augmentation.Drawn
    }

    /// Training sample number `i`, changed by the augmentation.
    public func changedSample(_ number: Int) throws -> ChangedSample {
        var sample = try sample(number)
        let unchanged = sample.image
        try requireSize(of: unchanged)
        let change = augmentation.drawn(
            forSample: number, seed: seed, height: unchanged.height, width: unchanged.width)
        sample.image = change(unchanged)
        return ChangedSample(sample: sample, unchanged: unchanged, change: change)
    }

    public func batch(of samples: Range<Int>) throws -> Batch { try batch(samples.map(changedSample)) }

    /// The batch of these samples.
    public func batch(_ samples: [ChangedSample]) throws -> Batch {
        try batch(samples.map(\.sample), samples.map(\.change))
    }

    /// - Throws: `RationaleError.Code.badData` for a picture of another size than the network's input.
    public func requireSize(of image: Image) throws(RationaleError) {
        let (height, width) = (classifier.input.shape[1], classifier.input.shape[2])
        guard image.height == height, image.width == width else {
            throw RationaleError(
                .badData, "a picture is \(image.width)×\(image.height), expected \(width)×\(height)")
        }
    }

    private func batch(_ samples: [LabeledImage], _ changes: [Augmentation.Drawn] = []) throws -> Batch {
        let (height, width) = (classifier.input.shape[1], classifier.input.shape[2])
        var pixels: [UInt8] = []
        pixels.reserveCapacity(samples.count * height * width * 3)
        var targets: [Float] = []
        for sample in samples {
            try requireSize(of: sample.image)
            pixels += sample.image.pixels
            targets += try labels.target(of: sample.classes)
        }
        return Batch(
            pixels: Tensor(pixels, shape: [samples.count, height, width, 3]),
            targets: Tensor(targets, shape: [samples.count, labels.names.count]), changes: changes)
    }

    public func loss(of batch: Batch, in pass: TrainingPass) throws -> Loss {
        let result = try run(batch.pixels, pass)
        let targets = batch.targets.moved(to: classifier.device)
        return Loss(
            loss(result.logits, targets), statistics: result.statistics,
            metrics: ["accuracy": labels.accuracy(result.logits, targets)])
    }

    /// One pass of the network while it learns.
    ///
    /// - Parameters:
    ///   - pixels: `[batch, height, width, 3]`, 0 to 255; any size that the network takes.
    ///   - pass: the step's weights, precision and generator.
    ///   - statistics: those of an earlier pass of the step; `nil` for the step's.
    ///   - layers: whose activations are returned.
    /// - Complexity: one forward pass.
    public func run(
        _ pixels: Tensor, _ pass: TrainingPass, after statistics: NamedTensors? = nil, observing layers: [String] = []
    ) throws(RationaleError) -> TrainableNetwork.Pass {
        try network(
            input(pixels: pixels), pass.parameters, statistics ?? pass.statistics, observing: layers, mode: mode,
            using: pass.generator, precision: pass.precision.dtype)
    }

    /// What scores cost, as a mean over the batch.
    ///
    /// - Parameters:
    ///   - logits: `[batch, class]`.
    ///   - targets: `[batch, class]`, on their device.
    public func loss(_ logits: Tensor, _ targets: Tensor) -> Tensor {
        labels.loss(logits, targets, scoring: classifier.scoring, smoothing: labelSmoothing)
    }

    public func evaluate(
        parameters: NamedTensors, statistics: NamedTensors, share: EvaluationShare
    ) throws -> ClassificationMetrics {
        let evaluated = try classifier.with(network.network(parameters, statistics)).prepared()
        var metrics = ClassificationMetrics(labels)
        for batch in try evaluation.batches(share, { try self.batch($0) }) {
            let scores = try evaluated.scores(of: input(batch))
            metrics.add(scores, batch.targets.moved(to: classifier.device), scoring: classifier.scoring)
        }
        return metrics
    }

    /// The network's input, normalised as its preprocessing says, channels innermost: `[batch, 3, height, width]`.
    public func input(_ batch: Batch) -> Tensor { input(pixels: batch.pixels) }

    /// The same of pictures of any size.
    ///
    /// - Parameter pixels: `[batch, height, width, 3]`, 0 to 255.
    public func input(pixels: Tensor) -> Tensor {
        let preprocessing = classifier.preprocessing
        let device = classifier.device
        let scale = preprocessing.standardDeviation.map { Float(1 / (255 * $0)) }
        let shift = zip(preprocessing.mean, preprocessing.standardDeviation).map { Float(-$0 / $1) }
        let levels = pixels.moved(to: device).converted(to: .float32)
        let normalized =
            levels * Tensor(scale, shape: [3]).moved(to: device) + Tensor(shift, shape: [3]).moved(to: device)
        return normalized.permuted([0, 3, 1, 2])
    }
}

/// The pictures of evaluations, drawn when they are first asked for.
private final class EvaluationSet: Sendable {
    let count: Int
    private let sample: @Sendable (Int) throws -> LabeledImage
    private let drawn = Mutex<[EvaluationShare: [ClassifierTask.Batch]]>([:])
    private static let batchSize = 64

    init(count: Int, sample: @escaping @Sendable (Int) throws -> LabeledImage) {
        self.count = count
        self.sample = sample
    }

    func batches(
        _ share: EvaluationShare, _ make: ([LabeledImage]) throws -> ClassifierTask.Batch
    ) throws -> [ClassifierTask.Batch] {
        if let known = drawn.withLock({ $0[share] }) { return known }
        let samples = share.range(of: count)
        let made = try stride(from: samples.lowerBound, to: samples.upperBound, by: Self.batchSize).map { start in
            try make((start..<min(start + Self.batchSize, samples.upperBound)).map { try sample($0) })
        }
        drawn.withLock { $0[share] = made }
        return made
    }
}
