import ArgumentParser
import RationaleCore
import RationaleFiles
import RationaleMetrics
import RationaleWorkbench

/// Which samples methods are compared on, for every command that compares them.
struct SampleArguments: ParsableArguments {
    @Option(
        help:
            "A folder of pictures. Without it, drawn birds that the built-in model has never seen, whose places are known."
    )
    var data: String?

    @Option(
        help:
            "Where things are: a table (file, xmin, ymin, xmax, ymax, perhaps class, orig_width, orig_height), a COCO file, or a folder of VOC annotations. By default boxes.csv or annotations in the folder of pictures."
    )
    var boxes: String?

    @Flag(
        inversion: .prefixedNo,
        help:
            "Pictures were stretched to another shape since they were annotated, so that boxes are scaled by width and height. Without it, a picture of another shape is passed over: it may have been cropped."
    )
    var stretched: Bool?

    @Option(help: "How many samples, drawn at random (default: all pictures, or 20 birds).")
    var count: Int?

    @Option(help: "Samples whose class is less probable are left out (default: 0.6).")
    var minProbability: Double?

    @Flag(inversion: .prefixedNo, help: "The metrics as published, faults included.")
    var published: Bool?

    @Option(help: "The method that others are compared with, sample by sample (default: the first).")
    var reference: String?

    @Option(help: "The run's folder: results.sqlite with every sample's values, and the result as JSON and Markdown.")
    var output: String?

    @Option(
        help:
            "Judge a part of the samples, for a process of its own: 2/8 has the groups 2, 10, 18, … of eight samples each, in the order in which they are looked at."
    )
    var shard: String?

    @OptionGroup var existing: ExistingOptions
}

/// Everything that commands which compare methods have in common.
struct ComparisonArguments: ParsableArguments {
    @OptionGroup(title: "Model") var model: ModelOptions
    @OptionGroup(title: "Samples") var samples: SampleArguments
    @OptionGroup(title: "Explanation") var explanation: ExplanationOptions
    @OptionGroup(title: "Computation") var computation: ComputationOptions
    @Option(help: "Options of the command by their names in a YAML file; flags win. A run's run.json repeats the run.")
    var config: String?

    @OptionGroup var printing: PrintingOptions

    /// What the flags say, and the file where they say nothing.
    func options(_ kind: ComparisonOptions.Kind) throws -> ComparisonOptions {
        var options = ComparisonOptions(kind)
        if let config { try options.read(config) }
        options.explain = try ExplainOptions(model, explanation, computation).filled(from: options.explain)
        options.data = samples.data ?? options.data
        options.boxes = samples.boxes ?? options.boxes
        options.areStretched = samples.stretched ?? options.areStretched
        options.count = samples.count ?? options.count
        options.minProbability = samples.minProbability ?? options.minProbability
        options.isPublished = samples.published ?? options.isPublished
        options.reference = samples.reference ?? options.reference
        options.output = samples.output ?? options.output
        options.shard = samples.shard ?? options.shard
        if samples.existing.existing != .refuse, options.output == nil {
            throw ValidationError("--resume and --overwrite need --output, to say which run.")
        }
        let part = try ProcessPart(shard: options.shard, output: options.output, isQuiet: printing.quiet)
        (options.shard, options.output) = (part.shard, part.output)
        return options
    }

    /// Runs, and prints what was found.
    func run(_ options: ComparisonOptions) throws {
        var run = try ComparisonRun(
            options, command: CommandLine.arguments.named("rationale"), existing: samples.existing.existing)
        if !printing.quiet { run.methodProgress = .shown }
        var progress = Progress(isQuiet: printing.quiet)
        let result = try run.run {
            Interruption.happened
        } progress: {
            progress.show(done: $0, total: $1, doing: $2)
        }
        progress.clear()
        if !printing.quiet { result.notes.forEach { Terminal.note("note: \($0)") } }
        try result.show(isJSON: printing.json)
        if !printing.quiet, let speed = result.speed { Terminal.note(speed) }
        try result.report.failures.check()
    }
}

extension ComparisonResult {
    func show(isJSON: Bool) throws { Terminal.result(isJSON ? try JSONDocument.text(of: self) : text) }

    /// The tables as a person reads them in a terminal.
    fileprivate var text: String {
        var lines = [words]
        for table in [scores, differences].compactMap(\.self) {
            lines += TextTable.lines(header: table.header, rows: table.rows)
            lines.append("")
        }
        return (lines.dropLast() + remarks.map { "  \($0)" }).joined(separator: "\n")
    }
}

extension [String] {
    /// Values that may be given with commas between them.
    var separatedByCommas: [String] { flatMap { $0.split(separator: ",").map(String.init) } }

    /// The same, or others where there is none.
    func separatedByCommas(or others: [String]) -> [String] { isEmpty ? others : separatedByCommas }
}
