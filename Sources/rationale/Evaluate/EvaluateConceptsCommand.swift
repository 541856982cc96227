import ArgumentParser
import Foundation
import RationaleCore
import RationaleFiles
import RationaleWorkbench

/// `rationale evaluate concepts`: how true concepts and their answers are.
struct EvaluateConceptsCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "concepts",
        abstract: "Measures how true concepts, “why” and “why not” are, on birds whose parts are known.",
        discussion: """
            On unseen birds: purity and recall of the concepts against the true parts; agreement and correlation of the \
            reasoning network with the classifier; for pairs of species that differ in exactly one attribute, how often \
            “why not” names the part that differs (why-not), and how often the classifier decides for the other species when \
            that part is exchanged in the scene (flips), when a random other part is (control-flips), when the concept that is \
            missing most is put into the picture (edit-flips), and when another one is (edit-control-flips). 95 % intervals by bootstrap and \
            Wilson.
            """)

    @OptionGroup var model: AviaryModelOptions

    @Option(help: "What `rationale train concepts` wrote. Those of the built-in model by default.")
    var concepts: String?

    @Option(help: "Unseen birds of each species (default: 10).")
    var scenes: Int?

    @Option(help: "Birds of each pair of species (default: 5).")
    var pairScenes: Int?

    @Flag(inversion: .prefixedNo, help: "Put concepts into pictures, which takes longest.")
    var edits = true

    @OptionGroup(title: "Computation") var computation: ComputationOptions
    @OptionGroup var printing: PrintingOptions

    func run() throws {
        var options = ConceptTruthRun.Options()
        options.explain.model = model.model
        options.explain.weights = model.weights
        options.explain.seed = computation.seed
        options.explain.device = computation.device
        options.concepts = concepts
        options.scenes = scenes ?? options.scenes
        options.pairScenes = pairScenes ?? options.pairScenes
        options.edits = edits
        try computation.setThreads()
        var progress = Progress(isQuiet: printing.quiet)
        let found = try ConceptTruthRun(options).run {
            Interruption.happened
        } progress: {
            progress.show(done: $0, total: $1, doing: $2)
        }
        progress.clear()
        if !printing.quiet { found.notes.forEach { Terminal.note("note: \($0)") } }
        if printing.json { return Terminal.result(try JSONDocument.text(of: found)) }
        func line(_ name: String, _ score: Score) -> String {
            name.padded(to: 20)
                + String(format: "%6.3f  (%.3f to %.3f, %d)", score.value, score.low, score.high, score.count)
        }
        found.metrics.forEach { Terminal.result(line($0.name, $0)) }
        for (part, score) in found.whyNotByPart.sorted(by: { $0.key < $1.key }) {
            Terminal.result(line("  why-not \(part)", score))
        }
    }
}
