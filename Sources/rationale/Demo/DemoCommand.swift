import ArgumentParser
import Foundation
import RationaleCore
import RationaleWorkbench

/// `rationale demo`: the program shown on birds that it draws itself.
struct DemoCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "demo",
        abstract: "Draws birds that no network has seen, and explains what the built-in model sees in them.")

    @Option(help: "The folder to write.")
    var output = "rationale-output/demo"

    @Option(help: "The seed of the birds and of methods that draw.")
    var seed: UInt64 = 5

    @Flag(help: "Print results only, no progress.")
    var quiet = false

    func run() throws {
        var progress = Progress(isQuiet: quiet)
        let result = try Demo(output: output, seed: seed).run {
            Interruption.happened
        } report: { event in
            switch event {
            case .progress(let done, let total, let doing): progress.show(done: done, total: total, doing: doing)
            default: progress.clear()
            }
        }
        progress.clear()
        if result.run.wasInterrupted || result.contrast.wasInterrupted || result.words == nil {
            throw ExitCode(Interruption.status)
        }
        Terminal.result(try text(result))
    }

    private func text(_ result: Demo.Result) throws -> String {
        var lines = zip(try result.run.allInputs(), result.species).map { input, species in
            let claim = input.predictions.first?.label
            return input.summary + (claim == species ? ", right" : ", wrong: in truth \(species)")
        }
        lines.append("")
        lines.append(
            "The second picture is the first with one thing changed, \(result.difference), which makes it another species."
        )
        lines.append("")
        lines.append("report:                    \(result.run.report)")
        lines.append("why not \(result.neighbor):".padded(to: 27) + result.contrast.report)
        if let concepts = result.concepts {
            lines.append("the same in concepts:".padded(to: 27) + (concepts.report ?? ""))
            lines += concepts.answers.flatMap { $0.findings.compactMap(\.sentence) }.map { "  \($0)" }
        }
        if let words = result.words {
            lines.append("in words:".padded(to: 27) + (words.report ?? ""))
            lines += words.answers.flatMap { $0.findings.compactMap(\.sentence) }.map { "  \($0)" }
        }
        lines.append("")
        let program = CommandLine.arguments[0]
        lines.append("Open them in a browser. Then try:")
        lines.append("  \(program) model inspect aviary --labels")
        lines.append(
            "  \(program) explain \(result.pictures[0]) --target '\(result.species[0]) instead of \(result.neighbor)'")
        lines.append("  \(program) whynot \(result.pictures[0]) --instead '\(result.neighbor)'")
        lines.append("  \(program) describe \(result.pictures[0]) --instead '\(result.neighbor)'")
        lines.append("  \(program) explain PHOTO --model NETWORK.pt2")
        return lines.joined(separator: "\n")
    }
}
