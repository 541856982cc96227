import ArgumentParser
import RationaleCore
import RationaleMetrics

/// `rationale evaluate`: how far networks and explanations can be trusted.
struct EvaluateCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "evaluate", abstract: "Measures how far networks and explanations can be trusted.",
        subcommands: [
            EvaluateTruthCommand.self, EvaluateFaithfulnessCommand.self, EvaluateLocalizationCommand.self,
            EvaluateSanityCommand.self, EvaluateAccuracyCommand.self, EvaluateTextCommand.self,
            EvaluateConceptsCommand.self, EvaluateNarratorCommand.self, EvaluateCaptionsCommand.self,
        ])
}

extension [TruthReport.Failure] {
    /// Ends the program with the exit status of bad data where a method could not be judged, after the others' results.
    func check() throws {
        if !isEmpty { throw ExitCode(RationaleError.Code.badData.rawValue) }
    }
}
