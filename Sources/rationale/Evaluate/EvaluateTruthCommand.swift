import ArgumentParser
import RationaleCore
import RationaleFiles
import RationaleMetrics
import RationaleWorkbench

/// `rationale evaluate truth`: attribution methods judged where the truth is known.
struct EvaluateTruthCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "truth",
        abstract: "Judges attribution methods on birds of which it is known what makes the species.",
        discussion: """
            The metrics are those of FunnyBirds (Hesse et al. 2023): completeness (CSDC, PC, DC, D), correctness, \
            contrastivity, and their mean. All are 0 to 1, higher is better, with 95 % intervals over scenes. \
            Their known faults are mended; --published computes them as they were. No scene was used for training.

            With --wired, networks whose weights are set by hand take the model's place: there it is certain which \
            explanation is right, and exact methods must get 1.
            """)

    @OptionGroup var network: AviaryModelOptions

    @Option(
        help:
            "Methods, with commas between them, or all (default: all but rise, extremal-perturbation and input-iba-published, which take thousands of passes)."
    )
    var method: [String] = []

    @Option(help: "Scenes to judge by.")
    var count = 100

    @Option(help: "Other scenes, on which thresholds are chosen (default: half of --count).")
    var calibration: Int?

    @Flag(help: "The metrics as published, thresholds chosen on the judged scenes.")
    var published = false

    @Flag(help: "Judge on networks that are wired by hand, instead of a model.")
    var wired = false

    @OptionGroup var arguments: KnownTruthArguments
    @OptionGroup var printing: PrintingOptions

    func run() throws {
        var options = TruthOptions()
        options.explain.model = network.model
        options.explain.weights = network.weights
        options.explain.method = method.separatedByCommas
        try arguments.fill(&options.explain)
        options.count = count
        options.calibrationCount = calibration
        options.isPublished = published
        options.isWired = wired
        options.output = arguments.output
        let run = try TruthRun(options)
        var progress = Progress(isQuiet: printing.quiet)
        let result = try run.run {
            Interruption.happened
        } progress: {
            progress.show(done: $0, total: $1, doing: $2)
        }
        progress.clear()
        if printing.json {
            Terminal.result(try JSONDocument.text(of: result))
        } else {
            Terminal.result(result.sections.map(\.text).joined(separator: "\n\n"))
        }
        try result.sections.flatMap(\.report.failures).check()
    }
}

extension TruthResult.Section {
    /// The table as a person reads it in a terminal.
    fileprivate var text: String {
        let table = TruthTable(self)
        var lines = ["\(network): " + TruthTable.words(report.network).joined(separator: ", ")]
        lines += TextTable.lines(header: table.header, rows: table.rows)
        lines += report.failures.map { "  \($0.method): \($0.error.message)" }
        return lines.joined(separator: "\n")
    }
}
