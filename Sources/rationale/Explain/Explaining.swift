import ArgumentParser
import Foundation
import RationaleAttribution
import RationaleCore
import RationaleNetworks
import RationaleWorkbench

/// Runs an explanation and prints what comes of it.
struct Explaining {
    let run: ExplainRun
    let isJSON: Bool
    let isQuiet: Bool

    init(_ run: ExplainRun, isJSON: Bool, isQuiet: Bool) {
        var run = run
        if !isQuiet { run.methodProgress = .shown }
        self.run = run
        self.isJSON = isJSON
        self.isQuiet = isQuiet
    }

    /// - Throws: the run's errors; an exit code where an input failed, or the run was interrupted.
    func start() throws {
        var progress = Progress(isQuiet: isQuiet)
        let result = try run.run {
            Interruption.happened
        } report: { event in
            switch event {
            case .loaded(let classifier):
                if !isQuiet { classifier.notes.forEach { Terminal.note("note: \($0)") } }
            case .progress(let done, let total, let doing): progress.show(done: done, total: total, doing: doing)
            case .finished(let input):
                progress.clear()
                if !isJSON { print(input) }
            }
        }
        progress.clear()
        try result.show(isJSON: isJSON)
        if result.wasInterrupted {
            if !isQuiet {
                Terminal.note("interrupted: what was finished is kept; --resume --output \(result.run) continues")
            }
            throw ExitCode(Interruption.status)
        }
        if let status = result.failures.status { throw ExitCode(status) }
    }

    private func print(_ input: Explanation) {
        if let error = input.error {
            Terminal.write("\(input.input)\n", to: .standardOutput)
            Terminal.note("error: \(error.message)" + (error.hint.map { "\nhint: \($0)" } ?? ""))
        } else {
            Terminal.write(input.text, to: .standardOutput)
        }
    }
}

extension ExplainResult {
    /// Prints the document, or where the report is.
    func show(isJSON: Bool) throws {
        guard isJSON else { return Terminal.result("report: \(report)") }
        try writeJSON { Terminal.write($0, to: .standardOutput) }
        Terminal.result("")
    }
}
