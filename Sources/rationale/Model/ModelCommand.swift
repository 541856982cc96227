import ArgumentParser

/// `rationale model`: what networks there are, and what is in one.
struct ModelCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "model", abstract: "Lists the architectures, and looks into a network.",
        subcommands: [ModelListCommand.self, ModelInspectCommand.self])
}
