import ArgumentParser
import RationaleCore
import RationaleWorkbench

/// What `train classifier` and `train consistent` share.
struct ClassifierFlags: ParsableArguments {
    @Option(
        help:
            "aviary, or a folder: train/CLASS and val/CLASS, the lists of CUB-200-2011, or pictures with annotations (default: aviary)."
    )
    var data: String?

    @Option(help: "The name of an architecture, as of `rationale model list` (default: small_resnet).")
    var architecture: String?

    @Option(
        help:
            "A .safetensors or .pth file of weights to begin with. A head for other classes is drawn anew. Random weights by default."
    )
    var weights: String?

    @Option(help: "The global pool before the last layer: average or maximum. The architecture's own by default.")
    var pooling: String?

    @Flag(
        inversion: .prefixedNo,
        help:
            "Batch norms keep their running mean and variance, and nothing is dropped: for tuning a trained network on few pictures."
    )
    var freezeBatchNorms: Bool?

    @Flag(
        inversion: .prefixedNo,
        help: "Mirror half of a folder's pictures (default); not where left and right tell classes apart.")
    var mirror: Bool?

    @Option(help: "The side of the network's input in pixels. The architecture's own by default.")
    var side: Int?

    @Option(help: "Train on so many new species instead of the 50 built-in ones.")
    var speciesCount: Int?

    @OptionGroup(title: "Training") var training: TrainingFlags
    @OptionGroup var existing: ExistingOptions
    @OptionGroup var printing: PrintingOptions

    /// Trains.
    ///
    /// - Parameter flags: puts in what flags ask of explanations; `nil` where nothing is asked of them.
    func run(_ flags: ((inout ConsistencyOptions) -> Void)? = nil) throws {
        var options = ClassifierOptions(output: "")
        if flags != nil { options.consistency = ConsistencyOptions() }
        if let config = training.config { try options.read(config) }
        options.data = data ?? options.data
        options.architecture = architecture ?? options.architecture
        options.weights = weights ?? options.weights
        options.pooling = pooling ?? options.pooling
        options.freezesBatchNorms = freezeBatchNorms ?? options.freezesBatchNorms
        options.mirrors = mirror ?? options.mirrors
        options.side = side ?? options.side
        options.speciesCount = speciesCount ?? options.speciesCount
        if var consistency = options.consistency {
            flags?(&consistency)
            options.consistency = consistency
        }
        try training.fill(&options.training)
        let run = try ClassifierRun(
            options, command: CommandLine.arguments.named("rationale"), existing: existing.existing)
        if run.isFirst, !printing.quiet { run.notes.forEach { Terminal.note("note: \($0)") } }
        try TrainingRunning(printing, isFirst: run.isFirst).start("pictures") { isCancelled, observe in
            try run.run(isCancelled: isCancelled, observing: observe)
        }
    }
}
