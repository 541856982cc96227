import ArgumentParser
import RationaleFiles
import RationaleWorkbench

/// `rationale data negatives`: for each class, the pictures without it.
struct DataNegativesCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "negatives",
        abstract:
            "Lists for each class the pictures without it, as consistency training on several classes needs them.",
        discussion: """
            DATA is a data set in one of the layouts of `rationale data check`. Pictures without annotations are in no \
            list, as nobody says what is in them, nor are those that are not there. The file is a JSON object: the name of each class, and \
            the paths of its pictures in DATA.

              rationale data negatives coco --boxes coco/annotations/instances_train2014.json --output negatives.json
            """)

    @Argument(help: "The folder of the data set.")
    var data: String

    @Option(help: "A table, a COCO file or a folder of annotations in place of those in DATA.")
    var boxes: String?

    @Option(help: "The JSON file to write.")
    var output: String

    @Flag(help: "Replace the file that is there.")
    var overwrite = false

    @OptionGroup var printing: PrintingOptions

    func run() throws {
        let result = try NegativesRun(data, boxes: boxes, output: output, replaces: overwrite).run()
        if printing.json {
            Terminal.result(try JSONDocument.text(of: ["negatives": result]))
            return
        }
        if !printing.quiet, let first = result.everywhere.first {
            Terminal.note("note: no picture is without \(first), so that its list is empty")
        }
        let left = [(result.excluded, "without annotations"), (result.missing, "missing")]
            .filter { $0.0 > 0 }.map { ", \($0.0) \($0.1) left out" }.joined()
        Terminal.result("\(result.classes) classes, \(result.pictures) pictures\(left): \(result.output)")
    }
}
