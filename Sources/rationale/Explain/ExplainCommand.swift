import ArgumentParser
import Foundation
import RationaleCore
import RationaleWorkbench

/// `rationale explain`: heat maps of photos.
struct ExplainCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "explain",
        abstract: "Shows where a network looked: heat maps of photos, coloured words of texts, and a report.",
        discussion: """
            A run writes a folder: report.html, run.json (everything needed to repeat it), results.sqlite (what was found, \
            one row an input), and for each photo the raw maps beside their pictures. A photo that cannot be read is \
            reported and passed over, and so is a method that cannot explain one; the exit code is then 65. --resume continues a run that was stopped or killed, and \
            also takes more photos or methods.

            A folder is explained with the folders in it. Several processes of one machine share the work and the run's \
            folder with --shard: rationale explain FOLDER --output run --resume --shard 2/8. Processes that torchrun, srun or \
            mpirun started, on any number of machines, each take the part of their rank, in a folder of its own below \
            --output; `rationale join` makes one run of them.

            --text "…" (as often as you like), .txt files and tables of texts (.csv with a column text, .tsv as SST-2's, \
            .jsonl with {"text": "…"} in each line) are texts, for a model that takes tokens; words get the colours of each method in the terminal, in the report and as SVG.

            .npy and .safetensors files are inputs of networks that take neither: sound, series, volumes, rows of a table, \
            preprocessed as in training.
            """)

    @Argument(
        help:
            "Photos (JPEG or PNG), texts (.txt, .csv, .tsv, .jsonl) or tensors (.npy, .safetensors), or folders of them, which are searched to the bottom."
    )
    var input: [String] = []

    @Option(name: .long, help: "A text to explain; may be repeated.")
    var text: [String] = []

    @OptionGroup(title: "Model") var model: ModelOptions
    @OptionGroup(title: "Explanation") var explanation: ExplanationOptions
    @OptionGroup(title: "Computation") var computation: ComputationOptions
    @OptionGroup(title: "Result") var result: ResultOptions

    func run() throws {
        var request = try options()
        if let config = result.config { request = request.filled(from: try ExplainOptions(contentsOf: config)) }
        let part = try ProcessPart(
            shard: request.shard, output: request.output, isQuiet: result.printing.quiet)
        (request.shard, request.output) = (part.shard, part.output)
        let run = try ExplainRun(
            request, command: CommandLine.arguments.named("rationale"), existing: result.existing.existing)
        try Explaining(run, isJSON: result.printing.json, isQuiet: result.printing.quiet).start()
    }

    func validate() throws {
        if result.existing.existing != .refuse, result.output == nil, result.config == nil {
            throw ValidationError("--resume and --overwrite need --output, to say which run.")
        }
        if result.shard != nil, result.output == nil, result.config == nil {
            throw ValidationError("--shard needs --output, to say which run the parts belong to.")
        }
    }

    /// What the flags say.
    private func options() throws -> ExplainOptions {
        var options = try ExplainOptions(model, explanation, computation)
        options.input = input
        options.text = text
        options.cmap = result.cmap
        options.output = result.output
        options.shard = result.shard
        return options
    }
}

extension ExplainOptions {
    /// What those flags say that several commands have.
    init(
        _ model: ModelOptions, _ explanation: ExplanationOptions, _ computation: ComputationOptions
    ) throws {
        var options = ExplainOptions(model)
        options.target = explanation.target
        options.instead = explanation.instead
        options.narrator = explanation.narrator
        options.topK = explanation.topK
        options.method = explanation.method.separatedByCommas
        options.settings = try explanation.settings.values
        options.estimation = explanation.estimation
        options.estimationCount = explanation.estimationCount
        options.device = computation.device
        options.precision = computation.precision
        options.seed = computation.seed
        options.threads = computation.threads
        options.memory = computation.memory
        self = options
    }

    /// Which network.
    init(_ model: ModelOptions) {
        self.init()
        self.model = model.model
        weights = model.weights
        labels = model.labels
        preprocessing = model.preprocessing
        vocabulary = model.text.vocabulary
        tokenizer = model.text.tokenizer
        units = model.text.units
        classes = model.classes
        scoring = model.interface.scoring
        pooling = model.interface.pooling
        outputName = model.interface.outputName
        modelInput = model.interface.modelInput
    }
}

extension [String] {
    /// A command line whose program is called by its name, wherever it lies.
    func named(_ name: String) -> [String] { [name] + dropFirst() }
}
