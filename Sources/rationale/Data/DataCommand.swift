import ArgumentParser

/// `rationale data`: data sets.
struct DataCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "data", abstract: "Makes and checks data sets.",
        subcommands: [
            DataAviaryCommand.self, DataSubsetCommand.self, DataNegativesCommand.self, DataCheckCommand.self,
        ])
}
