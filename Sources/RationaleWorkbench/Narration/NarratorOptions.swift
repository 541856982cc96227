import RationaleNarration

/// What a person asks of `train narrator`.
public struct NarratorOptions: Sendable, Hashable {
    /// The classifier, by the options of `explain`; nothing else of them is used.
    public var explain = ExplainOptions()
    /// `aviary`, or a folder of pictures with sentences.
    public var data = ConceptOptions.aviary
    /// How many scenes of the aviary are learnt from; of files all.
    public var pictures = 6000
    /// One of `NarratorFeatures.Mode`.
    public var mode = NarratorFeatures.Mode.interpNET.rawValue
    /// The layers that are read; those of `NarratorFeatures.standardLayers(of:)` if empty.
    public var layers: [String] = []
    /// How many hidden layers a classifier on top of the layers has, as published; `nil` reads the classifier's own.
    public var hiddenLayers: Int?
    /// How often that classifier sees each sample.
    public var headEpochs = 100
    /// Whether activations are brought to mean 0 and deviation 1; not so as published.
    public var standardizes = true
    /// See `NarratorConfiguration`.
    public var embedding = 256
    public var hidden = 512
    public var dropout = 0.2
    /// How often a word must stand in the training sentences.
    public var leastCount = 1
    /// See `NarratorTask.contrast`.
    public var contrast = 0.0
    /// How it is learnt.
    public var training: TrainingOptions

    public init(output: String) {
        training = TrainingOptions(output: output, batchSize: 32, learningRate: 5e-4)
        training.optimizer = "adam"
        training.schedule = "plateau"
        training.weightDecay = 0
    }

    public static let standardEpochs = 100
}

extension NarratorOptions: NamedOptions {
    package var fields: [OptionField<Self>] { Self.own + TrainingOptions.fields.map { $0.lifted(to: \.training) } }

    private static let own: [OptionField<Self>] = [
        .value("data", \.data, isPath: true),
        .value("pictures", \.pictures),
        .value("mode", \.mode),
        .list("layer", \.layers),
        .value("hidden-layers", \.hiddenLayers),
        .value("head-epochs", \.headEpochs),
        .flag("standardize", \.standardizes),
        .value("embedding", \.embedding),
        .value("hidden", \.hidden),
        .value("dropout", \.dropout),
        .value("least-count", \.leastCount),
        .value("contrast", \.contrast),
    ]
}
