import ArgumentParser
import Foundation
import RationaleWorkbench

/// `rationale demo`: the program shown on what it makes itself.
struct DemoCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "demo",
        abstract: "Trains a small network on drawn scenes, and explains three of them by every method.")

    @Option(help: "The folder to write.")
    var output = "rationale-output/demo"

    @Option(help: "The seed of the scenes and of the network.")
    var seed: UInt64 = 7

    @Flag(help: "Print results only, no progress.")
    var quiet = false

    func run() throws {
        var progress = Progress(isQuiet: quiet)
        let result = try Demo(output: output, seed: seed).run {
            Interruption.happened
        } report: { event in
            switch event {
            case .training(let part):
                progress.show(done: Int(part * 100), total: 100, doing: "learning to tell six classes apart")
            case .trained(let accuracy, let seconds):
                progress.clear()
                if !quiet {
                    let percent = String(format: "%.1f", accuracy * 100)
                    Terminal.note(
                        "A small network learnt six classes in \(Int(seconds.rounded())) s; of new scenes it names "
                            + "\(percent) % correctly.")
                }
            case .explaining(.progress(let done, let total, let doing)):
                progress.show(done: done, total: total, doing: doing)
            case .explaining: progress.clear()
            }
        }
        progress.clear()
        if result.run.wasInterrupted { throw ExitCode(Interruption.status) }
        Terminal.result(text(result))
    }

    private func text(_ result: Demo.Result) -> String {
        var lines = result.run.inputs.map(\.summary)
        lines.append("report: \(result.run.report)")
        lines.append("")
        lines.append("Open the report in a browser. Then try:")
        lines.append("  rationale model inspect \(result.model)")
        lines.append(
            "  rationale explain \(result.pictures[2]) --model \(result.model) --target 'green star instead of red disc'"
        )
        lines.append("  rationale explain PHOTO --model NETWORK.pt2")
        return lines.joined(separator: "\n")
    }
}
