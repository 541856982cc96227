import ArgumentParser
import RationaleCore
import RationaleFiles
import RationaleMetrics
import RationaleWorkbench

/// The network that another is compared with.
struct OtherModelOptions: ParsableArguments {
    @Option(help: "The network to compare with, as --model.")
    var otherModel: String

    @Option(help: "Its weights, as --weights.")
    var otherWeights: String?

    @Option(help: "The names of its classes, as --labels.")
    var otherLabels: String?

    @Option(help: "How it takes photos, as --preprocessing.")
    var otherPreprocessing: String?

    @Option(help: "How many classes it has, as --classes.")
    var otherClasses: Int?
}

/// `rationale compare`: two networks side by side.
struct CompareCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "compare",
        abstract: "Shows two networks side by side on the same photos: answers, maps, and how they differ.",
        discussion: """
            Both are asked about the same photos by the same methods. Where it is known what a photo shows (folders named by \
            classes, a table of boxes), that class is explained if both networks know it by name; otherwise each network's own \
            most probable one, and a note says so. right ↑: how often the most probable class is the photo's; probability ↑: of \
            that class. Where boxes are known, maps are judged as by `evaluate localization`; --metric insertion,deletion asks \
            the networks themselves. Differences are the other's less the first's, photo by photo, with 95 % intervals \
            (bootstrap) and p (flipped signs).

            --output gets report.html with both networks' maps next to each other, comparison.csv and comparison.json.

              rationale compare photos --model before.safetensors --other-model after.safetensors --output difference
            """)

    @Argument(help: "Photos, or a folder of them.")
    var input: [String]

    @OptionGroup(title: "First network") var model: ModelOptions
    @OptionGroup(title: "Other network") var other: OtherModelOptions
    @OptionGroup(title: "Explanation") var explanation: ExplanationOptions
    @OptionGroup(title: "Computation") var computation: ComputationOptions

    @Option(help: "Where things are, as for `evaluate localization`.")
    var boxes: String?

    @Flag(help: "Photos were stretched to another shape since they were annotated, as for `evaluate localization`.")
    var stretched = false

    @Option(help: "How many photos, drawn at random (default: all).")
    var count: Int?

    @Option(
        help:
            "Metrics, with commas between them: ehr, pointing-game, stochastic-pointing-game, content-heatmap, iou (the default where boxes are known), insertion, deletion, sensitivity-n, degradation."
    )
    var metric: [String] = []

    @Option(help: "How many photos the report shows.")
    var pictures = 24

    @Option(help: "Colours of the maps: viridis, magma, blue-white-red, jet, …")
    var cmap: String?

    @Option(help: "A folder for the report and the tables.")
    var output: String?

    @Flag(help: "Replace what is in the output folder.")
    var overwrite = false

    @OptionGroup var printing: PrintingOptions

    func run() throws {
        var run = try NetworkPairRun(
            options(), command: CommandLine.arguments.named("rationale"), existing: overwrite ? .overwrite : .refuse)
        if !printing.quiet { run.methodProgress = .shown }
        var progress = Progress(isQuiet: printing.quiet)
        let result = try run.run {
            Interruption.happened
        } progress: {
            progress.show(done: $0, total: $1, doing: $2)
        }
        progress.clear()
        if !printing.quiet { result.notes.forEach { Terminal.note("note: \($0)") } }
        Terminal.result(printing.json ? try JSONDocument.text(of: result) : result.text)
        if !printing.quiet { Terminal.note(result.speed) }
        try result.failures.check()
    }

    private func options() throws -> NetworkPairOptions {
        var options = NetworkPairOptions()
        options.first = try ExplainOptions(model, explanation, computation)
        options.first.cmap = cmap
        options.otherModel = other.otherModel
        options.otherWeights = other.otherWeights
        options.otherLabels = other.otherLabels
        options.otherPreprocessing = other.otherPreprocessing
        options.otherClasses = other.otherClasses
        options.input = input
        options.boxes = boxes
        options.areStretched = stretched
        options.count = count
        options.metrics = metric.separatedByCommas
        options.pictures = pictures
        options.output = output
        return options
    }
}

extension NetworkPairResult {
    /// As a person reads it in a terminal.
    fileprivate var text: String {
        let tables = [answers, rows.isEmpty ? nil : table].compactMap(\.self)
        let lines =
            [words] + tables.flatMap { TextTable.lines(header: $0.header, rows: $0.rows) } + remarks.map { "  \($0)" }
        return (lines + (options.output.map { ["report: \($0)/report.html"] } ?? [])).joined(separator: "\n")
    }
}
