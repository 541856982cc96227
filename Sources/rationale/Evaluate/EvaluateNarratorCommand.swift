import ArgumentParser
import Foundation
import RationaleCore
import RationaleFiles
import RationaleWorkbench

/// `rationale evaluate narrator`: sentences judged by references, and by the truth where it is known.
struct EvaluateNarratorCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "narrator",
        abstract: "Judges what narrators write about pictures that they did not learn from.",
        discussion: """
            Several narrators give one table. Caption metrics compare each sentence with the sentences of people. On drawn \
            birds, whose truth is known, it is also measured: factual precision (the share of claims that are true and can be \
            seen), recall (the share of what could be said), how often the sentence alone identifies the species, and how much \
            the class's score falls where the parts that the sentence names are painted over, against as much elsewhere. All \
            with 95 % intervals over pictures.
            """)

    @Argument(help: "What `rationale train narrator` wrote; that of the built-in model if none is named.")
    var narrators: [String] = []

    @OptionGroup(title: "Model") var model: ModelOptions

    @Option(help: "aviary, or a folder of pictures, or of their features, with captions (default: aviary).")
    var data: String?

    @Option(help: "Pictures to judge by (default: 500).")
    var count = 500

    @OptionGroup var writing: WritingFlags

    @Option(help: "Caption metrics, with commas between them (default: all).")
    var metric: [String] = []

    @Option(help: "Pictures that are edited to test what sentences name (default: 100).")
    var tested = 100

    @Option(help: "The seed of scenes, intervals and regions (default: 0).")
    var seed: UInt64 = 0

    @Option(help: "A folder for narrators.json and the sentences.")
    var output: String?

    @Option(help: "auto, cpu, cuda or mps (default: auto).")
    var device: String?

    @OptionGroup var printing: PrintingOptions

    func run() throws {
        var options = NarratorEvaluationOptions()
        options.explain = ExplainOptions(model)
        options.explain.device = device
        options.narrators = narrators
        options.data = data ?? options.data
        options.count = count
        options.writing = writing.options
        options.metrics = metric.separatedByCommas
        options.tested = tested
        options.seed = seed
        options.output = output
        let run = try NarratorEvaluation(options)
        var progress = Progress(isQuiet: printing.quiet)
        let result = try run.run {
            Interruption.happened
        } progress: {
            progress.show(done: $0, total: $1, doing: $2)
        }
        progress.clear()
        if !printing.quiet { result.notes.forEach { Terminal.note("note: \($0)") } }
        Terminal.result(printing.json ? try JSONDocument.text(of: result) : result.text)
    }
}

extension NarratorEvaluation.Result {
    /// One table of all narrators, and the first sentences of each.
    fileprivate var text: String {
        var lines: [String] = []
        let names = narrators.first?.scores.map(\.name) ?? []
        let width = names.map(\.count).max() ?? 0
        lines.append(String(repeating: " ", count: width) + "  " + narrators.map(\.narrator).joined(separator: "  "))
        for name in names {
            let cells = narrators.map { row in
                row.scores.first { $0.name == name }
                    .map { String(format: "%.3f (%.3f–%.3f)", $0.value, $0.low, $0.high) } ?? "–"
            }
            lines.append(name.padded(to: width) + "  " + cells.joined(separator: "  "))
        }
        for row in narrators {
            lines.append("\n\(row.narrator) (\(row.mode)):")
            for example in row.examples.prefix(10) {
                var line = "  \(example.input): \(example.sentence)"
                if let wrong = example.wrong, !wrong.isEmpty { line += " [wrong: \(wrong.joined(separator: ", "))]" }
                lines.append(line)
            }
        }
        return (lines + [""] + signatures).joined(separator: "\n")
    }
}
