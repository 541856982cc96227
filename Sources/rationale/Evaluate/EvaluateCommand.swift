import ArgumentParser

/// `rationale evaluate`: how far networks and explanations can be trusted.
struct EvaluateCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "evaluate", abstract: "Measures how far networks and explanations can be trusted.",
        subcommands: [
            EvaluateTruthCommand.self, EvaluateFaithfulnessCommand.self, EvaluateLocalizationCommand.self,
            EvaluateSanityCommand.self, EvaluateAccuracyCommand.self, EvaluateTextCommand.self,
        ])
}
