import ArgumentParser
import Foundation
import RationaleCore
import RationaleFiles
import RationaleWorkbench

/// `rationale concepts name`: what a person calls a concept.
struct ConceptsNameCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "name",
        abstract: "Gives concepts names.",
        discussion: """
            Looks at the page of `rationale concepts discover`, then: rationale concepts name --concepts FILE 'ember finch 3=wing'. \
            The file is written anew, and the page and the list beside it; every answer uses the name from then on. \
            'ember finch 3=' takes it back.
            """)

    @Argument(help: "CONCEPT=NAME, any number of them.")
    var names: [String]

    @Option(help: "What `rationale concepts discover` or `rationale train concepts` wrote.")
    var concepts: String

    @OptionGroup var printing: PrintingOptions

    func run() throws {
        let found = try ConceptNaming(concepts: concepts, names: names).run()
        if printing.json { return Terminal.result(try JSONDocument.text(of: found)) }
        for change in found.changes { Terminal.result("\(change.before) → \(change.after)") }
    }
}
