import Foundation
import RationaleAviary
public import RationaleCore
import RationaleData
import RationaleNetworks
import RationaleText
import RationaleTorch
public import RationaleTraining

/// A run of `train text`: a recurrent network learns to name what texts are, and is written as a model with its vocabulary.
public struct TextRun: Sendable {
    public let options: TextOptions
    /// What a person should know before it begins.
    public let notes: [String]
    private let samples: TextSamples
    private let architecture: DeepLSTM
    private let classifier: Classifier
    private let run: LearningRun

    /// Whether this process is the one that writes, of those that a launcher started together.
    public var isFirst: Bool { run.workers.rank == 0 }

    /// Checks a request and reads the texts.
    ///
    /// - Parameters:
    ///   - options: what is asked.
    ///   - command: the command as it was typed, for the model's metadata.
    ///   - existing: what to do with a folder that is there.
    /// - Throws: `RationaleError`: `usage` for what makes no sense, `missingInput` for texts or vectors that are not there
    ///   or nothing to resume, `badData` for files of another form, `unavailable` for a device.
    public init(_ options: TextOptions, command: [String], existing: ExistingOutput = .refuse) throws {
        self.options = options
        try options.check()
        let seed = options.training.seed
        let samples =
            options.data == TextOptions.descriptions
            ? TextSamples(.standard, seed: seed, options: options)
            : TextSamples(try LabeledTexts(options.data), seed: seed, options: options)
        let vectors = try options.vectors.map { path throws(RationaleError) in
            try WordVectors(path, for: samples.vocabulary)
        }
        if let vectors, let width = options.embedding, width != vectors.width {
            throw RationaleError(
                .usage,
                "--embedding \(width) does not fit \(options.vectors ?? ""), whose vectors have \(vectors.width) numbers",
                hint: "Leave --embedding out.")
        }
        run = try LearningRun(
            options.training, epochLength: samples.epochLength, standardSteps: TextOptions.standardSteps,
            standardEpochs: TextOptions.standardEpochs, gradientLimit: 1, command: command, existing: existing)
        architecture = DeepLSTM(
            vocabulary: samples.vocabulary.count, embedding: vectors?.width ?? options.embedding ?? 100,
            hidden: options.hidden, layers: options.layers,
            // As published: two classes are one logit.
            logits: samples.names.count == 2 ? 1 : samples.names.count, dropout: options.dropout)
        var classifier = Classifier(architecture, seed: seed)
        if let vectors { classifier.begin(with: vectors) }
        classifier.labels = samples.names
        self.classifier = classifier.moved(to: run.device)
        self.samples = samples
        var notes = samples.notes + (vectors?.notes ?? [])
        if let vectors {
            notes.append("\(vectors.vectors.count) of the \(samples.vocabulary.count) words begin with their vector")
        }
        self.notes = notes
    }

    /// Trains, and writes the model; together with the other processes where a launcher such as torchrun started several.
    ///
    /// - Parameters:
    ///   - isCancelled: asked before each step; a checkpoint is written then.
    ///   - observe: called after each step.
    /// - Throws: what the training loop throws; `interrupted` where that was asked for.
    public func run(
        isCancelled: @escaping @Sendable () -> Bool = { false }, observing observe: (TrainingProgress) throws -> Void
    ) throws -> ClassifierResult {
        var source = samples.source
        source["vectors"] = options.vectors
        source["dropout"] = "\(options.dropout)"
        var task = try TextClassifierTask(
            classifier, labels: LabelSet(samples.names), source: source, evaluation: samples.evaluation,
            trainingSample: samples.trainingSample)
        task.epochLength = samples.epochLength
        let found = try run.learn(task, isCancelled: isCancelled, observing: observe)
        return try run.finish(found, of: classifier, evaluationCount: samples.evaluation.count) { _ in
            var own = OwnModel(
                architecture: architecture.name, classes: samples.names.count, labels: samples.names,
                preprocessing: nil)
            own.vocabulary = samples.vocabulary.words
            own.words = samples.vocabulary.splitting
            own.text = OwnModel.Text(architecture)
            return own
        }
    }
}

extension TextOptions {
    /// - Throws: `RationaleError.Code.usage` for sizes that make no sense.
    fileprivate func check() throws(RationaleError) {
        let sizes = [
            ("--vocabulary", vocabulary, 1...1_000_000), ("--embedding", embedding ?? 100, 1...4096),
            ("--hidden", hidden, 1...4096), ("--layers", layers, 1...16), ("--longest", longest, 1...100_000),
        ]
        for (flag, size, range) in sizes where !range.contains(size) {
            throw RationaleError(.usage, "\(flag) \(size): expected \(range.lowerBound) to \(range.upperBound)")
        }
        guard dropout >= 0, dropout < 1 else {
            throw RationaleError(.usage, "--dropout \(dropout): expected 0 or more, and less than 1")
        }
    }
}

extension Classifier {
    /// Puts vectors in place of those that were drawn.
    fileprivate mutating func begin(with vectors: WordVectors) {
        guard let table = network.graph.parameters.first(where: { $0.name == "embedding.weight" }),
            let drawn = network.weights[table.id]
        else { return }
        let width = drawn.shape[1]
        var rows = drawn.floats
        for (token, vector) in vectors.vectors {
            rows.replaceSubrange(token * width..<(token + 1) * width, with: vector)
        }
        network.weights[table.id] = Tensor(rows, shape: drawn.shape)
    }
}
