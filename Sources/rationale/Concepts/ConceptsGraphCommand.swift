import ArgumentParser
import Foundation
import RationaleCore
import RationaleFiles
import RationaleWorkbench

/// `rationale concepts graph`: the structural concept graph of classes.
struct ConceptsGraphCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "graph",
        abstract: "Shows the concepts of a class, how they lie to each other, and what each usually adds.",
        discussion: """
            What a concept, and each pair of concepts, adds to the class's score on average in pictures that the classifier \
            gives to the class. With --output also as a drawing, PNG and SVG: typical regions where they usually are.
            """)

    @Option(help: "What `rationale train concepts` wrote. That of the built-in model by default.")
    var concepts: String?

    @Option(
        name: .customLong("class"), parsing: .upToNextOption,
        help: "Classes, by label or index, with blanks between them (default: all).")
    var ofClass: [String] = []

    @Option(help: "Relations to show, the largest ones (default: 10).")
    var relations: Int?

    @Option(help: "The folder to write.")
    var output: String?

    @Flag(help: "Replace what is in the output folder.")
    var overwrite = false

    @OptionGroup var printing: PrintingOptions

    func run() throws {
        var options = ConceptStructureOptions()
        options.concepts = concepts
        options.classes = ofClass
        options.relations = relations ?? options.relations
        options.output = output
        let found = try ConceptStructureRun(options, existing: overwrite ? .overwrite : .refuse).run()
        if printing.json { return Terminal.result(try JSONDocument.text(of: found)) }
        for one in found.classes { Terminal.result(one.panel.structure(relations: options.relations)) }
    }
}

extension ConceptGraph.Panel {
    /// The class's concepts and largest relations, with what they usually add.
    fileprivate func structure(relations: Int) -> String {
        let rows = nodesByImportance.map { index in
            [nodes[index].concept.printable, nodes[index].place, ShortNumber(nodes[index].contribution).signed]
        }
        var lines = [name.printable] + TextTable.lines(header: ["concept", "usually", "adds"], rows: rows)
        let shown = edgesByImportance.prefix(relations).map { edges[$0] }
        if !shown.isEmpty {
            lines += TextTable.lines(
                header: ["relation", "adds"],
                rows: shown.map { edge in
                    let (from, to) = (nodes[edge.from], nodes[edge.to])
                    return [
                        "\(from.concept.printable) \(from.relation(to: to)) \(to.concept.printable)",
                        ShortNumber(edge.contribution).signed,
                    ]
                })
        }
        return lines.joined(separator: "\n")
    }
}
