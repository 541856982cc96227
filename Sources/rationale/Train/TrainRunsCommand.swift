import ArgumentParser
import Foundation
import RationaleCore
import RationaleFiles
import RationaleWorkbench

/// `rationale train runs`: trainings beside each other.
struct TrainRunsCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "runs",
        abstract: "Shows trainings beside each other: in what they differ, and how well each did.",
        discussion: """
            Reads the logs and checkpoints of folders that `rationale train` wrote, also while it is still writing. The columns \
            are the settings that are not the same in all runs, the steps done, the step whose weights are the best, and what \
            the evaluation found then. --json has all settings and all evaluations.
            """)

    @Argument(help: "Folders of trainings, or folders that hold some.")
    var folders: [String]

    @Option(help: "Settings to show even where they are the same, with commas between them.")
    var setting: [String] = []

    @Flag(help: "Print one JSON document.")
    var json = false

    func run() throws {
        let table = try RunTable(folders)
        Terminal.result(json ? try JSONDocument.text(of: table) : table.text(showing: setting.separatedByCommas))
    }
}

extension RunTable {
    fileprivate func text(showing names: [String]) -> String {
        let settings = settings(named: names)
        let metrics = Set(runs.flatMap(\.best.keys)).sorted()
        func number(_ value: Double?) -> String { value.map { String(format: "%.4g", $0) } ?? "–" }
        let header =
            ["run"] + settings.map(Self.shortName) + ["steps", "best at"] + metrics + ["training loss", "minutes"]
        let rows = runs.map { row -> [String] in
            var cells = [row.run] + settings.map { row.settings[$0] ?? "–" }
            cells += ["\(row.steps)", row.bestStep.map { "\($0)" } ?? "–"] + metrics.map { number(row.best[$0]) }
            return cells + [number(row.trainingLoss), String(format: "%.1f", row.seconds / 60)]
        }
        return TextTable.lines(header: header, rows: rows).joined(separator: "\n")
    }
}
