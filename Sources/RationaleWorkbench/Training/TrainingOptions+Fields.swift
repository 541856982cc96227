extension TrainingOptions {
    /// Every option, in the order in which help shows them.
    static let fields: [OptionField<Self>] = [
        .value("output", \.output, isPath: true),
        .value("steps", \.steps),
        .value("epochs", \.epochs),
        .value("batch-size", \.batchSize),
        .value("accumulation", \.accumulation),
        .value("learning-rate", \.learningRate),
        .value("optimizer", \.optimizer),
        .value("schedule", \.schedule),
        .value("weight-decay", \.weightDecay),
        .value("precision", \.precision),
        .value("seed", \.seed),
        .value("evaluation-interval", \.evaluationInterval),
        .value("evaluation-count", \.evaluationCount),
        .value("patience", \.patience),
        .value("checkpoint-interval", \.checkpointInterval),
        .value("device", \.device),
        .value("threads", \.threads),
    ]
}

extension ClassifierOptions: NamedOptions {
    /// Those of `train consistent` where explanations are asked for, else those of `train classifier`.
    package var fields: [OptionField<Self>] {
        let shared = Self.own + TrainingOptions.fields.map { $0.lifted(to: \.training) }
        return consistency == nil ? shared : shared + ConsistencyOptions.fields.map { $0.lifted(to: \.asked) }
    }

    /// ``consistency`` where it is known to be there.
    private var asked: ConsistencyOptions {
        get { consistency ?? ConsistencyOptions() }
        set { consistency = newValue }
    }

    private static let own: [OptionField<Self>] = [
        .value("data", \.data, isPath: true),
        .value("architecture", \.architecture),
        .value("weights", \.weights, isPath: true),
        .value("pooling", \.pooling),
        .flag("freeze-batch-norms", \.freezesBatchNorms),
        .flag("mirror", \.mirrors),
        .value("side", \.side),
        .value("species-count", \.speciesCount),
    ]
}

extension ConsistencyOptions {
    /// What `train consistent` has besides.
    fileprivate static let fields: [OptionField<Self>] = [
        .value("objective", \.objective),
        .value("lambda", \.lambda),
        .value("temperature", \.temperature),
        .value("layer", \.layer),
        .value("level", \.level),
        .flag("detach-target", \.detachesTarget),
        .flag("distinct-classes", \.distinctClasses),
    ]
}

extension TextOptions: NamedOptions {
    package var fields: [OptionField<Self>] { Self.own + TrainingOptions.fields.map { $0.lifted(to: \.training) } }

    private static let own: [OptionField<Self>] = [
        .value("data", \.data, isPath: true),
        .value("vocabulary", \.vocabulary),
        .value("vectors", \.vectors, isPath: true),
        .value("embedding", \.embedding),
        .value("hidden", \.hidden),
        .value("layers", \.layers),
        .value("dropout", \.dropout),
        .value("longest", \.longest),
    ]
}
