import ArgumentParser
import RationaleCore
import RationaleWorkbench

/// `rationale train concepts`: a network that reasons with concepts as a classifier does.
struct TrainConceptsCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "concepts",
        abstract: "Trains a graph network to say what a classifier says, from the concepts in pictures.",
        discussion: """
            Begins with what `rationale concepts discover` found. In every picture the region nearest to each concept is looked \
            for; one shared network reads the concepts and their places and learns the classifier's scores (VRX, Ge et al. \
            2021). Beside each picture it learns edited ones, in which one concept was removed, replaced or moved, so that \
            contributions say what the classifier does when a concept changes; --edits 0 is the published recipe, with \
            --readout all --normalization graph --messages neighbors --edge-content positions --objective normalized --nodes feature.

            Writes log.jsonl, checkpoints and at the end concepts.safetensors, which `rationale why` and `whynot` take with \
            --concepts.
            """)

    @OptionGroup(title: "Model") var model: ModelOptions

    @Option(help: "What `rationale concepts discover` wrote: concepts.safetensors.")
    var concepts: String?

    @Option(help: "aviary, or a folder with one folder of pictures for each class (default: aviary).")
    var data: String?

    @Option(
        name: .customLong("label"),
        help: "A class of the data by the network's label for it: --label ants=ant. May be repeated.")
    var labels: [String] = []

    @Option(help: "Scenes of the aviary to learn from (default: 2000); of files all that are not set aside.")
    var pictures: Int?

    @Option(help: "Edited versions of each picture to learn from (default: 1; published: 0).")
    var edits: Int?

    @Option(help: "Graphs that the score of a class reads: own, or all as published (default: own).")
    var readout: String?

    @Option(help: "Over what norms are taken: batch, graph as published, or none (default: batch).")
    var normalization: String?

    @Option(help: "What a node hears of the others: none, or neighbors as published (default: none).")
    var messages: String?

    @Option(
        help:
            "What an edge holds: the arrangement of its ends, their relations, or their positions as published (default: arrangement)."
    )
    var edgeContent: String?

    @Option(help: "How scores are compared: scores, or normalized as published (default: scores).")
    var objective: String?

    @Option(
        help:
            "What a node says of its region: difference from the concept, placed (also from its usual place and size), or feature as published (default: placed)."
    )
    var nodes: String?

    @OptionGroup(title: "Training") var training: TrainingFlags
    @OptionGroup var existing: ExistingOptions
    @OptionGroup var printing: PrintingOptions

    func run() throws {
        var progress = Progress(isQuiet: printing.quiet)
        let run = try ConceptTrainingRun(
            options(), command: CommandLine.arguments.named("rationale"), existing: existing.existing
        ) {
            if Interruption.happened { throw ExitCode(Interruption.status) }
            progress.show(done: $0, total: $1, doing: "pictures")
        }
        progress.clear()
        if run.isFirst, !printing.quiet { run.notes.forEach { Terminal.note("note: \($0)") } }
        try TrainingRunning(printing, isFirst: run.isFirst).start("pictures") { isCancelled, observe in
            try run.run(isCancelled: isCancelled, observing: observe)
        }
    }

    private func options() throws -> ConceptTrainingOptions {
        var options = ConceptTrainingOptions(output: "")
        if let config = training.config { try options.read(config) }
        options.explain = ExplainOptions(model)
        options.explain.device = training.device
        options.concepts = concepts ?? options.concepts
        options.data = data ?? options.data
        options.labels = labels
        options.pictures = pictures ?? options.pictures
        options.edits = edits ?? options.edits
        options.readout = readout ?? options.readout
        options.normalization = normalization ?? options.normalization
        options.messages = messages ?? options.messages
        options.edgeContent = edgeContent ?? options.edgeContent
        options.objective = objective ?? options.objective
        options.nodes = nodes ?? options.nodes
        try training.fill(&options.training)
        guard !options.concepts.isEmpty else {
            throw RationaleError(
                .usage, "--concepts is missing: the concepts to reason with",
                hint: "`rationale concepts discover` makes them.")
        }
        return options
    }
}
