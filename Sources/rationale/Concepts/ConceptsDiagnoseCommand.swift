import ArgumentParser
import Foundation
import RationaleCore
import RationaleFiles
import RationaleWorkbench

/// `rationale concepts diagnose`: why a classifier errs on a data set, and what corrects it.
struct ConceptsDiagnoseCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "diagnose",
        abstract: "Says which concepts mislead a network on a data set, and what corrects it.",
        discussion: """
            Every picture that is classified wrongly is explained; errors with the same classes and the same leading cause (a \
            confused concept, bad structure, missing variance) are a group. Concepts and relations that nearly all training \
            pictures of a class have, and wrongly classified ones lack, are suspected biases, ranked by the errors they explain. \
            For each, the substitution that should correct it is made in the pictures and the network asked again, beside the \
            same edit of another concept.

            --data FOLDER has one folder of pictures for each class, train/CLASS and val/CLASS: val is tested and compared with \
            train. With --training FOLDER all of --data is tested.
            """)

    @OptionGroup(title: "Model") var model: ModelOptions

    @Option(help: "The pictures under test: aviary, or a folder (default: aviary).")
    var data: String = ConceptOptions.aviary

    @Option(help: "The folder that the network was trained on (default: the training pictures of --data).")
    var training: String?

    @Option(help: "What `rationale train concepts` wrote. Those of the built-in model by default.")
    var concepts: String?

    @Option(help: "Training pictures of each class at most (default: 50).")
    var pictures: Int?

    @Option(help: "Tested pictures of each class at most (default: all; of an aviary 40).")
    var tested: Int?

    @Option(help: "In how many pictures of a group a substitution is made; 0 for none (default: 12).")
    var edits: Int?

    @Option(
        help:
            "The fraction of a class's training pictures that must have something before its lack is suspected (default: 0.8)."
    )
    var minFrequency: Double?

    @Option(help: "The folder to write: report.html, diagnosis.json and pictures before and after.")
    var output: String?

    @OptionGroup(title: "Computation") var computation: ComputationOptions

    @Flag(help: "Replace what is in the output folder.")
    var overwrite = false

    @OptionGroup var printing: PrintingOptions

    func run() throws {
        var options = ConceptDiagnosisOptions()
        options.explain = ExplainOptions(model)
        options.explain.seed = computation.seed
        options.explain.device = computation.device
        options.data = data
        options.training = training
        options.concepts = concepts
        options.pictures = pictures ?? options.pictures
        options.tested = tested
        options.edits = edits ?? options.edits
        options.minFrequency = minFrequency ?? options.minFrequency
        options.output = output
        try computation.setThreads()
        let run = try ConceptDiagnosisRun(
            options, command: CommandLine.arguments.named("rationale"), existing: overwrite ? .overwrite : .refuse)
        var progress = Progress(isQuiet: printing.quiet)
        let found = try run.run {
            Interruption.happened
        } progress: {
            progress.show(done: $0, total: $1, doing: "pictures")
        }
        progress.clear()
        if !printing.quiet { found.notes.forEach { Terminal.note("note: \($0)") } }
        if printing.json {
            Terminal.result(try JSONDocument.text(of: found))
        } else {
            Terminal.write(found.text, to: .standardOutput)
        }
    }
}
