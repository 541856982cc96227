import ArgumentParser
import Foundation
import RationaleCore
import RationaleFiles
import RationaleWorkbench

/// `rationale evaluate accuracy`: how good a classifier is.
struct EvaluateAccuracyCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "accuracy",
        abstract: "Measures how often a classifier is right, and whether distractors sway one of the aviary.",
        discussion: """
            Without --data on scenes of the aviary that nothing was trained on, with 95 % intervals (Wilson). A prediction is \
            unchanged by distractors where it stays whichever one of them is removed, and without distractors where it \
            stays when all are removed.

            With --data on pictures in one folder for each class, or with annotations: of exclusive classes accuracy and \
            top-5-accuracy; of independent labels mean average precision, and F1, precision and recall of the decisions at \
            a probability of one half, overall and as means over all classes (-per-class; a class without a hit counts 0), \
            with 95 % intervals by bootstrap.
            """)

    @OptionGroup(title: "Model") var model: ModelOptions

    @Option(help: "A folder of pictures: one folder for each class, or with annotations that name the classes.")
    var data: String?

    @Option(help: "A table of classes (as for evaluate localization), a COCO file or a folder of VOC annotations.")
    var boxes: String?

    @Option(help: "How many scenes or pictures, drawn at random (default: 1000 scenes, or all pictures).")
    var count: Int?

    @Option(help: "Another seed gives other scenes or pictures.")
    var seed: UInt64 = 0

    @Option(help: "auto, cpu, cuda or mps (default: auto).")
    var device: String?

    @OptionGroup var printing: PrintingOptions

    func run() throws {
        var options = AccuracyRun.Options()
        options.explain = ExplainOptions(model)
        options.explain.seed = seed
        options.explain.device = device
        options.data = data
        options.boxes = boxes
        options.count = count
        let run = try AccuracyRun(options)
        var progress = Progress(isQuiet: printing.quiet)
        let found = try run.run {
            Interruption.happened
        } progress: {
            progress.show(done: $0, total: $1, doing: data == nil ? "scenes" : "pictures")
        }
        progress.clear()
        if !printing.quiet { found.notes.forEach { Terminal.note("note: \($0)") } }
        if printing.json {
            Terminal.result(try JSONDocument.text(of: found))
            return
        }
        let scores = found.metrics
        let width = scores.map(\.name.count).max() ?? 0
        for score in scores {
            let numbers =
                String(
                    format: "%5.1f %%  (%.1f to %.1f, %d ", score.value * 100, score.low * 100, score.high * 100,
                    score.count) + "\(found.samples))"
            Terminal.result("\(score.name.padded(to: width))  \(numbers)")
        }
    }
}
