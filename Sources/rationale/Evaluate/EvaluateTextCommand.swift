import ArgumentParser
import Foundation
import RationaleCore
import RationaleFiles
import RationaleMetrics
import RationaleWorkbench

/// `rationale evaluate text`: explanations of texts judged where the decisive words are known.
struct EvaluateTextCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "text",
        abstract: "Judges methods on descriptions of birds, of which it is known which words tell the species.",
        discussion: """
            The model is one that `rationale train text --data aviary` wrote. Of each description the words are known that \
            tell the species; everything else is drawn anew whatever the species. For each method: the share of the map's \
            positive mass on these words, how probable it is that one of them ranks above another word (0.5 is chance), \
            and how many of the words with the largest values are among them. All are 0 to 1, higher is better, with 95 % \
            intervals over texts. Texts that the network answers wrongly are left out.
            """)

    @Option(help: "A model that `rationale train text` wrote, or an exported .pt2 with --vocabulary.")
    var model: String

    @Option(help: "The words of an exported network in the order of their tokens, one a line.")
    var vocabulary: String?

    @Option(help: "Methods, with commas between them, or all (default: all that are made for texts).")
    var method: [String] = []

    @Option(help: "Descriptions to judge by.")
    var count = 200

    @OptionGroup var arguments: KnownTruthArguments
    @OptionGroup var printing: PrintingOptions

    func run() throws {
        var options = TextTruthRun.Options(model: model)
        options.explain.vocabulary = vocabulary
        options.explain.method = method.separatedByCommas
        try arguments.fill(&options.explain)
        options.count = count
        options.output = arguments.output
        let run = try TextTruthRun(options)
        var progress = Progress(isQuiet: printing.quiet)
        let result = try run.run {
            Interruption.happened
        } progress: {
            progress.show(done: $0, total: $1, doing: $2)
        }
        progress.clear()
        if !printing.quiet { result.notes.forEach { Terminal.note("note: \($0)") } }
        Terminal.result(printing.json ? try JSONDocument.text(of: result) : result.text)
        try result.report.failures.check()
    }
}

extension TextTruthResult {
    /// The table as a person reads it in a terminal.
    fileprivate var text: String {
        let names = ["decisive-share", "decisive-ranking", "decisive-top"]
        let header = ["method", "share", "interval", "ranking", "interval", "top", "interval", "s/map"]
        let rows = report.methods.map { method in
            [method.method] + names.flatMap { method[$0]?.cells ?? ["–", "–"] }
                + [String(format: "%.3f", method.seconds / Double(max(1, method.maps)))]
        }
        let widths = header.indices.map { column in ([header] + rows).map { $0[column].count }.max() ?? 0 }
        var lines = [
            "\(network): "
                + report.network.map { "\($0.name) \($0.cells.joined(separator: " (")))" }.joined(separator: ", ")
        ]
        for row in [header] + rows {
            let cells = row.indices.map {
                $0 == 0 ? row[$0].padded(to: widths[$0]) : row[$0].leftPadded(to: widths[$0])
            }
            lines.append("  " + cells.joined(separator: "  "))
        }
        lines += report.failures.map { "  \($0.method): \($0.error.message)" }
        return lines.joined(separator: "\n")
    }
}

extension Score {
    /// Its value and its interval.
    fileprivate var cells: [String] { [String(format: "%.3f", value), String(format: "%.3f–%.3f", low, high)] }
}
