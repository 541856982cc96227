import ArgumentParser
import RationaleCore
import RationaleWorkbench

/// `rationale train text`: a network that learns to name what texts are.
struct TrainTextCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "text",
        abstract: "Trains a recurrent network to name what texts are: descriptions of birds, or your own texts.",
        discussion: """
            Writes log.jsonl, checkpoints (last.safetensors, best.safetensors) and at the end model.safetensors with its \
            vocabulary, which --model takes as it is. A run that was stopped or killed goes on with --resume.

            --data aviary writes descriptions of birds of ten species as it goes; which words tell the species is known, so \
            `rationale evaluate text` can judge explanations. Files: a folder with train.tsv and dev.tsv (in each line a \
            text, a tabulator and its class), a folder with train/CLASS/NAME.txt and test/CLASS/NAME.txt (aclImdb), a .tsv \
            file, or a .csv file with the columns label and text. Of a single file, a tenth of each class is held out to judge by, \
            the same texts in every training and evaluation.

            The defaults are the published network, DeepLSTM: four layers of 256 and 25,000 words. On a laptop, \
            --embedding 32 --hidden 64 --layers 1 learns the descriptions in a minute.
            """)

    @Option(help: "aviary, or a file or folder of texts (default: aviary).")
    var data: String?

    @Option(help: "How many words to know, the commonest of the texts (default: 25000).")
    var vocabulary: Int?

    @Option(help: "Word vectors to begin with, in GloVe's text form.")
    var vectors: String?

    @Option(help: "Numbers of a word's vector (default: 100, or as many as --vectors has).")
    var embedding: Int?

    @Option(help: "Numbers of a recurrent state (default: 256).")
    var hidden: Int?

    @Option(help: "Recurrent layers (default: 4).")
    var layers: Int?

    @Option(help: "How likely a number is dropped in training (default: 0.5).")
    var dropout: Double?

    @Option(help: "Texts are cut after so many words (default: 512).")
    var longest: Int?

    @OptionGroup(title: "Training") var training: TrainingFlags
    @OptionGroup var existing: ExistingOptions
    @OptionGroup var printing: PrintingOptions

    func run() throws {
        let run = try TextRun(
            options(), command: CommandLine.arguments.named("rationale"), existing: existing.existing)
        if run.isFirst, !printing.quiet { run.notes.forEach { Terminal.note("note: \($0)") } }
        try TrainingRunning(printing, isFirst: run.isFirst).start("texts") { isCancelled, observe in
            try run.run(isCancelled: isCancelled, observing: observe)
        }
    }

    private func options() throws -> TextOptions {
        var options = TextOptions(output: "")
        if let config = training.config { try options.read(config) }
        options.data = data ?? options.data
        options.vocabulary = vocabulary ?? options.vocabulary
        options.vectors = vectors ?? options.vectors
        options.embedding = embedding ?? options.embedding
        options.hidden = hidden ?? options.hidden
        options.layers = layers ?? options.layers
        options.dropout = dropout ?? options.dropout
        options.longest = longest ?? options.longest
        try training.fill(&options.training)
        return options
    }
}
