import ArgumentParser
import Foundation
import RationaleCore
import RationaleFiles
import RationaleWorkbench

/// `rationale evaluate accuracy`: how good a classifier of the aviary is.
struct EvaluateAccuracyCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "accuracy",
        abstract: "Measures how often a classifier of the aviary is right, and whether distractors sway it.",
        discussion: """
            On scenes that nothing was trained on, with 95 % intervals (Wilson). A prediction is unchanged by \
            distractors where it stays whichever one of them is removed, and without distractors where it stays when \
            all are removed.
            """)

    @OptionGroup var network: AviaryModelOptions

    @Option(help: "How many scenes.")
    var count = 1000

    @Option(help: "Another seed gives other scenes.")
    var seed: UInt64 = 0

    @OptionGroup var printing: PrintingOptions

    func run() throws {
        let run = try AccuracyRun(model: network.model, weights: network.weights, count: count, seed: seed)
        var progress = Progress(isQuiet: printing.quiet)
        let scores = try run.run {
            Interruption.happened
        } progress: {
            progress.show(done: $0, total: $1, doing: "scenes")
        }
        progress.clear()
        if printing.json {
            Terminal.result(try JSONDocument.text(of: ["metrics": scores]))
            return
        }
        let width = scores.map(\.name.count).max() ?? 0
        for score in scores {
            let numbers = String(
                format: "%5.1f %%  (%.1f to %.1f, %d scenes)", score.value * 100, score.low * 100, score.high * 100,
                score.count)
            Terminal.result("\(score.name.padded(to: width))  \(numbers)")
        }
    }
}
