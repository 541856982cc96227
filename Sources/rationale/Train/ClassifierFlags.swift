import ArgumentParser
import RationaleCore
import RationaleWorkbench

/// What `train classifier` and `train consistent` share.
struct ClassifierFlags: ParsableArguments {
    @Option(
        help: "aviary, or a folder: train/CLASS and val/CLASS, the lists of CUB-200-2011, or pictures with annotations."
    )
    var data = "aviary"

    @Option(help: "The folder to write.")
    var output: String

    @Option(help: "The name of an architecture (`rationale model list`).")
    var architecture = "small_resnet"

    @Option(
        help:
            "A .safetensors or .pth file of weights to begin with. A head for other classes is drawn anew. Random weights by default."
    )
    var weights: String?

    @Option(help: "The global pool before the last layer: average or maximum. The architecture's own by default.")
    var pooling: String?

    @Flag(
        help:
            "Batch norms keep their running mean and variance, and nothing is dropped: for tuning a trained network on few pictures."
    )
    var freezeBatchNorms = false

    @Option(help: "The side of the network's input in pixels. The architecture's own by default.")
    var side: Int?

    @Option(help: "Train on so many new species instead of the 50 built-in ones.")
    var speciesCount: Int?

    @OptionGroup(title: "Training") var training: TrainingFlags
    @OptionGroup var existing: ExistingOptions
    @OptionGroup var printing: PrintingOptions

    /// Trains.
    ///
    /// - Parameter consistency: what is asked of explanations; `nil` for nothing.
    func run(_ consistency: ConsistencyOptions? = nil) throws {
        training.setThreads()
        var options = ClassifierOptions(output: output)
        options.data = data
        options.architecture = architecture
        options.weights = weights
        options.pooling = pooling
        options.freezesBatchNorms = freezeBatchNorms
        options.side = side
        options.speciesCount = speciesCount
        options.consistency = consistency
        training.fill(&options.training)
        let run = try ClassifierRun(
            options, command: CommandLine.arguments.named("rationale"), existing: existing.existing)
        if run.isFirst, !printing.quiet { run.notes.forEach { Terminal.note("note: \($0)") } }
        try TrainingRunning(printing, isFirst: run.isFirst).start("pictures") { isCancelled, observe in
            try run.run(isCancelled: isCancelled, observing: observe)
        }
    }
}
