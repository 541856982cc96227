import ArgumentParser
import RationaleNetworks
import RationaleWorkbench

/// `rationale model list`: the architectures that are known by name.
struct ModelListCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "list", abstract: "Lists the architectures that are known by name, their sizes and papers.")

    @Flag(help: "Print one JSON document.")
    var json = false

    func run() throws {
        let rows = Zoo.entries.map { entry in
            Row(
                name: entry.name, title: entry.title, parameters: entry.parameterCount, classes: entry.classes,
                paper: entry.paper)
        }
        if json {
            Terminal.result(try JSONDocument.text(of: ["models": rows]))
            return
        }
        let width = rows.map(\.name.count).max() ?? 0
        let titles = rows.map(\.title.count).max() ?? 0
        for row in rows {
            let millions = Quantity.text(row.parameters).leftPadded(to: 7)
            Terminal.result("\(row.name.padded(to: width))  \(row.title.padded(to: titles))  \(millions)  \(row.paper)")
        }
    }

    private struct Row: Encodable {
        let name: String
        let title: String
        let parameters: Int
        let classes: Int
        let paper: String
    }
}
