import ArgumentParser
import RationaleCore
import RationaleMetrics
import RationaleWorkbench

/// `rationale join`: one run of the parts that several processes wrote.
struct JoinCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "join",
        abstract: "Joins the parts of a run that several processes wrote.",
        discussion: """
            Processes that torchrun, srun or mpirun started, or that were given --shard and an --output of their own, explain or \
            evaluate a part each. The parts must be of one run: the same options, model files and inputs, and each of the parts \
            once and done. What comes of it is what one process would have written: results, maps and report of `explain`; \
            values, tables and intervals of `evaluate`.

              torchrun --no-python --nproc-per-node 4 rationale explain photos --output parts
              rationale join parts --output run

            The report of `explain` shows the photos once more, so join where they and the model are.
            """)

    @Argument(help: "The folders of the parts, or the one that holds them all.")
    var parts: [String]

    @Option(help: "The folder of the whole run.")
    var output: String

    @Flag(help: "Replace what is in the output folder.")
    var overwrite = false

    @OptionGroup var printing: PrintingOptions

    func run() throws {
        let join = try RunJoin(
            parts, output: output, command: CommandLine.arguments.named("rationale"),
            existing: overwrite ? .overwrite : .refuse)
        switch try join.run() {
        case .explanations(let result): try result.show(isJSON: printing.json)
        case .comparison(let result):
            try result.show(isJSON: printing.json)
            try result.report.failures.check()
        }
    }
}
