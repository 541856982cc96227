import ArgumentParser
import Foundation
import RationaleCore
import RationaleFiles
import RationaleWorkbench

/// `rationale data subset`: small sets of pictures from a large one.
struct DataSubsetCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "subset",
        abstract: "Takes small sets of pictures from a large one, so many of each class, no picture twice.",
        discussion: """
            The folder SOURCE has one folder for each class: CLASS/NAME.jpg. The output has one folder for each set, \
            with the same classes in it, and subset.json, which says what was taken. Equal options give equal sets.

              rationale data subset imagenet/train --output small --per-class 10

            makes small/estimation and small/attribution.
            """)

    @Argument(help: "The folder of the pictures.")
    var source: String

    @Option(help: "The folder to write.")
    var output: String

    @Option(help: "The names of the sets, with commas between them (default: estimation,attribution).")
    var sets: String?

    @Option(help: "Pictures of each class in each set (default: 10).")
    var perClass: Int?

    @Option(help: "Decides which pictures.")
    var seed: UInt64 = 0

    @Flag(help: "Where a class has too few pictures, share out what there is.")
    var allowFewer = false

    @Flag(help: "Copy the files, also where they could be linked.")
    var copy = false

    @OptionGroup var existing: ExistingOptions
    @OptionGroup var printing: PrintingOptions

    func run() throws {
        var options = SubsetOptions(source: source)
        if let sets { options.sets = sets.split(separator: ",", omittingEmptySubsequences: false).map(String.init) }
        if let perClass { options.perClass = perClass }
        options.seed = seed
        options.allowsFewer = allowFewer
        options.copies = copy
        let run = try SubsetRun(
            options, output: output, command: CommandLine.arguments.named("rationale"), existing: existing.existing)
        var progress = Progress(isQuiet: printing.quiet)
        let result = try run.run {
            Interruption.happened
        } report: { done, total in
            progress.show(done: done, total: total, doing: "pictures")
        }
        progress.clear()
        if !printing.quiet { result.notes.forEach { Terminal.note("note: \($0)") } }
        if printing.json {
            Terminal.result(try JSONDocument.text(of: ["subset": result]))
        } else if !result.wasInterrupted {
            let sets = result.sets.map { "\($0.pictures) for \($0.name)" }.joined(separator: ", ")
            Terminal.result("\(result.classes) \(result.classes == 1 ? "class" : "classes"), \(sets): \(result.output)")
        }
        if result.wasInterrupted {
            if !printing.quiet { Terminal.note("interrupted: the same command with --resume continues") }
            throw ExitCode(Interruption.status)
        }
    }
}
