import ArgumentParser
import Foundation
import RationaleCore
import RationaleData
import RationaleFiles
import RationaleWorkbench

/// `rationale data check`: whether a data set is whole.
struct DataCheckCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "check",
        abstract: "Looks for what is wrong with a data set of pictures, before anything is trained or judged on it.",
        discussion: """
            DATA is a folder for each class (perhaps in train and val), annotations of Pascal VOC or ImageNet, COCO's \
            annotations/instances_*.json, CUB-200-2011, YOLO's images and labels, or a table boxes.csv beside the pictures.

            missing      a picture that is named somewhere is not there
            unreadable   a picture is empty, truncated, damaged or of another format
            faulty       a line, an object or a file of annotations cannot be understood
            misplaced    a box or mask without a size, outside of its picture, or drawn on one of another shape
            mislabelled  an unknown class, or a folder that says another class than the annotation
            duplicate    a picture has the same bytes as another one
            orphaned     an annotation or a line of a list has no picture
            unannotated  a picture has no annotation, or one with nothing in it
            empty        a class has no pictures

            Exits with 0 where nothing is wrong, and with 65 where something is. --json has the first thousand places \
            of each problem.
            """)

    @Argument(help: "The folder of the data set.")
    var data: String

    @Option(help: "A table, a COCO file or a folder of annotations in place of those in DATA.")
    var boxes: String?

    @OptionGroup var printing: PrintingOptions

    func run() throws {
        var progress = Progress(isQuiet: printing.quiet)
        let check = try DataCheckRun(data, boxes: boxes).run {
            Interruption.happened
        } progress: {
            progress.show(done: $0, total: $1, doing: "pictures")
        }
        progress.clear()
        if printing.json {
            Terminal.result(try JSONDocument.text(of: ["check": check]))
        } else {
            table(of: check).forEach(Terminal.result)
        }
        if !check.findings.isEmpty { throw ExitCode(RationaleError.Code.badData.rawValue) }
    }

    private func table(of check: DataCheck) -> [String] {
        let pictures = "\(check.pictures) \(check.pictures == 1 ? "picture" : "pictures")"
        let classes = "\(check.classes) \(check.classes == 1 ? "class" : "classes")"
        let title = "\(check.data): \(check.layout), \(pictures), \(classes)"
        guard !check.findings.isEmpty else { return ["\(title): nothing is wrong"] }
        let rows =
            [("problem", "count", "the first")]
            + check.findings.map { ($0.problem.rawValue, "\($0.count)", ($0.places.first ?? "").printable) }
        let width = rows.map(\.1.count).max() ?? 0
        return [title] + rows.map { "  \($0.0.padded(to: 11))  \($0.1.leftPadded(to: width))  \($0.2)" }
    }
}
