import ArgumentParser

/// `rationale evaluate`: how far explanations can be trusted.
struct EvaluateCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "evaluate", abstract: "Measures how far explanations can be trusted.",
        subcommands: [EvaluateTruthCommand.self])
}
