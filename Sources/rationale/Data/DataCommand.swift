import ArgumentParser

/// `rationale data`: data sets.
struct DataCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "data", abstract: "Makes data sets.",
        subcommands: [DataAviaryCommand.self, DataSubsetCommand.self])
}
