import ArgumentParser
import Foundation
import RationaleCore
import RationaleFiles
import RationaleWorkbench

/// `rationale concepts match`: where concepts are in photos.
struct ConceptsMatchCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "match",
        abstract: "Finds the region of each photo that comes nearest to each concept.",
        discussion: """
            Prints a table for each photo: where the region is, how far its feature is from the concept (1 is the mean \
            distance of the concept's own regions), and whether that is near enough to count as found.

            With --output writes a drawing for each photo, matches.json, and graphs.safetensors for networks of your own: \
            features [photo, concept, width], positions [photo, concept, 2], present (the photo has a region for it), found \
            (near enough), distances and the classifier's scores [photo, class]; the concepts of all classes stand one after \
            another, their names are in the metadata.
            """)

    @Argument(help: "Photos (JPEG or PNG).")
    var input: [String]

    @OptionGroup(title: "Model") var model: ModelOptions

    @Option(
        help:
            "What `rationale concepts discover` or `rationale train concepts` wrote. Those of the built-in model by default."
    )
    var concepts: String?

    @Option(
        name: .customLong("class"), parsing: .upToNextOption,
        help:
            "Classes whose concepts are shown, by label or index; top for the class that is decided for, or all (default: top)."
    )
    var ofClass: [String] = []

    @Option(help: "The folder to write.")
    var output: String?

    @Option(help: "auto, cpu, cuda or mps (default: auto).")
    var device: String?

    @Flag(help: "Replace what is in the output folder.")
    var overwrite = false

    @OptionGroup var printing: PrintingOptions

    func run() throws {
        var options = ConceptMatchOptions()
        options.explain = ExplainOptions(model)
        options.explain.device = device
        options.input = input
        options.concepts = concepts
        options.classes = ofClass.isEmpty ? options.classes : ofClass
        options.output = output
        let found = try ConceptMatchRun(options, existing: overwrite ? .overwrite : .refuse)
            .run { Interruption.happened }
        if !printing.quiet { found.notes.forEach { Terminal.note("note: \($0)") } }
        if printing.json { return Terminal.result(try JSONDocument.text(of: found)) }
        for photo in found.photos { Terminal.result(photo.text) }
        if let graphs = found.graphs { Terminal.result("graphs: \(graphs)") }
    }
}

extension ConceptMatchRun.OfPhoto {
    /// A table of the concepts.
    fileprivate var text: String {
        let share = decision.probability.map { String(format: " %.1f %%", 100 * Double($0)) } ?? ""
        let rows = matches.map { match in
            [
                match.concept.printable, match.place, match.distance.map { String(format: "%.2f", $0) } ?? "–",
                match.isFound ? "yes" : "no",
            ]
        }
        return
            (["\(input.printable): \(decision.name.printable)\(share)"]
            + TextTable.lines(header: ["concept", "where", "distance", "found"], rows: rows)).joined(separator: "\n")
    }
}
