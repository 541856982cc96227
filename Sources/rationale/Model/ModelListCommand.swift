import ArgumentParser
import RationaleFiles
import RationaleNetworks
import RationaleWorkbench

/// `rationale model list`: the architectures that are known by name.
struct ModelListCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "list",
        abstract: "Lists the models that come with the program, and the architectures that are known by name.")

    @Flag(help: "Print one JSON document.")
    var json = false

    func run() throws {
        let rows =
            Zoo.entries.map { entry in
                Row(
                    name: entry.name, title: entry.title, parameters: entry.parameterCount, classes: entry.classes,
                    paper: entry.paper)
            } + [
                Row(
                    name: DeepLSTM.identifier, title: "DeepLSTM for texts", parameters: DeepLSTM().parameterCount,
                    classes: DeepLSTM().classes, paper: DeepLSTM.paper)
            ]
        let builtIn = BuiltInModel.allCases.map { BuiltIn(name: $0.rawValue, summary: $0.summary, path: try? $0.path) }
        if json {
            Terminal.result(try JSONDocument.text(of: Document(models: rows, builtIn: builtIn)))
            return
        }
        Terminal.result("Trained, ready for --model:")
        for model in builtIn {
            Terminal.result("  \(model.name)  \(model.summary)" + (model.path == nil ? ": not installed" : ""))
        }
        Terminal.result("\nArchitectures, for --model with --weights:")
        let width = rows.map(\.name.count).max() ?? 0
        let titles = rows.map(\.title.count).max() ?? 0
        for row in rows {
            let millions = Quantity.text(row.parameters).leftPadded(to: 7)
            Terminal.result(
                "  \(row.name.padded(to: width))  \(row.title.padded(to: titles))  \(millions)  \(row.paper)")
        }
    }

    private struct Document: Encodable {
        let models: [Row]
        let builtIn: [BuiltIn]
    }

    private struct BuiltIn: Encodable {
        let name: String
        let summary: String
        let path: String?
    }

    private struct Row: Encodable {
        let name: String
        let title: String
        let parameters: Int
        let classes: Int
        let paper: String
    }
}
