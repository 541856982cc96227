import ArgumentParser
import RationaleCore
import RationaleWorkbench

/// `rationale train narrator`: a network that says in words what a classifier computes.
struct TrainNarratorCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "narrator",
        abstract: "Trains a language network to say in words what a classifier sees (InterpNET).",
        discussion: """
            The network reads the classifier's activations r(x), the means of chosen layers and the probabilities, and learns \
            to write the sentences that people wrote about the same pictures (InterpNET, Barratt 2017). The classifier does not \
            change. --mode output reads the probabilities alone (InterpNET 0), --mode captioning the layers alone. Sizes, \
            dropout and learning rate are the published ones by default; activations are brought to one scale, which \
            --no-standardize leaves out as published.

            Data: aviary, a folder with pictures and captions in the layout of CUB-200-2011, or the published folder of features \
            (bird_data_dict.pkl), on which a classifier of --hidden-layers, by default 1, is trained first. `rationale train runs` \
            shows several runs beside each other.

            Writes log.jsonl, checkpoints and at the end narrator.safetensors, which `rationale describe` takes with --narrator.
            """)

    @OptionGroup(title: "Model") var model: ModelOptions

    @Option(help: "aviary, or a folder of pictures, or of their features, with captions (default: aviary).")
    var data: String?

    @Option(help: "Scenes of the aviary to learn from (default: 6000); of files all that are not set aside.")
    var pictures: Int?

    @Option(help: "What is read: interpnet (layers and probabilities), output, or captioning (default: interpnet).")
    var mode: String?

    @Option(
        name: .customLong("layer"),
        help:
            "The layers that are read, with commas between them (default: the last one of each resolution, four at most)."
    )
    var layers: [String] = []

    @Option(
        help:
            "Train a classifier of 0 to 3 hidden layers on the layers, and read that one, as published (default: none)."
    )
    var hiddenLayers: Int?

    @Option(help: "How often that classifier sees each picture (default: 100, as published).")
    var headEpochs: Int?

    @Flag(
        inversion: .prefixedNo, help: "Bring activations to mean 0 and deviation 1; not so as published (default: on).")
    var standardize: Bool?

    @Option(help: "Numbers of a word's vector (default: 256, as published).")
    var embedding: Int?

    @Option(help: "Numbers of a recurrent state (default: 512, as published).")
    var hidden: Int?

    @Option(help: "How likely an output of a recurrent layer is dropped (default: 0.2, as published).")
    var dropout: Double?

    @Option(help: "How often a word must stand in the training sentences to be learnt (default: 1, as published).")
    var leastCount: Int?

    @Option(
        help:
            "How much it counts that a sentence fits its own input better than one of another class (default: 0, as published)."
    )
    var contrast: Double?

    @OptionGroup(title: "Training") var training: TrainingFlags
    @OptionGroup var existing: ExistingOptions
    @OptionGroup var printing: PrintingOptions

    func run() throws {
        var progress = Progress(isQuiet: printing.quiet)
        let run = try NarratorRun(
            options(), command: CommandLine.arguments.named("rationale"), existing: existing.existing
        ) {
            if Interruption.happened { throw ExitCode(Interruption.status) }
            progress.show(done: $0, total: $1, doing: "pictures")
        }
        progress.clear()
        if run.isFirst, !printing.quiet { run.notes.forEach { Terminal.note("note: \($0)") } }
        try TrainingRunning(printing, isFirst: run.isFirst).start("sentences") { isCancelled, observe in
            try run.run(isCancelled: isCancelled, observing: observe)
        }
    }

    private func options() throws -> NarratorOptions {
        var options = NarratorOptions(output: "")
        if let config = training.config { try options.read(config) }
        options.explain = ExplainOptions(model)
        options.explain.device = training.device
        options.data = data ?? options.data
        options.pictures = pictures ?? options.pictures
        options.mode = mode ?? options.mode
        options.layers = layers.isEmpty ? options.layers : layers.separatedByCommas
        options.hiddenLayers = hiddenLayers ?? options.hiddenLayers
        options.headEpochs = headEpochs ?? options.headEpochs
        options.standardizes = standardize ?? options.standardizes
        options.embedding = embedding ?? options.embedding
        options.hidden = hidden ?? options.hidden
        options.dropout = dropout ?? options.dropout
        options.leastCount = leastCount ?? options.leastCount
        options.contrast = contrast ?? options.contrast
        try training.fill(&options.training)
        return options
    }
}
