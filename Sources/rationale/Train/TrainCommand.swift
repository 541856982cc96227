import ArgumentParser

/// `rationale train`: networks that learn.
struct TrainCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "train", abstract: "Trains networks.",
        subcommands: [
            TrainClassifierCommand.self, TrainConsistentCommand.self, TrainTextCommand.self, TrainConceptsCommand.self,
            TrainNarratorCommand.self, TrainRunsCommand.self,
        ])
}
