import RationaleCore
import ArgumentParser
import Foundation
import RationaleTorch
import RationaleWorkbench

/// The program: `rationale`.
@main
struct RationaleCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "rationale",
        abstract: "Explains trained classifiers: what a network saw, and where it looked.",
        discussion: """
            Exit codes: 0 done, 64 the request makes no sense, 65 a file cannot be used, 66 a file is not there, \
            69 something is not available, 74 cannot write, 130 interrupted.
            """,
        version: Rationale.version,
        subcommands: [
            ExplainCommand.self, WhyCommand.self, WhyNotCommand.self, DescribeCommand.self, CompareCommand.self,
            EvaluateCommand.self,
            JoinCommand.self, TrainCommand.self,
            ConceptsCommand.self, DataCommand.self, ModelCommand.self, DemoCommand.self,
        ])

    /// Runs the command line and ends the process with its exit status.
    static func main() {
        Interruption.install()
        LibTorch.keepFreedMemory()
        LibTorch.silenceLog()
        let arguments = SettingOptions.gathered(Array(CommandLine.arguments.dropFirst()))
        do {
            var command = try parseAsRoot(arguments)
            try command.run()
            // Everything is written; taking the engine apart piece by piece would only cost time.
            _exit(0)
        } catch {
            Failing(error, arguments).exit()
        }
    }
}
